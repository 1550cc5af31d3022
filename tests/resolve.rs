//! Asking what became of a request: what is believed, what is asked again, and when asking ends.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod money;
mod support;

use std::time::Duration;

use lianlian::codes::{EasypayPayType, GoodsKind, MpayPayType, PayeeKind, PreauthPayType};
use lianlian::meta::{StateMeaning, Transport};
use lianlian::transport::HttpResponse;
use lianlian::{
    Amount, Client, GaveUp, LastAnswer, OPERATIONS, Request, Resolution, ResolveOptions, SendError,
    Unknown, Unresolved, easypay, instant, mpay, refund,
};
use money::{Answer, Gateway, cut, not_sent, refused, signed, state};
use serde_json::{Value, json};
use support::{direct_pay, risk, time};

const MINUTE: Duration = Duration::from_secs(60);

fn at_once() -> ResolveOptions {
    ResolveOptions::default().settling(Duration::ZERO)
}

fn resolved(answer: fn() -> Answer) -> Resolution {
    Gateway::script(vec![answer]).client().resolve(&direct_pay()).unwrap()
}

fn unresolved(answer: fn() -> Answer) -> Unresolved {
    Gateway::script(vec![answer]).client().resolve(&direct_pay()).unwrap_err()
}

#[test]
fn a_paid_order_is_executed_with_what_the_gateway_signed() {
    let gateway = Gateway::script(vec![|| state("SUCCESS")]);
    let Resolution::Executed(found) = gateway.client().resolve(&direct_pay()).unwrap() else {
        panic!("not executed")
    };
    assert_eq!(found.told_by, "aggregate.query");
    assert_eq!(found.number.as_deref(), Some("2026112200000001"));
    assert_eq!(found.amount, Some(Amount::from_fen(21_097)));
    assert_eq!(found.settled.unwrap().to_string(), "20261122");
    assert_eq!((found.state.as_str(), found.is_final), ("SUCCESS", true));
    assert_eq!(found.get("no_order"), Some("20261122000001"));
    assert_eq!(found.get("sign"), None);
    assert_eq!(gateway.time.passed(), Duration::ZERO);
}

#[test]
fn the_query_names_the_order_and_nothing_that_would_only_narrow_it() {
    let gateway = Gateway::script(vec![|| state("SUCCESS")]);
    gateway.client().resolve(&direct_pay()).unwrap();
    let asked = &gateway.arrived()[0];
    assert_eq!(asked.path, "llwalletapi/orderquery.htm");
    let names: Vec<&str> = asked.body.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["dt_order", "no_order", "oid_partner", "sign", "sign_type"]);
    assert_eq!(asked.body["no_order"], "20261122000001");
    let source = "dt_order=20261122093000&no_order=20261122000001&oid_partner=201304121000001004&\
                  sign_type=RSA";
    let signature = asked.body["sign"].as_str().unwrap();
    assert!(support::openssl_verifies(source, signature, support::MERCHANT_PUBLIC_PEM));
}

#[test]
fn a_closed_order_failed_and_a_returned_one_is_reversed() {
    assert!(matches!(resolved(|| state("FAILURE")), Resolution::Failed(_)));
    assert!(matches!(resolved(|| state("REFUND")), Resolution::Reversed(_)));
}

#[test]
fn what_is_being_worked_on_is_asked_again_until_it_ends() {
    let gateway = Gateway::script(vec![
        || state("WAITING"),
        || state("PROCESSING"),
        || state("a state of tomorrow"),
        || state("SUCCESS"),
    ]);
    assert!(gateway.client().resolve(&direct_pay()).unwrap().is_executed());
    assert_eq!(gateway.queries(), 4);
}

