//! Plays one order of a merchant with a contract of its own, without a network.
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use lianlian::{
    Amount, Client, FixedClock, GatewayKey, MerchantKey, Message, OrderTime, RsaSigner, Scheme,
    SendError,
};
use private_contract::codes::StoreKind;
use private_contract::{AbandonedBasket, Closing, StandIn, Store, close, order};

const MERCHANT: &str = "201304121000001004";

fn main() -> Result<(), Box<dyn Error>> {
    let gateway = stand_in()?;
    let client = client(&gateway)?;
    let placed: OrderTime = "20261122093000".parse()?;

    heading("An order with the fields of our contract: store_no and store_kind");
    let store = Store { number: "1024".to_owned(), kind: StoreKind::Own };
    let bought = order("20261122000003", placed, Amount::from_fen(8_800), store)?;
    gateway.answer(
        r#"{"ret_code":"0000","ret_msg":"交易成功","oid_partner":"201304121000001004",
            "no_order":"20261122000003","money_order":"88.00","user_id":"shopper-17","pay_type":"L",
            "payLoad":"https://qr.example/bax00000000000000000","sign_type":"RSA"}"#,
    )?;
    match client.send(&bought) {
        Ok(bill) => {
            show_last(&gateway)?;
            println!("answer: scan {}", bill.pay_load.as_deref().unwrap_or_default());
        }
        Err(SendError::NotExecuted(why)) => println!("nothing happened, try again: {why}"),
        Err(SendError::Unknown(why)) => println!("query before anything else: {why}"),
    }

    heading("Our contract allows 20 characters in no_order");
    let store = Store { number: "1024".to_owned(), kind: StoreKind::Online };
    if let Err(why) = order("order-number-of-27-letters-", placed, Amount::from_fen(1), store) {
        println!("not even built: {why}");
    }

    let basket = AbandonedBasket {
        number: bought.no_order.clone(),
        placed,
        reason: Some("basket left".to_owned()),
        items: 3,
    };

    heading("The shopper left: close the order, an operation of our contract");
    gateway.answer(
        r#"{"ret_code":"0000","ret_msg":"交易成功","oid_partner":"201304121000001004",
            "no_order":"20261122000003","dt_close":"20261122094501","sign_type":"RSA"}"#,
    )?;
    let closing = close(&client, &basket);
    show_last(&gateway)?;
    tell(&basket, closing);

    heading("The shopper did pay: the gateway refuses with a code of our contract");
    gateway.answer(
        r#"{"ret_code":"2901","ret_msg":"订单已支付","oid_partner":"201304121000001004",
            "no_order":"20261122000003","sign_type":"RSA"}"#,
    )?;
    gateway.answer(
        r#"{"ret_code":"0000","ret_msg":"交易成功","oid_partner":"201304121000001004",
            "no_order":"20261122000003","result_pay":"SUCCESS","sign_type":"RSA"}"#,
    )?;
    tell(&basket, close(&client, &basket));

    heading("No answer comes, not even to the query");
    gateway.stay_silent();
    gateway.stay_silent();
    tell(&basket, close(&client, &basket));
    Ok(())
}

/// A client as in production, but for the keys of the tests and the transport. Without `transport` it
/// calls the hosts of the spec, and so the test host of the overlay.
fn client(gateway: &StandIn) -> Result<Client, Box<dyn Error>> {
    let key = MerchantKey::from_pem(include_str!("../../../tests/keys/merchant_2048.pkcs8.pem"))?;
    let gateway_key = include_str!("../../../tests/keys/merchant_1024.public.pem");
    let builder = Client::builder(MERCHANT, key).gateway_key(GatewayKey::from_pem(gateway_key)?);
    // The orders of the example are of that day, and the gateway takes none of another.
    let clock = FixedClock("20261122093005".parse()?);
    Ok(builder.clock(clock).transport(gateway.clone()).build()?)
}

fn stand_in() -> Result<StandIn, Box<dyn Error>> {
    let key = MerchantKey::from_pem(include_str!("../../../tests/keys/merchant_1024.pkcs8.pem"))?;
    Ok(StandIn::new(RsaSigner::new(key, Scheme::Rsa)?))
}

/// What a shop does about each outcome.
fn tell(basket: &AbandonedBasket, closing: Closing) {
    let items = basket.items;
    match closing {
        Closing::Closed { since: Some(since) } => {
            println!("closed at {since} (UTC+8): {items} items are for sale again");
        }
        Closing::Closed { since: None } => println!("closed: {items} items are for sale again"),
        Closing::Paid => println!("paid after all: deliver {items} items"),
        Closing::NotClosed(why) => println!("not closed, so {items} items stay aside: {why}"),
        Closing::Unclear(why) => {
            println!("unknown, so {items} items stay aside; close it again later: {why}");
        }
    }
}

fn heading(text: &str) {
    println!("\n== {text}");
}

/// Where the last request went and what its signature covers.
fn show_last(gateway: &StandIn) -> Result<(), Box<dyn Error>> {
    if let Some(sent) = gateway.sent().last() {
        println!("POST {}", sent.url);
        println!("signed text: {}", Message::parse(&sent.body)?.source(&[]));
    }
    Ok(())
}
