//! An order from placing to the query that says paid.

use lianlian::aggregate::{AsyncNotification, DirectPayType, Query};
use lianlian::{Amount, SendError, codes};
use lianlian_sandbox::{Direction, OrderState, Sandbox, Verdict};

use crate::support::{Given, LONG, Shop, client, now, order, query, sandbox};

#[test]
fn an_order_is_placed_paid_notified_and_found_paid() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let given = Given { notify_url: &shop.url, ..Given::default() };

    let bill = client.send(&order(&given)).unwrap();
    assert_eq!(bill.no_order.as_deref(), Some(given.no_order));
    assert_eq!(bill.money_order, Some(Amount::from_fen(given.fen)));
    let paybill = bill.oid_paybill.clone().unwrap();
    assert!(paybill.len() <= 18 && paybill.bytes().all(|byte| byte.is_ascii_digit()));
    assert!(bill.pay_load.as_deref().unwrap().starts_with(sandbox.url()));

    let unpaid = query(&client, given.no_order);
    assert_eq!(unpaid.result_pay, None);
    assert_eq!(sandbox.order(given.no_order).unwrap().state, OrderState::Unpaid);

    sandbox.pay(given.no_order).unwrap();
    assert!(sandbox.wait_for_acknowledgement(given.no_order, LONG));
    let notified = shop.next();
    let told = client.receiver().notification::<AsyncNotification>(&notified.body).unwrap();
    assert_eq!(told.oid_paybill, paybill);
    assert_eq!(told.money_order, Amount::from_fen(given.fen));
    assert_eq!(told.result_pay, codes::PaymentResult::Success);
    assert_eq!(told.pay_type, codes::PaymentMethod::Alipay);
    assert_eq!(told.settle_date, Some(now().date()));
    assert_eq!(told.info_order.as_deref(), Some("a & b = c"));

    let paid = query(&client, given.no_order);
    assert_eq!(paid.result_pay, Some(codes::PaymentResult::Success));
    assert_eq!(paid.oid_paybill.as_deref(), Some(&*paybill));
    assert_eq!(paid.money_order, Some(Amount::from_fen(given.fen)));
    assert_eq!(paid.settle_date, Some(now().date()));
    assert_eq!(paid.pay_type, Some(codes::PaymentMethod::Alipay));
}

#[test]
fn the_same_order_again_is_the_same_order() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let first = client.send(&order(&Given::default())).unwrap();
    let again = client.send(&order(&Given::default())).unwrap();
    assert_eq!(first.oid_paybill, again.oid_paybill);
    assert_eq!(first.pay_load, again.pay_load);
}

#[test]
fn a_paid_order_sent_again_is_refused_as_paid_which_the_client_does_not_take_for_not_executed() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    client.send(&order(&Given::default())).unwrap();
    sandbox.pay(Given::default().no_order).unwrap();
    let error = client.send(&order(&Given::default())).unwrap_err();
    assert!(matches!(error, SendError::Unknown(_)), "{error}");
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.code, "2007");
    assert_eq!(refusal.message, "交易已支付成功");
}

#[test]
fn an_order_number_with_another_amount_or_time_is_a_duplicate() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    client.send(&order(&Given::default())).unwrap();
    for given in [
        Given { fen: 1, ..Given::default() },
        Given { dt_order: "20261122093001", ..Given::default() },
    ] {
        let error = client.send(&order(&given)).unwrap_err();
        assert!(error.is_unknown());
        let label = error.refusal().unwrap().reading.unwrap().label;
        assert_eq!(label, "order_number_already_used");
    }
    let kept = sandbox.order(Given::default().no_order).unwrap();
    assert_eq!(kept.money, Amount::from_fen(Given::default().fen));
}

