//! What an account may do, from where, and up to how much.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use lianlian::{Amount, Client, GATEWAY};
use lianlian_sandbox::{Account, Sandbox, SandboxError};

use crate::support::{
    Given, LONG, fast, now, order, page_order, path, raw_order, refusal, signed, submit,
};

const SECOND: &str = "209901010000000026";

fn with(second: Account) -> (Sandbox, Client) {
    let clock = lianlian::FixedClock(now());
    let sandbox = fast().clock(clock).account(second).start().unwrap();
    let client = sandbox.client_of(SECOND).unwrap().build().unwrap();
    (sandbox, client)
}

fn numbered(no_order: &str, fen: u64) -> lianlian::aggregate::DirectPay {
    order(&Given { no_order, fen, ..Given::default() })
}

/// Posts a body with headers of one's own, as `curl -H` does; gives the status and what follows the head.
fn post_with(sandbox: &Sandbox, id: &str, headers: &str, body: &[u8]) -> (u16, String) {
    let host = sandbox.url().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let (path, length) = (path(id), body.len());
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\
         {headers}\r\n"
    )
    .unwrap();
    stream.write_all(body).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

#[test]
fn merchants_have_keys_and_orders_of_their_own() {
    let (sandbox, second) = with(Account::new(SECOND));
    let first = sandbox.client().build().unwrap();
    first.send(&numbered("A1", 100)).unwrap();
    second.send(&numbered("A1", 250)).unwrap();
    let amounts: Vec<_> = sandbox.orders().iter().map(|view| view.money.fen()).collect();
    assert_eq!(amounts, [100, 250]);
    let query = lianlian::aggregate::Query::builder().no_order("A1").build().unwrap();
    assert_eq!(second.send(&query).unwrap().money_order.unwrap().fen(), 250);

    // The key of one does not sign for the other.
    let wrong = Client::builder(
        SECOND,
        lianlian::MerchantKey::from_pem(sandbox.merchant_key_pem()).unwrap(),
    )
    .gateway_key(lianlian::GatewayKey::from_pem(sandbox.gateway_key_pem()).unwrap())
    .base_url(sandbox.url())
    .clock(lianlian::FixedClock(now()))
    .build()
    .unwrap();
    assert_eq!(refusal(wrong.send(&numbered("A2", 100))), ("1001".to_owned(), true));
}

#[test]
fn a_product_that_is_not_opened_is_refused() {
    let (_sandbox, client) = with(Account::new(SECOND).products(["easypay"]));
    assert_eq!(refusal(client.send(&numbered("A1", 100))), ("3010".to_owned(), true));
}