#[test]
fn answers_that_prove_nothing_are_asked_again() {
    let gateway = Gateway::script(vec![
        cut,
        not_sent,
        || Ok(HttpResponse::new(502, b"bad gateway".to_vec())),
        || Ok(HttpResponse::new(200, b"<html>busy</html>".to_vec())),
        || Ok(HttpResponse::new(200, br#"{"ret_code":"0000","result_pay":"FAILURE"}"#.to_vec())),
        || {
            let mut forged = state("FAILURE").unwrap();
            let text = String::from_utf8(forged.body).unwrap().replace("210.97", "210.98");
            forged.body = text.into();
            Ok(forged)
        },
        || refused("1007"),
        || refused("9999"),
        || refused("a code of tomorrow"),
        || state("SUCCESS"),
    ]);
    assert!(gateway.client().resolve(&direct_pay()).unwrap().is_executed());
    assert_eq!(gateway.queries(), 10);
}

#[test]
fn an_answer_about_another_order_is_never_taken_for_this_one() {
    let about = |name: &'static str, value: &'static str| {
        Gateway::new(move |_, _| {
            let mut answer = json!({
                "ret_code": "0000", "no_order": "20261122000001", "dt_order": "20261122093000",
                "money_order": "210.97", "result_pay": "SUCCESS",
            });
            answer[name] = value.into();
            signed(answer)
        })
    };
    for (name, value) in [
        ("no_order", "20261122000002"),
        ("money_order", "210.98"),
        ("dt_order", "20261121093000"),
        ("oid_partner", "201304121000001005"),
    ] {
        let why = about(name, value).client().resolve(&direct_pay()).unwrap_err();
        let LastAnswer::Error(error) = why.last else { panic!("{name}: {:?}", why.last) };
        let SendError::Unknown(Unknown::OtherRequest { field }) = *error else { panic!("{error}") };
        assert_eq!(field, name);
    }
}

#[test]
fn an_answer_that_names_no_order_proves_nothing() {
    let why = unresolved(|| signed(json!({"ret_code": "0000", "result_pay": "SUCCESS"})));
    let LastAnswer::Error(error) = why.last else { panic!("{:?}", why.last) };
    assert!(matches!(*error, SendError::Unknown(Unknown::Unnamed { .. })), "{error}");
}

#[test]
fn a_missing_order_counts_only_after_the_time_for_latecomers() {
    // Twice the total limit of a call, which is half a minute.
    let gateway = Gateway::script(vec![|| refused("8901")]);
    assert_eq!(gateway.client().resolve(&direct_pay()).unwrap(), Resolution::NotFound);
    assert!(gateway.time.passed() >= MINUTE, "{:?}", gateway.time.passed());

    let late = Gateway::new(|_, at| if at < 3 { refused("8901") } else { state("SUCCESS") });
    assert!(late.client().resolve(&direct_pay()).unwrap().is_executed());
}

#[test]
fn a_missing_order_is_not_told_when_time_ends_first() {
    let gateway = Gateway::script(vec![|| refused("8901")]);
    let options = ResolveOptions::default().limit(Duration::from_secs(30));
    let why = gateway.client().resolve_with(&direct_pay(), &options).unwrap_err();
    assert_eq!(why.reason, GaveUp::TimeLimit);
    assert!(matches!(why.last, LastAnswer::NotFound), "{:?}", why.last);
}

#[test]
fn a_missing_order_must_be_missing_by_signature() {
    let why = unresolved(|| Ok(HttpResponse::new(200, br#"{"ret_code":"8901"}"#.to_vec())));
    assert!(matches!(why.last, LastAnswer::Error(_)), "{:?}", why.last);
}

#[test]
fn waits_double_to_their_bound_and_end_at_the_limit() {
    let gateway = Gateway::script(vec![cut]);
    let why = gateway.client().resolve(&direct_pay()).unwrap_err();
    let seconds: Vec<u128> =
        gateway.time.pauses().iter().map(|pause| pause.as_millis().div_ceil(1000)).collect();
    assert_eq!(seconds[..7], [1, 2, 4, 8, 16, 30, 30]);
    assert_eq!(why.elapsed, 5 * MINUTE);
    assert_eq!(why.asked as usize, gateway.queries());
    assert_eq!(why.reason, GaveUp::TimeLimit);
    let text = why.to_string();
    assert!(text.contains("aggregate.direct_pay") && text.contains("in 300 s"), "{text}");
}

#[test]
fn a_refusal_that_will_last_ends_the_asking() {
    for code in ["1001", "1008", "3001"] {
        let gateway = Gateway::new(move |_, _| refused(code));
        let why = gateway.client().resolve(&direct_pay()).unwrap_err();
        assert_eq!((why.reason, why.asked), (GaveUp::Refused, 1), "{code}");
    }
}

fn refund() -> refund::Apply {
    refund::Apply::builder()
        .no_refund("R20261122000001")
        .dt_refund(time("20261122093000"))
        .money_refund(Amount::from_fen(10_000))
        .no_order("20261122000001")
        .notify_url("https://shop.example/lianlian/notify")
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

fn easypay_order(pay_type: EasypayPayType) -> easypay::Apply {
    easypay::Apply::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order("20261122000001")
        .dt_order(time("20261122093000"))
        .money_order(Amount::from_fen(21_097))
        .name_goods("羽毛球")
        .notify_url("https://shop.example/lianlian/notify")
        .risk_item(risk())
        .pay_type(pay_type)
        .acct_name("张三")
        .no_agree("2026112212345678")
        .build()
        .unwrap()
}

fn capture() -> easypay::PreauthCapture {
    easypay::PreauthCapture::builder()
        .user_id("shopper-17")
        .pay_type(PreauthPayType::CreditCard)
        .money_order(Amount::from_fen(21_097))
        .no_order("20261122000001")
        .dt_order(time("20261122093000"))
        .build()
        .unwrap()
}

fn cancel() -> easypay::PreauthCancel {
    easypay::PreauthCancel::builder()
        .user_id("shopper-17")
        .pay_type(PreauthPayType::CreditCard)
        .money_order(Amount::from_fen(21_097))
        .no_order("20261122000001")
        .dt_order(time("20261122093000"))
        .build()
        .unwrap()
}

/// What is told at once about a request, when the query's answer is this.
fn told<R: Request>(request: &R, path: &str, answer: Value) -> Result<Resolution, Unresolved> {
    let gateway = Gateway::new(move |_, _| signed(answer.clone()));
    let options = at_once().limit(Duration::from_secs(3));
    let told = gateway.client().resolve_with(request, &options);
    assert_eq!(gateway.arrived()[0].path, path);
    told
}

fn meaning(told: Result<Resolution, Unresolved>) -> StateMeaning {
    match told {
        Ok(Resolution::NotFound) => panic!("not found"),
        Ok(resolution) => resolution.found().unwrap().meaning,
        Err(Unresolved { last: LastAnswer::Told(found), .. }) => found.meaning,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_refund_is_asked_about_by_its_own_number() {
    let state = |state: &str| {
        let answer = json!({
            "ret_code": "0000", "no_refund": "R20261122000001", "money_refund": "100.00",
            "oid_refundno": "2026112200000001", "sta_refund": state, "settle_date": "20261123",
        });
        told(&refund(), "refundquery.htm", answer)
    };
    let Resolution::Executed(found) = state("2").unwrap() else { panic!("not executed") };
    assert_eq!(found.amount, Some(Amount::from_fen(10_000)));
    assert_eq!(found.number.as_deref(), Some("2026112200000001"));
    assert_eq!(meaning(state("1")), StateMeaning::Pending);
    assert_eq!(meaning(state("3")), StateMeaning::Failed);
}

#[test]
fn a_payout_that_went_out_may_still_come_back() {
    let state = |state: &str| {
        let answer = json!({
            "ret_code": "0000", "no_order": "20261122000009", "dt_order": "20261122093000",
            "money_order": "1.00", "oid_paybill": "2026112200000009", "result_pay": state,
        });
        told(&payout(), "paymentapi/queryPayment.htm", answer)
    };
    let Resolution::Executed(found) = state("SUCCESS").unwrap() else { panic!("not executed") };
    assert!(!found.is_final);
    assert!(matches!(state("CANCEL").unwrap(), Resolution::Reversed(_)));
    assert!(matches!(state("CHECK").unwrap(), Resolution::Open(_)));
    assert!(matches!(state("CLOSED").unwrap(), Resolution::Failed(_)));
    assert_eq!(meaning(state("PROCESSING")), StateMeaning::Pending);
}

#[test]
fn a_pre_authorisation_is_asked_about_with_its_own_query() {
    let answer = json!({"ret_code": "PR07", "no_order": "20261122000001", "money_order": "210.97"});
    let order = easypay_order(EasypayPayType::Preauth);
    let path = "preauthquery.htm";
    let found = told(&order, path, answer).unwrap();
    assert!(found.is_executed(), "{found:?}");
    let answer = json!({"ret_code": "0000", "no_order": "20261122000001", "result_pay": "SUCCESS"});
    let order = easypay_order(EasypayPayType::Regular);
    assert!(told(&order, "orderquery.htm", answer).unwrap().is_executed());
}

#[test]
fn a_state_of_a_pre_authorisation_means_what_was_asked_for() {
    use StateMeaning::{Executed, Failed, Open, Pending, Reversed};
    let order = easypay_order(EasypayPayType::Preauth);
    for (code, applied, captured, cancelled) in [
        ("PR07", Executed, Open, Open),
        ("PR09", Pending, Pending, Pending),
        ("PR10", Failed, Failed, Failed),
        ("PR11", Executed, Executed, Failed),
        ("PR12", Executed, Pending, Pending),
        ("PR13", Executed, Failed, Open),
        ("PR14", Reversed, Failed, Executed),
        ("PR15", Pending, Pending, Pending),
        ("PR16", Executed, Open, Failed),
    ] {
        let answer = || json!({"ret_code": code, "no_order": "20261122000001"});
        let path = "preauthquery.htm";
        assert_eq!(meaning(told(&order, path, answer())), applied, "{code}");
        assert_eq!(meaning(told(&capture(), path, answer())), captured, "{code}");
        assert_eq!(meaning(told(&cancel(), path, answer())), cancelled, "{code}");
    }
}

#[test]
fn what_may_come_late_is_open_or_failed_only_after_the_time_for_latecomers() {
    for code in ["PR07", "PR13"] {
        let answer = json!({"ret_code": code, "no_order": "20261122000001"});
        let gateway = Gateway::new(move |_, _| signed(answer.clone()));
        let told = gateway.client().resolve(&capture()).unwrap();
        assert!(matches!(told, Resolution::Open(_) | Resolution::Failed(_)), "{told:?}");
        assert!(gateway.time.passed() >= MINUTE, "{code}");
    }
}

#[test]
fn an_mpay_order_is_asked_about_by_number_and_date() {
    let order = mpay::PayApply::builder()
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
        .unwrap();
    let answer = json!({"ret_code": "0000", "no_order": "20261122000001", "result_pay": "SUCCESS"});
    assert!(told(&order, "orderquery.htm", answer).unwrap().is_executed());
}

#[test]
fn every_operation_that_moves_money_can_be_asked_about() {
    for meta in OPERATIONS.iter().filter(|meta| !meta.notifications.is_empty()) {
        assert!(meta.repeat.is_some(), "{}", meta.id);
        assert!(!meta.queries.is_empty(), "{}", meta.id);
        assert_eq!(meta.queries.len(), meta.query_with.len(), "{}", meta.id);
        assert_eq!(meta.told_by.len(), meta.notifications.len(), "{}", meta.id);
        for query in meta.queries {
            assert_eq!(query.transport, Transport::JsonPost, "{}", query.id);
            let tells = query.tells.unwrap();
            let codes = query.reply_field(tells.state).unwrap().codes().unwrap();
            assert!(codes.codes.iter().all(|code| code.state.is_some()), "{}", query.id);
            assert!(!tells.missing.is_empty(), "{}", query.id);
        }
    }
}

#[test]
fn a_query_has_no_query_and_says_so() {
    let query = lianlian::aggregate::Query::builder().no_order("1").build().unwrap();
    let why = Gateway::script(vec![cut]).client().resolve(&query).unwrap_err();
    assert_eq!(why.reason, GaveUp::CannotAsk);
}

#[test]
fn the_sandbox_resolves_what_it_executed() {
    let sandbox = lianlian_sandbox::Sandbox::builder().key_bits(1024).start().unwrap();
    let client: Client = sandbox.client().build().unwrap();
    let numbers = lianlian::OrderNumbers::new().unwrap();
    let number = numbers.next();
    let mut order = direct_pay();
    order.no_order = number.into();
    order.dt_order = number.time();
    client.send(&order).unwrap();
    sandbox.pay(number.as_str()).unwrap();
    let told = client.resolve(&order).unwrap();
    assert_eq!(told.found().unwrap().amount, Some(Amount::from_fen(21_097)));
    assert!(told.is_executed());
}