#[test]
fn payment_inside_wechat_gets_data_for_the_sdk_and_counts_as_wechat() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let given = Given {
        pay_type: DirectPayType::WechatOfficialAccount,
        notify_url: &shop.url,
        ..Given::default()
    };
    let bill = client.send(&order(&given)).unwrap();
    let data: serde_json::Value = serde_json::from_str(bill.pay_load.as_deref().unwrap()).unwrap();
    assert_eq!(data["appId"], "wx0000000000000000");
    sandbox.pay(given.no_order).unwrap();
    let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!(told.pay_type, codes::PaymentMethod::Wechat);
}

#[test]
fn a_query_finds_by_either_number_and_tells_what_does_not_fit() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let bill = client.send(&order(&Given::default())).unwrap();
    let paybill = bill.oid_paybill.clone().unwrap();
    let other = Given { no_order: "20261122000002", ..Given::default() };
    client.send(&order(&other)).unwrap();

    let by_paybill = Query::builder().oid_paybill(&paybill).build().unwrap();
    let found = client.send(&by_paybill).unwrap();
    assert_eq!(found.no_order.as_deref(), Some(Given::default().no_order));

    let label = |query: lianlian::aggregate::QueryBuilder| {
        let error = client.send(&query.build().unwrap()).unwrap_err();
        error.refusal().unwrap().reading.unwrap().label
    };
    assert_eq!(label(Query::builder().no_order("nobody")), "no_record");
    let other_day =
        Query::builder().no_order(other.no_order).dt_order("20261121093000".parse().unwrap());
    assert_eq!(label(other_day), "no_record");
    let two_orders = Query::builder().no_order(other.no_order).oid_paybill(&paybill);
    assert_eq!(label(two_orders), "numbers_do_not_match");
}

#[test]
fn two_sandboxes_know_nothing_of_each_other() {
    let (one, two) = (sandbox(), sandbox());
    assert_ne!(one.url(), two.url());
    client(&one).send(&order(&Given::default())).unwrap();
    one.pay(Given::default().no_order).unwrap();
    assert!(two.order(Given::default().no_order).is_none());
    assert!(two.pay(Given::default().no_order).is_err());
    // Neither believes the other's merchant.
    let mixed = one.client().base_url(two.url()).build().unwrap();
    let error = mixed.send(&order(&Given::default())).unwrap_err();
    assert!(error.is_unknown(), "{error}");
}

#[test]
fn the_journal_shows_each_message_in_turn_and_no_sensitive_value() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let given = Given {
        pay_type: DirectPayType::WechatOfficialAccount,
        notify_url: &shop.url,
        ..Given::default()
    };
    client.send(&order(&given)).unwrap();
    sandbox.pay(given.no_order).unwrap();
    assert!(sandbox.wait_for_acknowledgement(given.no_order, LONG));

    let exchanges = sandbox.exchanges();
    let turns: Vec<_> =
        exchanges.iter().map(|exchange| (exchange.direction, exchange.operation)).collect();
    assert_eq!(
        turns,
        [
            (Direction::Received, "aggregate.direct_pay"),
            (Direction::Sent, "aggregate.direct_pay"),
            (Direction::Sent, "aggregate.async_notification"),
        ]
    );
    assert_eq!(exchanges[0].verdict, Verdict::Accepted);
    assert_eq!(exchanges[2].verdict.to_string(), "acknowledged");
    let request = &exchanges[0].source;
    assert!(request.contains("&no_order=20261122000001&"), "{request}");
    assert!(request.contains("&openid=***&"), "{request}");
    assert!(request.contains("&risk_item=***&"), "{request}");
    assert!(!exchanges[0].signature.is_empty());
    let shown = format!("{exchanges:?}{sandbox:?}");
    for secret in ["o00000000", "frms_ware_category", "prepay_id", "PRIVATE"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn a_merchant_of_another_number_can_be_had() {
    let sandbox = Sandbox::builder().key_bits(1024).merchant("201304121000001004").start().unwrap();
    assert_eq!(sandbox.oid_partner(), "201304121000001004");
    assert!(Sandbox::builder().merchant("shop").start().is_err());
}
