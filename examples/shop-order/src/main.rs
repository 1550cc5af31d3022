//! Plays two orders of a shop through, against a gateway of its own.
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::sync::{Arc, mpsc};
use std::time::Duration;
use std::{env, fs, process, thread};

use jiff::Timestamp;
use lianlian::{Preview, SendError};
use lianlian_sandbox::{Sandbox, Trouble, TroubleToCome};
use rust_decimal::Decimal;
use shop_order::{
    Checkout, Customer, Hook, Item, Next, Order, Shop, ShopError, Status, Store, Wallet,
};
use uuid::Uuid;

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::temp_dir().join(format!("shop-order-{}.json", process::id()));
    let played = play(Store::open(&file)?);
    let _ = fs::remove_file(&file);
    played
}

fn play(store: Store) -> Result<(), Box<dyn Error>> {
    // In production: Client::builder(number, key).gateway_key(…).build().
    let sandbox = Sandbox::start()?;
    let shop = Arc::new(Shop::new(sandbox.client().build()?, store));

    let listener = Hook::bind()?;
    let hook_url = format!("http://{}/lianlian", listener.local_addr()?);
    let hook = Hook::new(listener, Arc::clone(&shop));
    let (heard, news) = mpsc::channel();
    thread::spawn(move || hook.serve(|one| drop(heard.send(one))));

    heading("An order, as the shop keeps it");
    let order = order(1, "Badminton set, two rackets", Decimal::new(21_097, 2), &hook_url);
    println!("{}", serde_json::to_string_pretty(&order)?);

    heading("The same order, as the gateway gets it");
    println!("{}", Preview::of(&order));

    heading("Placed");
    show(&shop.place(&order)?);
    println!("paid? {}", shop.is_paid(order.id)?);

    heading("The payer pays, and the gateway reports it");
    sandbox.pay(&order.id.simple().to_string())?;
    println!("{:?}", news.recv_timeout(Duration::from_secs(20))??);
    println!("status: {:?}", shop.store().order(order.id)?.status);
    println!("asked to be sure: {:?}", shop.ask(order.id)?);

    heading("Another order, whose answers get lost");
    let order = self::order(2, "Shuttlecocks", Decimal::new(8_800, 2), &hook_url);
    sandbox.cause(TroubleToCome::new(Trouble::CutAfter).always());
    match shop.place(&order) {
        Ok(next) => show(&next),
        Err(ShopError::Send(SendError::Unknown(why))) => println!("unknown: {why}"),
        Err(error) => return Err(error.into()),
    }
    println!("the order waits in the store; a minute later it is sent again, as it is:");
    sandbox.end_troubles();
    show(&shop.place_again(order.id)?);
    println!("orders at the gateway: {}", sandbox.orders().len());
    Ok(())
}

fn show(next: &Next) {
    match next {
        // Masked wherever it is printed by mistake; the payer has to see it.
        Next::Scan(scan) => println!("show as a QR code: {}", scan.expose()),
        Next::Pack => println!("it is paid"),
    }
}

fn order(number: u128, title: &str, total: Decimal, hook: &str) -> Order {
    let now = Timestamp::now();
    Order {
        id: Uuid::from_u128(0x0193_5f2a_7c00_7000_8000_0000_0000_0000 | number),
        title: title.to_owned(),
        total,
        created_at: now,
        customer: Customer { id: 17, signed_up: Timestamp::UNIX_EPOCH },
        checkout: Checkout { wallet: Wallet::Alipay, hook: hook.to_owned() },
        items: vec![Item { sku: "bd-1".to_owned(), quantity: 1 }],
        warehouse: 3,
        status: Status::Open,
    }
}

fn heading(text: &str) {
    println!("\n── {text}");
}
