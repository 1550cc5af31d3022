//! The state in a file: what was answered is there when the sandbox comes back.

use std::path::PathBuf;

use lianlian::{Client, FixedClock, GatewayKey, MerchantKey};
use lianlian_sandbox::{OrderState, RefundState, Sandbox, SandboxError};

use crate::refunds::refund;
use crate::support::{Given, LONG, Shop, fast, now, order, query, refusal};

/// A file of its own, gone when dropped.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let name = format!("lianlian-sandbox-{}-{name}.sqlite", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let mut name = self.0.clone().into_os_string();
            name.push(end);
            drop(std::fs::remove_file(name));
        }
    }
}

fn start(file: &File) -> Sandbox {
    fast().clock(FixedClock(now())).data(&file.0).start().unwrap()
}

#[test]
fn orders_keys_and_open_notifications_survive() {
    let file = File::new("survive");
    let (merchant_key, gateway_key);
    {
        let sandbox = start(&file);
        merchant_key = sandbox.merchant_key_pem().to_owned();
        gateway_key = sandbox.gateway_key_pem().to_owned();
        let client = sandbox.client().build().unwrap();
        // Nobody listens there, so the notification stays open.
        client.send(&order(&Given { no_order: "D1", ..Given::default() })).unwrap();
        client.send(&order(&Given { no_order: "D2", ..Given::default() })).unwrap();
        sandbox.pay("D1").unwrap();
    }
    let sandbox = start(&file);
    assert_eq!(sandbox.merchant_key_pem(), merchant_key);
    assert_eq!(sandbox.gateway_key_pem(), gateway_key);
    assert_eq!(sandbox.order("D1").unwrap().state, OrderState::Paid);
    assert_eq!(sandbox.order("D2").unwrap().state, OrderState::Unpaid);
    let client =
        Client::builder(sandbox.oid_partner(), MerchantKey::from_pem(&merchant_key).unwrap())
            .gateway_key(GatewayKey::from_pem(&gateway_key).unwrap())
            .base_url(sandbox.url())
            .clock(FixedClock(now()))
            .build()
            .unwrap();
    let again = order(&Given { no_order: "D1", ..Given::default() });
    assert_eq!(refusal(client.send(&again)), ("2007".to_owned(), false));
    assert_eq!(query(&client, "D2").oid_paybill, Some(sandbox.order("D2").unwrap().oid_paybill));
    // Numbers go on where they were.
    client.send(&order(&Given { no_order: "D3", ..Given::default() })).unwrap();
    let mut numbers: Vec<_> =
        ["D1", "D2", "D3"].map(|no| sandbox.order(no).unwrap().oid_paybill).into();
    numbers.dedup();
    assert_eq!(numbers.len(), 3);
}

#[test]
fn a_notification_that_was_open_is_delivered_by_the_next_sandbox() {
    let (file, shop) = (File::new("deliver"), Shop::open());
    {
        let sandbox = fast()
            .clock(FixedClock(now()))
            .data(&file.0)
            .notification_interval(std::time::Duration::from_secs(3600))
            .start()
            .unwrap();
        let client = sandbox.client().build().unwrap();
        sandbox.cause(lianlian_sandbox::Trouble::LateNotifications(3600));
        client.send(&order(&Given { notify_url: &shop.url, ..Given::default() })).unwrap();
        sandbox.pay(Given::default().no_order).unwrap();
    }
    let sandbox = start(&file);
    shop.next();
    assert!(sandbox.wait_for_acknowledgement(Given::default().no_order, LONG));
}

#[test]
fn a_refund_that_was_under_way_is_done_and_told_by_the_next_sandbox() {
    let (file, shop) = (File::new("refund"), Shop::open());
    let no_order = Given::default().no_order;
    let (mut numbers, asked) = (Vec::new(), refund("R1", no_order, 10_000, &shop.url));
    {
        let sandbox = start(&file);
        let client = sandbox.client().build().unwrap();
        client.send(&order(&Given::default())).unwrap();
        sandbox.pay(no_order).unwrap();
        numbers.push(client.send(&asked).unwrap().oid_refundno.clone());
    }
    let sandbox = start(&file);
    let client = sandbox.client().build().unwrap();
    numbers.push(client.send(&asked).unwrap().oid_refundno.clone());
    assert_eq!(numbers[0], numbers[1]);
    assert_eq!(sandbox.order(no_order).unwrap().refunded, lianlian::Amount::from_fen(10_000));
    sandbox.advance(std::time::Duration::from_secs(30)).unwrap();
    shop.next();
    assert_eq!(sandbox.refunds()[0].state, RefundState::Done);
}

#[test]
fn a_clock_that_was_pushed_forward_does_not_fall_back() {
    let file = File::new("clock");
    start(&file).advance(std::time::Duration::from_secs(86_400)).unwrap();
    assert_eq!(start(&file).now().to_string(), "20261123093000");
}

#[test]
fn a_file_of_other_merchants_is_not_taken() {
    let file = File::new("others");
    start(&file).client().build().unwrap().send(&order(&Given::default())).unwrap();
    let other = fast().merchant("209901010000000026").data(&file.0).start();
    let error = other.unwrap_err();
    assert!(matches!(error, SandboxError::Store(_)));
    assert!(error.to_string().contains("209901010000000018"), "{error}");
    std::fs::write(&file.0, "no database").unwrap();
    assert!(matches!(fast().data(&file.0).start(), Err(SandboxError::Store(_))));
}

#[test]
fn what_could_not_be_written_is_unknown_and_written_with_the_next() {
    let file = File::new("locked");
    {
        let sandbox = start(&file);
        let client = sandbox.client().build().unwrap();
        let other = rusqlite::Connection::open(&file.0).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let outcome = client.send(&order(&Given { no_order: "W1", ..Given::default() }));
        assert_eq!(refusal(outcome), ("9999".to_owned(), false), "it may be there or not");
        other.execute_batch("ROLLBACK").unwrap();
        client.send(&order(&Given { no_order: "W2", ..Given::default() })).unwrap();
    }
    let sandbox = start(&file);
    assert!(sandbox.order("W1").is_some() && sandbox.order("W2").is_some());
}
