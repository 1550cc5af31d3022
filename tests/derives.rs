//! What the derives make of a merchant's own types.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use std::borrow::Cow;

use lianlian::{
    Amount, CallOptions, Code, Filling, Message, Notification, OrderTime, Reply, Request, Scheme,
    Sensitive, UnknownCode, UnknownFields, Unsigned, aggregate, body_of, codes, source_of,
};
use serde::Serialize;
use support::{MERCHANT, NOW, Script, client, gateway_key, receiver_of, signed_by_gateway, time};

fn filling() -> Filling<'static> {
    Filling { merchant: MERCHANT, scheme: Scheme::Rsa, now: time(NOW) }
}

/// An order as a shop has it: more fields than the gateway wants, under other names.
#[derive(Request)]
#[lianlian(operation = aggregate::DirectPay)]
struct ShopOrder<'a> {
    #[lianlian(field = "no_order")]
    id: String,
    #[lianlian(field = "dt_order")]
    placed: OrderTime,
    #[lianlian(field = "money_order")]
    total: Amount,
    #[lianlian(skip)]
    warehouse: u32,
    #[lianlian(field = "user_id")]
    customer: u64,
    #[lianlian(field = "name_goods")]
    title: Cow<'a, str>,
    busi_partner: codes::GoodsKind,
    #[lianlian(field = "notify_url")]
    hook: &'a str,
    pay_type: Option<aggregate::DirectPayType>,
    #[lianlian(field = "risk_item")]
    risk: Sensitive,
    #[lianlian(field = "shareing_data")]
    shares: Option<String>,
}

fn shop_order() -> ShopOrder<'static> {
    ShopOrder {
        id: "42".to_owned(),
        placed: time("20261122093000"),
        total: Amount::from_fen(5),
        warehouse: 3,
        customer: 17,
        title: "羽毛球".into(),
        busi_partner: codes::GoodsKind::PhysicalGoods,
        hook: "https://shop.example/",
        pay_type: Some(aggregate::DirectPayType::AlipayQr),
        risk: "{}".into(),
        shares: None,
    }
}

#[test]
fn a_shops_own_order_has_the_source_of_the_message_it_becomes() {
    let order = shop_order();
    let source = "busi_partner=109001&dt_order=20261122093000&money_order=0.05&name_goods=羽毛球&\
         no_order=42&notify_url=https://shop.example/&oid_partner=201304121000001004&pay_type=L&\
         risk_item={}&sign_type=RSA&user_id=17";
    assert_eq!(source_of(&order, &filling()), source);
    let body = body_of(&order, &filling(), "signature");
    assert_eq!(Message::parse(&body).unwrap().source(&[]), source);
    assert_eq!(order.warehouse, 3);
}

#[test]
fn a_shops_own_order_is_sent_and_answered() {
    let script = Script::default().answer(
        200,
        signed_by_gateway(r#"{"ret_code":"0000","no_order":"42","payLoad":"https://qr"}"#),
    );
    let bill = client(&script).send(&shop_order()).unwrap();
    assert_eq!(bill.pay_load.as_deref(), Some("https://qr"));
}

#[test]
fn a_shops_own_order_is_checked_like_any_other() {
    let mut order = shop_order();
    order.pay_type = None;
    order.shares = Some("no separators".to_owned());
    let error = client(&Script::default()).send(&order).unwrap_err().to_string();
    assert!(error.contains("pay_type: is required"), "{error}");
    assert!(error.contains("shareing_data: is not at most 3 entries"), "{error}");
}

/// What the shop's app sees of it has nothing to do with what the gateway sees.
#[derive(Serialize, Request)]
#[serde(rename_all = "camelCase")]
#[lianlian(operation = aggregate::Query)]
struct Lookup {
    #[serde(rename = "orderNumber", skip_serializing_if = "String::is_empty")]
    no_order: String,
    #[serde(skip)]
    user_id: Option<String>,
}

#[test]
fn serde_attributes_of_a_request_are_its_own_affair() {
    let lookup = Lookup { no_order: "42".to_owned(), user_id: Some("u".to_owned()) };
    let body = body_of(&lookup, &filling(), "signature");
    let message = Message::parse(&body).unwrap();
    assert_eq!(message.source(&[]), source_of(&lookup, &filling()));
    assert_eq!(
        message.source(&[]),
        "no_order=42&oid_partner=201304121000001004&sign_type=RSA&user_id=u",
    );
    assert_eq!(serde_json::to_string(&lookup).unwrap(), r#"{"orderNumber":"42"}"#);
}

#[derive(Debug, PartialEq, Code)]
enum State {
    #[lianlian(code = "SUCCESS")]
    Paid,
    #[lianlian(unknown)]
    Other(UnknownCode),
}

/// An enum that wants to know every code.
#[derive(Debug, PartialEq, Code)]
enum Strict {
    #[lianlian(code = "SUCCESS")]
    Paid,
}

#[derive(Debug, Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    #[lianlian(field = "result_pay")]
    state: Option<State>,
    memo: Unsigned<String>,
    #[lianlian(unknown)]
    rest: UnknownFields,
    #[lianlian(skip)]
    seen: bool,
}

#[derive(Debug, Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Paid {
    #[lianlian(field = "no_order")]
    id: String,
    #[lianlian(field = "money_order")]
    total: Amount,
}

#[test]
fn a_reply_is_read_into_a_struct_of_ones_own() {
    let body = r#"{"ret_code":"0000","result_pay":"SOON","memo":"m","more":7}"#;
    let script = Script::default().answer(200, signed_by_gateway(body));
    let query = aggregate::Query::builder().no_order("42").build().unwrap();
    let found = client(&script).send_into::<Found, _>(&query, &CallOptions::default()).unwrap();
    let state = found.state.as_ref().unwrap();
    assert_eq!(state.code(), "SOON");
    assert_ne!(*state, State::Paid);
    assert_eq!(found.memo.verified().map(String::as_str), Some("m"));
    assert_eq!(found.rest.get("more"), Some("7"));
    assert!(!found.seen);
}

#[test]
fn a_notification_is_read_into_a_struct_of_ones_own() {
    let body = signed_by_gateway(
        r#"{"oid_partner":"201304121000001004","no_order":"1","money_order":"0.05"}"#,
    );
    let receiver = receiver_of(gateway_key(), Scheme::Rsa);
    let paid = receiver.notification::<Paid>(body.as_bytes()).unwrap();
    assert_eq!((paid.id.as_str(), paid.total.fen()), ("1", 5));
}

#[test]
fn an_enum_without_a_variant_for_the_unknown_has_no_value_for_it() {
    assert_eq!(Strict::from_code("SUCCESS"), Some(Strict::Paid));
    assert_eq!(Strict::from_code("SOON"), None);
    assert_eq!(State::from_code("SOON").unwrap().code(), "SOON");
}
