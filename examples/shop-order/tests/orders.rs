//! Orders of the shop against a gateway: placed, paid, reported, asked for.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::io::Read as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use lianlian::SendError;
use lianlian_sandbox::{Direction, OrderState, Sandbox, Trouble, TroubleToCome};
use rust_decimal::Decimal;
use shop_order::{
    Checkout, Customer, Heard, Hook, Item, Next, Order, Payment, Shop, ShopError, Status, Store,
    StoreError, Wallet,
};
use uuid::Uuid;

/// Longer than anything on loopback takes; only a failing test waits for it.
const LONG: Duration = Duration::from_secs(20);

struct Town {
    sandbox: Sandbox,
    shop: Arc<Shop>,
    file: PathBuf,
    hook: SocketAddr,
    heard: Receiver<Result<Heard, ShopError>>,
}

/// A gateway, a shop with an empty file of its own, and a listener for notifications.
fn town(name: &str) -> Town {
    let sandbox = Sandbox::builder()
        .key_bits(1024)
        .notification_interval(Duration::from_millis(1))
        .start()
        .unwrap();
    let client = sandbox.client().build().unwrap();
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.json"));
    let _ = fs::remove_file(&file);
    let shop = Arc::new(Shop::new(client, Store::open(&file).unwrap()));
    let listener = Hook::bind().unwrap();
    let address = listener.local_addr().unwrap();
    let hook = Hook::new(listener, Arc::clone(&shop));
    let (sender, heard) = channel();
    thread::spawn(move || hook.serve(|one| drop(sender.send(one))));
    Town { sandbox, shop, file, hook: address, heard }
}

impl Town {
    fn order(&self) -> Order {
        Order {
            id: Uuid::from_u128(0xfeed),
            title: "羽毛球".to_owned(),
            total: Decimal::new(21_097, 2),
            created_at: Timestamp::now(),
            customer: Customer { id: 17, signed_up: Timestamp::UNIX_EPOCH },
            checkout: Checkout {
                wallet: Wallet::Wechat,
                hook: format!("http://{}/lianlian", self.hook),
            },
            items: vec![Item { sku: "bd-1".to_owned(), quantity: 2 }],
            warehouse: 3,
            status: Status::Open,
        }
    }

    fn pay(&self, order: &Order) {
        self.sandbox.pay(&number(order)).unwrap();
    }

    /// Places an order while everything goes wrong, so that nothing is known of it.
    fn place_in_vain(&self, trouble: Trouble) -> Order {
        let order = self.order();
        self.sandbox.cause(TroubleToCome::new(trouble).always());
        let error = self.shop.place(&order).unwrap_err();
        assert!(matches!(error, ShopError::Send(SendError::Unknown(_))), "{error}");
        order
    }

    fn news(&self) -> Result<Heard, ShopError> {
        self.heard.recv_timeout(LONG).unwrap()
    }
}

fn number(order: &Order) -> String {
    order.id.simple().to_string()
}

#[test]
fn an_order_is_placed_paid_reported_and_found() {
    let town = town("paid");
    let order = town.order();
    let Next::Scan(scan) = town.shop.place(&order).unwrap() else {
        panic!("nobody has paid");
    };
    assert!(scan.expose().starts_with("http"));
    assert_eq!(town.shop.ask(order.id).unwrap(), None);

    town.pay(&order);
    assert_eq!(town.news().unwrap(), Heard::Paid(order.id));
    assert!(town.sandbox.wait_for_acknowledgement(&number(&order), LONG));
    assert_eq!(town.shop.ask(order.id).unwrap(), Some(Payment::Paid));

    // The disk knows it too.
    let Status::Paid(receipt) = Store::open(&town.file).unwrap().order(order.id).unwrap().status
    else {
        panic!("not paid on the disk");
    };
    assert_eq!(receipt.number, town.sandbox.order(&number(&order)).unwrap().oid_paybill);
    assert!(receipt.settled_on.is_some());
}

#[test]
fn a_notification_that_comes_twice_is_answered_twice_and_acted_upon_once() {
    let town = town("twice");
    let mut order = town.order();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    order.checkout.hook = format!("http://{}/", listener.local_addr().unwrap());
    town.shop.place(&order).unwrap();
    town.pay(&order);
    let body = body_from(&listener);
    assert_eq!(town.shop.hear(&body).unwrap(), Heard::Paid(order.id));
    // The listener hung up without an answer, so the gateway reports the same once more.
    let again = body_from(&listener);
    assert_eq!(again, body);
    assert_eq!(town.shop.hear(&again).unwrap(), Heard::Known(order.id));
}