#[test]
fn a_call_from_an_address_that_is_not_registered_is_refused() {
    let account = Account::new(SECOND).addresses(["203.0.113.9".parse().unwrap()]);
    let (sandbox, client) = with(account);
    assert_eq!(refusal(client.send(&numbered("A1", 100))), ("1008".to_owned(), true));
    // The same call from the registered address; the first merchant may call from everywhere.
    let body = signed(&sandbox, &raw_order(&sandbox));
    for source in ["", "X-Sandbox-Source: 198.51.100.1\r\n"] {
        let (status, reply) = post_with(&sandbox, "aggregate.direct_pay", source, &body);
        assert!(status == 200 && reply.contains(r#""ret_code":"0000""#), "{reply}");
    }
    let (status, why) =
        post_with(&sandbox, "aggregate.direct_pay", "X-Sandbox-Source: here\r\n", &body);
    assert!(status == 400 && why.contains("`here` is no IP address"), "{why}");
}

#[test]
fn a_page_opens_from_registered_domains_only() {
    let (sandbox, client) = with(Account::new(SECOND).domains(["shop.example"]));
    let form = client.form(&page_order("http://127.0.0.1:9/", None)).unwrap();
    let (status, page) = submit(form.action(), form.pairs());
    assert!(status == 400 && page.contains("9901"), "{page}");

    let body: String =
        form_urlencoded::Serializer::new(String::new()).extend_pairs(form.pairs()).finish();
    let from = |page: &str| {
        let headers =
            format!("Content-Type: application/x-www-form-urlencoded\r\nReferer: {page}\r\n");
        post_with(&sandbox, "aggregate.web_redirect", &headers, body.as_bytes()).0
    };
    assert_eq!(from("https://evil.example/shop.example"), 400);
    // On to the page of the order.
    assert_eq!(from("https://www.shop.example/cart?x=1"), 303);
}

#[test]
fn until_it_is_live_an_account_is_limited_for_each_customer_and_product() {
    let (sandbox, client) = with(Account::new(SECOND).live(false));
    let limit = |outcome| refusal::<()>(outcome);
    assert_eq!(limit(client.send(&numbered("A1", 5_001)).map(drop)), ("1019".to_owned(), true));

    client.send(&numbered("A1", 3_000)).unwrap();
    client.send(&numbered("A2", 3_000)).unwrap();
    sandbox.pay("A1").unwrap();
    // Open orders are not counted, payments are: the second of them is over the day's limit.
    assert!(matches!(sandbox.pay("A2"), Err(SandboxError::OverLimit { code: "1014", .. })));
    assert_eq!(limit(client.send(&numbered("A3", 2_001)).map(drop)), ("1014".to_owned(), true));
    client.send(&numbered("A3", 2_000)).unwrap();
    // What is paid is said to be paid, and not to be over a limit.
    assert_eq!(limit(client.send(&numbered("A1", 3_000)).map(drop)), ("2007".to_owned(), false));

    sandbox.go_live(SECOND).unwrap();
    client.send(&numbered("A4", 500_000)).unwrap();
    sandbox.pay("A2").unwrap();
    sandbox.pay("A4").unwrap();
    assert!(!sandbox.wait_for_acknowledgement("A5", LONG));
}

#[test]
fn a_months_limit_holds_from_day_to_day() {
    let second = Account::new(SECOND).live(false);
    let sandbox = fast().clock(lianlian::FixedClock(now())).account(second).start().unwrap();
    let client = sandbox.client_of(SECOND).unwrap().build().unwrap();
    client.send(&numbered("A1", 3_000)).unwrap();
    sandbox.pay("A1").unwrap();
    sandbox.advance(std::time::Duration::from_secs(24 * 60 * 60)).unwrap();
    assert_eq!(refusal(client.send(&numbered("A2", 2_001))), ("1016".to_owned(), true));
    // The first of the next month, with a date of its own.
    sandbox.advance(std::time::Duration::from_secs(8 * 24 * 60 * 60)).unwrap();
    let next = Given { no_order: "A3", fen: 50_00, dt_order: "20261201093000", ..Given::default() };
    client.send(&order(&next)).unwrap();
    sandbox.pay("A3").unwrap();
}

#[test]
fn settings_that_make_no_sense_are_refused_at_the_start() {
    let twice = fast().account(Account::new(SECOND)).account(Account::new(SECOND));
    assert!(matches!(twice.start(), Err(SandboxError::TwoAccounts(_))));
    let unknown = fast().first_account(Account::new(SECOND).products(["bitcoin"])).start();
    assert!(matches!(unknown, Err(SandboxError::Product(_))));
    assert!(matches!(fast().account(Account::new("12")).start(), Err(SandboxError::Merchant(_))));
}

#[test]
fn a_merchant_of_whom_the_gateway_has_the_public_key_is_served_but_not_played() {
    let own = lianlian::MerchantKey::generate(1024).unwrap();
    let account = Account::new(SECOND).public_key(own.public_key());
    let sandbox = fast().account(account).start().unwrap();
    assert!(matches!(sandbox.client_of(SECOND), Err(SandboxError::NoPrivateKey(_))));
    let client = Client::builder(SECOND, own)
        .gateway_key(lianlian::GatewayKey::from_pem(sandbox.gateway_key_pem()).unwrap())
        .base_url(sandbox.url())
        .build()
        .unwrap();
    let today = sandbox.now().to_string();
    client.send(&order(&Given { dt_order: &today, ..Given::default() })).unwrap();
    assert_eq!(sandbox.orders()[0].money, Amount::from_fen(21_097));
    assert_eq!(GATEWAY.order.identity.len(), 4);
}
