//! The control interface for other languages.

use serde_json::Value;

use crate::support::{Given, LONG, Shop, client, get, order, post, sandbox};

#[test]
fn an_order_is_paid_and_watched_over_http() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    // A number that is only safe when encoded.
    let given = Given { no_order: "a/b ü", notify_url: &shop.url, ..Given::default() };
    client(&sandbox).send(&order(&given)).unwrap();
    let url = format!("{}/sandbox/orders/a%2Fb%20%C3%BC", sandbox.url());

    let (status, body) = get(&url);
    let state: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(status, 200);
    assert_eq!(state["state"], "unpaid");
    assert_eq!(state["money_order"], "210.97");

    let (status, content_type, body) = post(&format!("{url}/pay"), "application/json", b"");
    assert_eq!((status, &*content_type), (200, "application/json"));
    let state: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(state["state"], "paid");

    assert!(sandbox.wait_for_acknowledgement(given.no_order, LONG));
    let state: Value = serde_json::from_str(&get(&url).1).unwrap();
    assert_eq!(state["notifications"][0]["acknowledged"], true);
    assert_eq!(post(&format!("{url}/pay"), "application/json", b"").0, 409);
}

#[test]
fn an_order_that_nobody_placed_is_not_found() {
    let sandbox = sandbox();
    let url = format!("{}/sandbox/orders/nobody", sandbox.url());
    assert_eq!(get(&url).0, 404);
    let (status, _, body) = post(&format!("{url}/pay"), "application/json", b"");
    assert_eq!(status, 404);
    assert!(body.contains("place it first"), "{body}");
}
