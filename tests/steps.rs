//! Replies that ask for a next step: what the gateway waits for is a variant to match, and the operation
//! that follows starts with what is known.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use lianlian::codes::{
    CardPayType, Currency, DocumentType, EasypayPayType, GoodsKind, MpayPayType, PayeeKind,
};
use lianlian::{
    Amount, Code as _, SendError, Unknown, card_bind, easypay, exchange, instant, mpay,
};
use serde_json::json;
use support::{MERCHANT, Script, client, risk, signed_by_gateway, time};

/// The gateway's signed answer with these members.
fn answer(mut members: serde_json::Value) -> Script {
    members["sign_type"] = "RSA".into();
    members["oid_partner"] = MERCHANT.into();
    Script::default().answer(200, signed_by_gateway(&members.to_string()))
}

fn sent(script: &Script, at: usize) -> serde_json::Value {
    serde_json::from_slice(&script.sent()[at].body).unwrap()
}

fn easypay_order() -> easypay::Apply {
    easypay::Apply::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order("20261122000001")
        .dt_order(time("20261122093000"))
        .money_order(Amount::from_fen(21_097))
        .name_goods("羽毛球")
        .notify_url("https://shop.example/lianlian/notify")
        .risk_item(risk())
        .pay_type(EasypayPayType::Regular)
        .acct_name("张三")
        .no_agree("2026112212345678")
        .build()
        .unwrap()
}

fn mpay_order() -> mpay::PayApply {
    mpay::PayApply::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order("20261122000001")
        .dt_order(time("20261122093000"))
        .money_order(Amount::from_fen(21_097))
        .name_goods("羽毛球")
        .notify_url("https://shop.example/lianlian/notify")
        .risk_item(risk())
        .pay_type(MpayPayType::QuickDebit)
        .acct_name("张三")
        .no_agree("2026112212345678")
        .build()
        .unwrap()
}

fn payout() -> instant::Apply {
    instant::Apply::builder()
        .flag_card(PayeeKind::Person)
        .money_order(Amount::from_fen(100))
        .no_order("20261122000009")
        .dt_order(time("20261122093000"))
        .card_no("6222000000000000000")
        .acct_name("张三")
        .info_order("wages")
        .memo("工资")
        .notify_url("https://shop.example/lianlian/payout")
        .build()
        .unwrap()
}

#[test]
fn a_token_asks_for_the_sms_code_and_the_verification_knows_the_rest() {
    let order = easypay_order();
    let script = answer(json!({"ret_code": "0000", "no_order": order.no_order, "token": "T0KEN"}));
    let reply = client(&script).send(&order).unwrap().into_inner();
    let easypay::ApplyReply::SmsCode(step) = reply else { panic!("{reply:?}") };
    assert_eq!(step.token.expose(), "T0KEN");
    let verify = step.verify(&order).verify_code("123456").build().unwrap();
    let script = answer(json!({"ret_code": "0000", "result_pay": "SUCCESS"}));
    client(&script).send(&verify).unwrap();
    let sent = sent(&script, 0);
    assert_eq!(sent["token"], "T0KEN");
    assert_eq!(sent["no_order"], "20261122000001");
    assert_eq!(sent["dt_order"], "20261122093000");
    assert_eq!(sent["money_order"], "210.97");
    assert_eq!(sent["verify_code"], "123456");
}

#[test]
fn the_older_code_for_an_sms_code_asks_for_it_as_well() {
    let order = easypay_order();
    let script = answer(json!({"ret_code": "8888", "token": "T0KEN"}));
    let reply = client(&script).send(&order).unwrap().into_inner();
    assert!(matches!(reply, easypay::ApplyReply::SmsCode(_)), "{reply:?}");
}

#[test]
fn an_answer_without_a_token_waits_for_nothing_more() {
    let order = easypay_order();
    let script = answer(json!({"ret_code": "0000", "result_pay": "SUCCESS"}));
    let reply = client(&script).send(&order).unwrap();
    assert_eq!(reply.answer().result_pay, Some(lianlian::codes::PaymentResult::Success));
    assert!(matches!(reply.into_inner(), easypay::ApplyReply::Done(_)));
}

#[test]
fn of_mpay_only_the_code_asks_for_a_verification() {
    let order = mpay_order();
    // The documentation's sample of a payment without SMS code carries a token.
    let script = answer(json!({"ret_code": "0000", "token": "T0KEN"}));
    let reply = client(&script).send(&order).unwrap().into_inner();
    assert!(matches!(reply, mpay::PayApplyReply::Done(_)), "{reply:?}");
    let script = answer(json!({"ret_code": "8888", "token": "T0KEN"}));
    let reply = client(&script).send(&order).unwrap().into_inner();
    let mpay::PayApplyReply::SmsCode(step) = reply else { panic!("{reply:?}") };
    let verify = step.pay_verify(&order).verify_code("123456").build().unwrap();
    assert_eq!(verify.money_order, order.money_order);
}

#[test]
fn a_code_that_asks_for_a_token_it_does_not_bring_is_unknown() {
    let script = answer(json!({"ret_code": "8888"}));
    let error = client(&script).send(&mpay_order()).unwrap_err();
    assert!(matches!(error, SendError::Unknown(Unknown::Form { .. })), "{error}");
    assert!(error.to_string().contains("token"), "{error}");
}

