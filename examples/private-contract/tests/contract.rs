//! What the overlay says holds in the bindings: on the wire, under the signature, in answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use lianlian::{
    Amount, Client, FixedClock, GatewayKey, MerchantKey, NotExecuted, Operation as _, OrderTime,
    RsaSigner, Scheme, Unknown,
};
use private_contract::codes::StoreKind;
use private_contract::{
    AbandonedBasket, Closing, OPERATIONS, StandIn, Store, aggregate, close, order,
};
use serde_json::Value;

const MERCHANT_KEY: &str = include_str!("../../../tests/keys/merchant_2048.pkcs8.pem");
const MERCHANT_PUBLIC: &str = include_str!("../../../tests/keys/merchant_2048.public.pem");
const GATEWAY_KEY: &str = include_str!("../../../tests/keys/merchant_1024.pkcs8.pem");
const GATEWAY_PUBLIC: &str = include_str!("../../../tests/keys/merchant_1024.public.pem");

const CLOSED: &str = r#"{"ret_code":"0000","ret_msg":"ok","oid_partner":"201304121000001004",
    "no_order":"20261122000003","dt_close":"20261122094501","sign_type":"RSA"}"#;

/// A gateway whose answers are signed with this key.
fn gateway_with(key: &str) -> StandIn {
    StandIn::new(RsaSigner::new(MerchantKey::from_pem(key).unwrap(), Scheme::Rsa).unwrap())
}

fn gateway() -> StandIn {
    gateway_with(GATEWAY_KEY)
}

fn client(gateway: &StandIn) -> Client {
    Client::builder("201304121000001004", MerchantKey::from_pem(MERCHANT_KEY).unwrap())
        .gateway_key(GatewayKey::from_pem(GATEWAY_PUBLIC).unwrap())
        .clock(FixedClock("20261122093005".parse().unwrap()))
        .transport(gateway.clone())
        .build()
        .unwrap()
}

fn placed() -> OrderTime {
    "20261122093000".parse().unwrap()
}

fn bought(no_order: &str) -> Result<aggregate::DirectPay, String> {
    let store = Store { number: "1024".to_owned(), kind: StoreKind::Franchise };
    order(no_order, placed(), Amount::from_fen(8_800), store).map_err(|error| error.to_string())
}

fn basket() -> AbandonedBasket {
    let number = "20261122000003".to_owned();
    AbandonedBasket { number, placed: placed(), reason: Some("basket left".to_owned()), items: 3 }
}

/// Runs `openssl` on `input`. Its absence fails the test: a judge that did not come has not agreed.
fn openssl(arguments: &[&str], input: &str) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the `openssl` command judges signatures; install it (apt-get install openssl)");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "openssl {arguments:?}: {output:?}");
    output.stdout
}

/// Has OpenSSL verify that the merchant signed exactly this text. `name` keeps tests apart.
fn assert_signed(name: &str, source: &str, message: &Value) {
    let path =
        |what: &str| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.{what}"));
    let (key, signature) = (path("pem"), path("signature"));
    fs::write(&key, MERCHANT_PUBLIC).unwrap();
    let decoded = openssl(&["base64", "-d", "-A"], message["sign"].as_str().unwrap());
    fs::write(&signature, decoded).unwrap();
    let (key, signature) = (key.to_str().unwrap(), signature.to_str().unwrap());
    openssl(&["dgst", "-md5", "-verify", key, "-signature", signature], source);
}

