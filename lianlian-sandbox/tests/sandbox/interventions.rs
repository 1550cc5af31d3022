//! What the owner of a sandbox does to an order: over HTTP and from the test itself.

use lianlian_sandbox::{OrderState, SandboxError};
use serde_json::Value;

use crate::support::{Given, LONG, Shop, ask, client, order, post, sandbox};

const NO_ORDER: &str = "20261122000001";

#[test]
fn an_order_that_failed_or_expired_cannot_be_paid() {
    let sandbox = sandbox();
    for (no_order, what) in [("1", "fail"), ("2", "expire")] {
        client(&sandbox).send(&order(&Given { no_order, ..Given::default() })).unwrap();
        let url = format!("{}/sandbox/orders/{no_order}", sandbox.url());
        let (status, _, body) = post(&format!("{url}/{what}"), "application/json", b"");
        let state: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(status, 200, "{body}");
        assert_eq!(state["state"], if what == "fail" { "failed" } else { "expired" });
        assert_eq!(post(&format!("{url}/pay"), "application/json", b"").0, 409);
    }
}

#[test]
fn what_does_not_fit_is_refused_with_the_reason() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let given = Given { notify_url: &shop.url, ..Given::default() };
    client(&sandbox).send(&order(&given)).unwrap();
    let why = sandbox.resend(NO_ORDER).unwrap_err().to_string();
    assert!(why.contains("no notification"), "{why}");
    sandbox.pay(NO_ORDER).unwrap();
    for refused in [sandbox.fail(NO_ORDER), sandbox.expire(NO_ORDER), sandbox.cancel(NO_ORDER)] {
        assert!(matches!(refused, Err(SandboxError::NotDone { .. })), "{refused:?}");
    }
    assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Paid);
    assert!(matches!(sandbox.fail("nobody"), Err(SandboxError::NoSuchOrder { .. })));
}

#[test]
fn a_notification_is_sent_again_after_it_was_acknowledged() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let given = Given { notify_url: &shop.url, ..Given::default() };
    client(&sandbox).send(&order(&given)).unwrap();
    sandbox.pay(NO_ORDER).unwrap();
    let first = shop.next().body;
    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    sandbox.resend(NO_ORDER).unwrap();
    assert_eq!(shop.next().body, first, "the same facts under the same signature");
    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
}

#[test]
fn a_request_of_another_sites_page_is_refused() {
    let sandbox = sandbox();
    client(&sandbox).send(&order(&Given::default())).unwrap();
    let pay = format!("{}/sandbox/orders/{NO_ORDER}/pay", sandbox.url());
    let length = "Content-Length: 0\r\n";
    for head in ["Origin: https://evil.example\r\n", "Origin: null\r\n", "Host: evil.example\r\n"] {
        assert_eq!(ask("POST", &pay, &format!("{head}{length}"), "").status, 403, "{head}");
    }
    assert_eq!(
        ask("GET", &format!("{}/", sandbox.url()), "Host: evil.example\r\n", "").status,
        403
    );
    assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Unpaid);
    let own = format!("Origin: {}\r\n{length}", sandbox.url());
    assert_eq!(ask("POST", &pay, &own, "").status, 200);
}

#[test]
fn every_page_says_what_it_may_load_and_is_never_cached() {
    let sandbox = sandbox();
    client(&sandbox).send(&order(&Given::default())).unwrap();
    let paybill = sandbox.order(NO_ORDER).unwrap().oid_paybill;
    for path in [
        "/".to_owned(),
        format!("/sandbox/pay/{paybill}"),
        "/sandbox/pay/1".to_owned(),
        format!("/sandbox/dashboard/orders/{paybill}"),
        "/sandbox/dashboard/controls".to_owned(),
        "/sandbox/test-data".to_owned(),
    ] {
        let answer = ask("GET", &format!("{}{path}", sandbox.url()), "", "");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("cache-control").as_deref(), Some("no-store"), "{path}");
        assert!(!answer.body.contains("style=") && !answer.body.contains("onclick"), "{path}");
    }
}