#[test]
fn a_held_payout_is_confirmed_with_the_code_of_the_answer() {
    for code in ["4002", "4003", "4004"] {
        let payout = payout();
        let script = answer(json!({"ret_code": code, "confirm_code": "654321"}));
        let reply = client(&script).send(&payout).unwrap().into_inner();
        let instant::ApplyReply::Confirmation(step) = reply else { panic!("{reply:?}") };
        assert_eq!(step.answer.ret_code.code(), code);
        let confirm = step.confirm(&payout).build().unwrap();
        assert_eq!(confirm.no_order, payout.no_order);
        assert_eq!(confirm.confirm_code.expose(), "654321");
        assert_eq!(confirm.notify_url, payout.notify_url);
    }
    let script = answer(json!({"ret_code": "0000"}));
    let reply = client(&script).send(&payout()).unwrap().into_inner();
    assert!(matches!(reply, instant::ApplyReply::Done(_)), "{reply:?}");
}

#[test]
fn a_refusal_is_no_step() {
    let script = answer(json!({"ret_code": "1005", "confirm_code": "654321"}));
    let error = client(&script).send(&payout()).unwrap_err();
    assert_eq!(error.refusal().map(|refusal| refusal.code.as_str()), Some("1005"));
}

#[test]
fn an_order_in_dollars_goes_on_with_user_and_number() {
    let order = exchange::Apply::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order("20261122000001")
        .dt_order(time("20261122093000"))
        .money_order(Amount::from_fen(21_097))
        .name_goods("Badminton set")
        .notify_url("https://shop.example/lianlian/notify")
        .risk_item(risk())
        .pay_type(CardPayType::Debit)
        .currency_order(Currency::Usd)
        .currency_settle(Currency::Usd)
        .acct_name("张三")
        .card_no("6222000000000000000")
        .bind_mob("13800000000")
        .build()
        .unwrap();
    let script = answer(json!({"ret_code": "0000", "token": "T0KEN"}));
    let reply = client(&script).send(&order).unwrap().into_inner();
    let exchange::ApplyReply::SmsCode(step) = reply else { panic!("{reply:?}") };
    let verify = step.verify(&order).verify_code("123456").build().unwrap();
    assert_eq!(
        (verify.user_id.as_str(), verify.no_order.as_str()),
        ("shopper-17", "20261122000001")
    );
}

#[test]
fn an_optional_field_is_handed_on_only_if_it_was_sent() {
    let bind = |number: Option<&str>| {
        let builder = mpay::CardBindApply::builder()
            .user_id("shopper-17")
            .pay_type(MpayPayType::QuickDebit)
            .risk_item(risk())
            .id_type(DocumentType::IdCard)
            .id_no("110101199001010000")
            .acct_name("张三")
            .card_no("6222000000000000000")
            .bind_mob("13800000000");
        let builder = match number {
            Some(number) => builder.no_order(number),
            None => builder,
        };
        builder.build().unwrap()
    };
    for number in [Some("B1"), None] {
        let request = bind(number);
        let script = answer(json!({"ret_code": "8888", "user_id": "shopper-17", "token": "T0KEN"}));
        let reply = client(&script).send(&request).unwrap().into_inner();
        // The one answer there is: no other variant to match.
        let mpay::CardBindApplyReply::SmsCode(step) = reply;
        let verify = step.card_bind_verify(&request).verify_code("123456").build().unwrap();
        assert_eq!(verify.no_order.as_deref(), number);
    }
}

#[test]
fn binding_a_card_goes_on_with_the_code_for_the_same_user() {
    let request = card_bind::Apply::builder()
        .user_id("shopper-17")
        .pay_type(CardPayType::Debit)
        .id_type(DocumentType::IdCard)
        .id_no("110101199001010000")
        .acct_name("张三")
        .card_no("6222000000000000000")
        .bind_mob("13800000000")
        .risk_item(risk())
        .build()
        .unwrap();
    let script = answer(json!({"ret_code": "0000", "user_id": "shopper-17", "token": "T0KEN"}));
    let reply = client(&script).send(&request).unwrap().into_inner();
    let card_bind::ApplyReply::SmsCode(step) = reply else { panic!("{reply:?}") };
    let verify = step.verify(&request).verify_code("123456").build().unwrap();
    assert_eq!((verify.user_id.as_str(), verify.token.expose()), ("shopper-17", "T0KEN"));
}

#[test]
fn the_list_of_agreements_is_read_under_both_its_names() {
    let query = card_bind::Query::builder().user_id("shopper-17").offset("0").build().unwrap();
    for name in ["aggrement_list", "agreement_list"] {
        let mut members = json!({"ret_code": "0000", "user_id": "shopper-17", "count": "1"});
        members[name] =
            json!([{"no_agree": "2026112212345678", "card_no": "0000", "card_type": "2"}]);
        let script = answer(members);
        let reply = client(&script).send(&query).unwrap();
        let list = reply.agreement_list.verified().unwrap_or_else(|| panic!("{name}"));
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].card_type, Some(lianlian::codes::CardType::DebitCard));
        assert!(reply.unknown_fields.get(name).is_none());
    }
}