#[test]
fn a_field_of_the_overlay_is_in_the_struct_on_the_wire_and_in_the_signature() {
    let gateway = gateway();
    gateway.answer(r#"{"ret_code":"0000","oid_partner":"201304121000001004"}"#).unwrap();
    let order = bought("20261122000003").unwrap();
    assert_eq!(order.store_no.as_deref(), Some("1024"));
    assert_eq!(order.store_kind, Some(StoreKind::Franchise));
    client(&gateway).send(&order).unwrap();
    let sent = &gateway.sent()[0];
    let message: Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!((&message["store_no"], &message["store_kind"]), (&"1024".into(), &"02".into()));
    let risk = message["risk_item"].as_str().unwrap();
    let source = format!(
        "busi_partner=109001&dt_order=20261122093000&money_order=88.00&name_goods=Badminton set&\
         no_order=20261122000003&notify_url=https://shop.example/lianlian/notify&\
         oid_partner=201304121000001004&pay_type=L&risk_item={risk}&sign_type=RSA&store_kind=02&\
         store_no=1024&user_id=shopper-17"
    );
    assert_signed("overlaid-field", &source, &message);
}

#[test]
fn a_length_that_the_overlay_shortens_is_enforced_everywhere() {
    bought("20-characters-------").unwrap();
    let error = bought("21-characters--------").unwrap_err();
    assert!(error.contains("no_order: has 21 characters, at most 20 are allowed"), "{error}");
    let number = "21-characters--------".to_owned();
    let Closing::NotClosed(why) =
        close(&client(&gateway()), &AbandonedBasket { number, ..basket() })
    else {
        panic!("a basket with a number that is too long was sent")
    };
    assert!(why.to_string().contains("at most 20 are allowed"), "{why}");
}

#[test]
fn a_length_that_the_overlay_lengthens_in_one_operation_stays_in_the_others() {
    let longest = |meta: &lianlian::meta::OperationMeta| {
        meta.request.iter().find(|field| field.name == "notify_url").unwrap().max_len
    };
    assert_eq!(longest(aggregate::DirectPay::META), Some(255));
    assert_eq!(longest(aggregate::WebRedirect::META), Some(128));
}

#[test]
fn a_rule_of_the_overlay_is_checked() {
    let mut order = bought("20261122000003").unwrap();
    order.store_kind = None;
    let gateway = gateway();
    let error = client(&gateway).send(&order).unwrap_err().to_string();
    assert!(error.contains("store_no") && error.contains("store_kind"), "{error}");
    assert!(gateway.sent().is_empty());
}

#[test]
fn the_added_operation_is_posted_to_the_overridden_host_and_its_signed_answer_is_read() {
    let gateway = gateway();
    gateway.answer(CLOSED).unwrap();
    let closing = close(&client(&gateway), &basket());
    let Closing::Closed { since: Some(since) } = closing else { panic!("{closing:?}") };
    assert_eq!(since.to_string(), "20261122094501");
    let sent = &gateway.sent()[0];
    assert_eq!(sent.url, "https://wallet-test.shop.example/llwalletapi/closeorder.htm");
    let message: Value = serde_json::from_slice(&sent.body).unwrap();
    let source = "close_reason=basket left&dt_order=20261122093000&no_order=20261122000003&\
                  oid_partner=201304121000001004&sign_type=RSA";
    assert_signed("added-operation", source, &message);
    assert_eq!(message.as_object().unwrap().len(), 6, "the signed fields and sign: {message}");
}

#[test]
fn an_answer_that_the_gateway_did_not_sign_closes_nothing() {
    let somebody = gateway_with(MERCHANT_KEY);
    somebody.answer(CLOSED).unwrap();
    let closing = close(&client(&somebody), &basket());
    assert!(matches!(closing, Closing::Unclear(Unknown::NotVerified { .. })), "{closing:?}");
}

#[test]
fn silence_leaves_open_whether_the_order_is_closed() {
    let gateway = gateway();
    gateway.stay_silent();
    let closing = close(&client(&gateway), &basket());
    assert!(matches!(closing, Closing::Unclear(Unknown::Transport(_))), "{closing:?}");
    let query = &gateway.sent()[1];
    assert!(query.url.ends_with("/orderquery.htm"), "the order was asked for: {}", query.url);
}

#[test]
fn a_return_code_of_the_overlay_decides_that_nothing_was_executed() {
    let refused = r#"{"ret_code":"2901","oid_partner":"201304121000001004","sign_type":"RSA"}"#;
    let gateway = gateway();
    gateway.answer(refused).unwrap();
    let closing = close(&client(&gateway), &basket());
    assert!(matches!(closing, Closing::NotClosed(NotExecuted::Refused(_))), "{closing:?}");
    let paid = r#"{"ret_code":"0000","result_pay":"SUCCESS","no_order":"20261122000003"}"#;
    gateway.answer(refused).unwrap();
    gateway.answer(paid).unwrap();
    let closing = close(&client(&gateway), &basket());
    assert!(matches!(closing, Closing::Paid), "{closing:?}");
}

#[test]
fn the_operations_of_the_spec_are_there_beside_the_added_one() {
    let ids: Vec<&str> = OPERATIONS.iter().map(|meta| meta.id).collect();
    assert!(ids.contains(&"aggregate.close_order"));
    assert!(ids.contains(&"refund.apply"));
}

#[test]
fn the_program_runs_by_itself() {
    let output = Command::new(env!("CARGO_BIN_EXE_private-contract")).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let shown = String::from_utf8(output.stdout).unwrap();
    for line in
        ["closed at 20261122094501 (UTC+8): 3 items", "paid after all", "unknown, so 3 items"]
    {
        assert!(shown.contains(line), "{line} is not in\n{shown}");
    }
}