/// What the next caller posts, a JSON object.
fn body_from(listener: &TcpListener) -> Vec<u8> {
    let (mut stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    let mut read = Vec::new();
    while read.last() != Some(&b'}') {
        let mut some = [0; 1024];
        let length = stream.read(&mut some).unwrap();
        read.extend_from_slice(&some[..length]);
    }
    let text = String::from_utf8(read).unwrap();
    text.split_once("\r\n\r\n").unwrap().1.as_bytes().to_vec()
}

#[test]
fn an_order_whose_answer_is_lost_is_sent_again_as_the_same_order() {
    let town = town("lost");
    let order = town.order();
    town.sandbox.cause(Trouble::CutAfter);
    assert!(matches!(town.shop.place(&order).unwrap(), Next::Scan(_)));
    let exchanges = town.sandbox.exchanges();
    let received = exchanges.iter().filter(|one| one.direction == Direction::Received);
    assert_eq!(received.count(), 2);
    assert_eq!(town.sandbox.orders().len(), 1, "one order, not two");
}

#[test]
fn an_order_that_was_paid_in_the_meantime_is_not_paid_again() {
    let town = town("meantime");
    let order = town.place_in_vain(Trouble::CutAfter);
    town.pay(&order);
    town.sandbox.end_troubles();
    assert!(matches!(town.shop.place_again(order.id).unwrap(), Next::Pack));
    assert!(town.shop.is_paid(order.id).unwrap());
    assert_eq!(town.sandbox.orders().len(), 1, "one order, not two");
}

#[test]
fn an_order_that_never_arrived_stays_unknown_until_the_gateway_is_reached() {
    let town = town("never");
    let order = town.place_in_vain(Trouble::StatusBefore(503));
    assert!(town.sandbox.order(&number(&order)).is_none());
    town.shop.place_again(order.id).unwrap_err();
    town.sandbox.end_troubles();
    assert!(matches!(town.shop.place_again(order.id).unwrap(), Next::Scan(_)));
    assert_eq!(town.sandbox.order(&number(&order)).unwrap().state, OrderState::Unpaid);
}

#[test]
fn a_notification_that_the_gateway_did_not_sign_pays_nothing() {
    let town = town("forged");
    let order = town.order();
    town.shop.place(&order).unwrap();
    let forged = format!(
        r#"{{"oid_partner":"{}","sign_type":"RSA","sign":"c2FtcGxl","no_order":"{}",
            "dt_order":"20261122093000","oid_paybill":"1","money_order":"210.97",
            "result_pay":"SUCCESS","pay_type":"L"}}"#,
        town.sandbox.oid_partner(),
        number(&order)
    );
    let error = town.shop.hear(forged.as_bytes()).unwrap_err();
    assert!(matches!(error, ShopError::Receive(_)), "{error}");
    assert!(!town.shop.is_paid(order.id).unwrap());
}

#[test]
fn a_caller_who_posts_nothing_is_turned_away_and_the_next_is_served() {
    let town = town("nothing");
    drop(TcpStream::connect(town.hook).unwrap());
    let order = town.order();
    town.shop.place(&order).unwrap();
    town.pay(&order);
    assert_eq!(town.news().unwrap(), Heard::Paid(order.id));
}

#[test]
fn a_number_is_not_used_for_two_orders() {
    let town = town("number");
    let order = town.order();
    town.shop.place(&order).unwrap();
    let other = Order { total: Decimal::ONE, ..order };
    let error = town.shop.place(&other).unwrap_err();
    assert!(matches!(error, ShopError::Store(StoreError::NumberUsed(_))), "{error}");
}

#[test]
fn the_program_plays_its_story() {
    let output = Command::new(env!("CARGO_BIN_EXE_shop-order")).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let shown = String::from_utf8(output.stdout).unwrap();
    for line in ["from created_at", "status: Paid(", "unknown: ", "orders at the gateway: 2"] {
        assert!(shown.contains(line), "{line} is not in\n{shown}");
    }
}
