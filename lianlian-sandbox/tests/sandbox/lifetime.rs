//! How long an order can be paid.

use lianlian_sandbox::{OrderState, SandboxError};

use crate::support::{
    Given, Hands, Shop, client, get, now, order, page_order, sandbox_at as sandbox, submit,
};

#[test]
fn an_order_lives_as_long_as_the_gateway_says() {
    let hands = Hands::new();
    let sandbox = sandbox(&hands);
    let client = client(&sandbox);
    let given = Given::default();
    let bill = client.send(&order(&given)).unwrap();
    hands.advance(lianlian::GATEWAY.order.validity_minutes - 1);
    let still = sandbox.client().clock(lianlian::FixedClock(now())).build().unwrap();
    still.send(&order(&given)).unwrap();
    hands.advance(1);
    assert_eq!(sandbox.order(given.no_order).unwrap().state, OrderState::Expired);
    assert!(matches!(sandbox.pay(given.no_order), Err(SandboxError::Expired { .. })));
    // A client of today would not send an order of a week ago: one whose clock stands still does.
    let late = sandbox.client().clock(lianlian::FixedClock(now())).build().unwrap();
    let error = late.send(&order(&given)).unwrap_err();
    assert_eq!(error.refusal().unwrap().reading.unwrap().label, "order_expired");
    assert!(get(bill.pay_load.as_deref().unwrap()).1.contains("Expired"));
}

#[test]
fn an_order_that_states_its_minutes_lives_that_long() {
    let (hands, shop) = (Hands::new(), Shop::open());
    let sandbox = sandbox(&hands);
    let form = client(&sandbox).form(&page_order(&shop.url, None)).unwrap();
    assert_eq!(submit(form.action(), form.pairs()).0, 200);
    hands.advance(29);
    assert_eq!(sandbox.order("20261122000003").unwrap().state, OrderState::Unpaid);
    hands.advance(1);
    assert_eq!(sandbox.order("20261122000003").unwrap().state, OrderState::Expired);
}

#[test]
fn a_paid_order_does_not_expire() {
    let hands = Hands::new();
    let sandbox = sandbox(&hands);
    client(&sandbox).send(&order(&Given::default())).unwrap();
    sandbox.pay(Given::default().no_order).unwrap();
    hands.advance(1_000_000);
    let state = sandbox.order(Given::default().no_order).unwrap().state;
    assert_eq!(state, OrderState::Paid);
}
