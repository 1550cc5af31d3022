//! Refunds: partial, repeated, too many, too late, failed; and what is told about them.

use std::time::Duration;

use lianlian::codes::{PaymentResult, RefundState as StateCode};
use lianlian::refund::{Apply, ApplyReply, AsyncNotification, ExchangeApply, Query, QueryReply};
use lianlian::{Amount, Client, Verified, aggregate};
use lianlian_sandbox::{
    Account, OrderState, RefundState, RefundView, Sandbox, TestData, TestOutcome,
};
use serde_json::Value;

use crate::exchange;
use crate::support::{Given, Shop, client, fast, get, now, order, query, refusal, sandbox};

const NOBODY: &str = "http://127.0.0.1:9/nobody-listens";
const ORDER: &str = "20261122000001";

/// A sandbox and a client, and an order of 210.97 that is paid.
fn paid() -> (Sandbox, Client) {
    let sandbox = sandbox();
    let client = client(&sandbox);
    client.send(&order(&Given::default())).unwrap();
    sandbox.pay(ORDER).unwrap();
    (sandbox, client)
}

pub(crate) fn refund(no_refund: &str, no_order: &str, fen: u64, notify_url: &str) -> Apply {
    Apply::builder()
        .no_refund(no_refund)
        .dt_refund(now())
        .money_refund(Amount::from_fen(fen))
        .no_order(no_order)
        .notify_url(notify_url)
        .build()
        .unwrap()
}

fn part(no_refund: &str, fen: u64) -> Apply {
    refund(no_refund, ORDER, fen, NOBODY)
}

fn asked(client: &Client, refund: &Apply) -> Verified<ApplyReply> {
    client.send(refund).unwrap()
}

pub(crate) fn told(client: &Client, no_refund: &str) -> Verified<QueryReply> {
    let query = Query::builder().no_refund(no_refund).dt_refund(now());
    client.send(&query.build().unwrap()).unwrap()
}

fn refunded(sandbox: &Sandbox) -> Amount {
    sandbox.order(ORDER).unwrap().refunded
}

fn view(sandbox: &Sandbox, no_refund: &str) -> RefundView {
    sandbox.refunds().into_iter().find(|view| view.no_refund == no_refund).unwrap()
}

fn half_a_minute(sandbox: &Sandbox) {
    sandbox.advance(Duration::from_secs(30)).unwrap();
}

#[test]
fn a_refund_is_processing_and_then_done_and_notified() {
    let (sandbox, client) = paid();
    let shop = Shop::open();
    let answer = asked(&client, &refund("R1", ORDER, 10_000, &shop.url));
    assert_eq!(answer.sta_refund, Some(StateCode::Processing));
    assert_eq!((answer.money_refund, answer.settle_date), (Some(Amount::from_fen(10_000)), None));
    assert_eq!(told(&client, "R1").sta_refund, Some(StateCode::Processing));
    assert_eq!(refunded(&sandbox), Amount::from_fen(10_000), "it is on its way");

    half_a_minute(&sandbox);
    let notice = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!((&*notice.no_refund, notice.sta_refund.clone()), ("R1", StateCode::Succeeded));
    assert_eq!(notice.money_refund, Amount::from_fen(10_000));
    assert_eq!(Some(&notice.oid_refundno), answer.oid_refundno.as_ref());
    assert_eq!(notice.settle_date, Some(now().date()));
    let found = told(&client, "R1");
    assert_eq!(found.sta_refund, Some(StateCode::Succeeded));
    assert_eq!(found.settle_date, Some(now().date()));
    assert_eq!((&found.rate, &found.money_foreign_refund), (&None, &None));
    assert_eq!(view(&sandbox, "R1").state, RefundState::Done);
    assert_eq!(query(&client, ORDER).result_pay, Some(PaymentResult::Success));
}

#[test]
fn the_same_refund_again_is_the_same_refund() {
    let (sandbox, client) = paid();
    let first = asked(&client, &part("R1", 10_000));
    let again = asked(&client, &part("R1", 10_000));
    assert_eq!(first.oid_refundno, again.oid_refundno);
    half_a_minute(&sandbox);
    // With what is true by now, and where the order is named by the gateway's number.
    let mut by_paybill = part("R1", 10_000);
    by_paybill.no_order = None;
    by_paybill.oid_paybill = Some(sandbox.order(ORDER).unwrap().oid_paybill);
    let later = asked(&client, &by_paybill);
    assert_eq!(later.sta_refund, Some(StateCode::Succeeded));
    assert_eq!(later.settle_date, Some(now().date()));
    assert_eq!(first.oid_refundno, later.oid_refundno);
    assert_eq!((sandbox.refunds().len(), refunded(&sandbox)), (1, Amount::from_fen(10_000)));
}

#[test]
fn another_refund_under_a_known_number_leaves_open_that_the_first_was_executed() {
    let (sandbox, client) = paid();
    client.send(&order(&Given { no_order: "other", ..Given::default() })).unwrap();
    sandbox.pay("other").unwrap();
    asked(&client, &part("R1", 10_000));
    let open = ("1002".to_owned(), false);
    assert_eq!(refusal(client.send(&part("R1", 10_001))), open);
    assert_eq!(refusal(client.send(&refund("R1", "other", 10_000, NOBODY))), open);
    assert_eq!(refusal(client.send(&refund("R1", "nobody", 10_000, NOBODY))), open);
    let mut later = part("R1", 10_000);
    later.dt_refund = "20261122093001".parse().unwrap();
    assert_eq!(refusal(client.send(&later)), open);
    let mut two_orders = refund("R1", "other", 10_000, NOBODY);
    two_orders.oid_paybill = Some(sandbox.order(ORDER).unwrap().oid_paybill);
    assert_eq!(refusal(client.send(&two_orders)), open);
    assert_eq!(refunded(&sandbox), Amount::from_fen(10_000));
    assert_eq!(sandbox.order("other").unwrap().refunded, Amount::from_fen(0));
}

#[test]
fn an_order_is_refunded_in_parts_up_to_its_amount() {
    let (sandbox, client) = paid();
    assert_eq!(refusal(client.send(&part("R0", 21_098))), ("5003".to_owned(), true));
    asked(&client, &part("R1", 10_000));
    asked(&client, &part("R2", 11_000));
    assert_eq!(refusal(client.send(&part("R3", 98))), ("5007".to_owned(), true));
    asked(&client, &part("R3", 97));
    assert_eq!(refunded(&sandbox), Amount::from_fen(21_097));
    half_a_minute(&sandbox);
    assert_eq!(refusal(client.send(&part("R4", 1))), ("5007".to_owned(), true));
    assert_eq!(sandbox.refunds().len(), 3);
    // What is refunded is told as success still: the refunds are told by themselves.
    assert_eq!(sandbox.order(ORDER).unwrap().state, OrderState::Paid);
    assert_eq!(query(&client, ORDER).result_pay, Some(PaymentResult::Success));
}

#[test]
fn what_was_not_paid_is_not_refunded() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    assert_eq!(refusal(client.send(&part("R1", 1))), ("5002".to_owned(), true));
    client.send(&order(&Given::default())).unwrap();
    assert_eq!(refusal(client.send(&part("R1", 1))), ("5008".to_owned(), true));
    sandbox.pay(ORDER).unwrap();
    let mut of_another_day = part("R1", 1);
    of_another_day.dt_order = Some("20261121093000".parse().unwrap());
    assert_eq!(refusal(client.send(&of_another_day)).0, "5002");
    // The refused number was never used.
    asked(&client, &part("R1", 1));
}

#[test]
fn an_order_in_yuan_is_not_refunded_as_a_foreign_one() {
    let (_sandbox, client) = paid();
    let mut foreign = foreign("R1", 1);
    foreign.no_order = Some(ORDER.to_owned());
    assert_eq!(refusal(client.send(&foreign)), ("5002".to_owned(), true));
}

fn foreign(no_refund: &str, fen: u64) -> ExchangeApply {
    ExchangeApply::builder()
        .no_refund(no_refund)
        .dt_refund(now())
        .money_refund(Amount::from_fen(fen))
        .no_order(exchange::NO_ORDER)
        .notify_url(NOBODY)
        .build()
        .unwrap()
}

#[test]
fn an_order_in_dollars_is_refunded_in_yuan_and_told_as_refunded_once_all_has_gone_back() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    // 210.97 dollars, which are 1502.11 yuan.
    let order = exchange::order(NOBODY);
    let step = exchange::asked(&client, &order);
    exchange::verify(&client, &step, &order, Sandbox::SMS_CODE).unwrap();
    // The address for orders in yuan does not know it.
    let domestic = refund("R1", exchange::NO_ORDER, 71_200, NOBODY);
    assert_eq!(refusal(client.send(&domestic)), ("5002".to_owned(), true));

    let part = client.send(&foreign("R1", 71_200)).unwrap();
    assert_eq!(part.sta_refund, Some(StateCode::Processing));
    assert_eq!(part.money_foreign_refund, Some(Amount::from_fen(10_000)));
    assert_eq!(part.rate.as_deref(), Some("7.1200"));
    assert!(part.rate_id.is_some() && part.exchange_bankcode.is_some());
    half_a_minute(&sandbox);
    assert_eq!(exchange::result(&client), Some(PaymentResult::Success));

    assert_eq!(refusal(client.send(&foreign("R2", 79_012))), ("5007".to_owned(), true));
    let rest = client.send(&foreign("R2", 79_011)).unwrap();
    assert_eq!(rest.money_foreign_refund, Some(Amount::from_fen(11_097)));
    assert_eq!(exchange::result(&client), Some(PaymentResult::Success), "it is on its way");
    half_a_minute(&sandbox);
    assert_eq!(exchange::result(&client), Some(PaymentResult::Refund));
    assert_eq!(told(&client, "R2").money_foreign_refund, Some(Amount::from_fen(11_097)));
    assert_eq!(refusal(client.send(&foreign("R3", 1))), ("5007".to_owned(), true));
}

#[test]
fn half_a_year_after_the_payment_it_is_too_late() {
    let (sandbox, client) = paid();
    // From 22 November to 22 May are 181 days.
    sandbox.advance(Duration::from_secs(181 * 24 * 60 * 60 - 1)).unwrap();
    asked(&client, &part("R1", 1));
    sandbox.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(refusal(client.send(&part("R2", 1))), ("5004".to_owned(), true));
    // The one that was taken in time is told as ever.
    asked(&client, &part("R1", 1));
}

#[test]
fn a_failed_refund_is_notified_and_gives_its_amount_back() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let data = TestData::Played(TestOutcome::RefundFails);
    client.send(&order(&Given { fen: data.amount().fen(), ..Given::default() })).unwrap();
    let all = data.amount().fen();
    asked(&client, &refund("R1", ORDER, all, &shop.url));
    assert_eq!(refusal(client.send(&part("R2", 1))).0, "5007");
    half_a_minute(&sandbox);
    let notice = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!((notice.sta_refund.clone(), notice.settle_date), (StateCode::Failed, None));
    assert_eq!(told(&client, "R1").sta_refund, Some(StateCode::Failed));
    assert_eq!(refunded(&sandbox), Amount::from_fen(0));
    // The same again is still the one that failed; another may be tried.
    assert_eq!(asked(&client, &part("R1", all)).sta_refund, Some(StateCode::Failed));
    asked(&client, &part("R2", 1));
}

#[test]
fn a_refund_that_nobody_has_asked_for_is_not_found() {
    let (sandbox, client) = paid();
    let ask = |no_refund: &str, dt_refund: &str| {
        let query = Query::builder().no_refund(no_refund).dt_refund(dt_refund.parse().unwrap());
        refusal(client.send(&query.build().unwrap()))
    };
    let open = ("8901".to_owned(), false);
    assert_eq!(ask("R1", "20261122093000"), open);
    asked(&client, &part("R1", 1));
    assert_eq!(ask("R1", "20261122093001"), open);
    assert_eq!(get(&format!("{}/sandbox/refunds/R2", sandbox.url())).0, 404);
}

#[test]
fn a_refund_is_watched_over_http() {
    let (sandbox, client) = paid();
    let shop = Shop::open();
    asked(&client, &refund("R/1", ORDER, 10_000, &shop.url));
    let url = format!("{}/sandbox/refunds/R%2F1", sandbox.url());
    let state: Value = serde_json::from_str(&get(&url).1).unwrap();
    assert_eq!((&state["state"], &state["money_refund"]), (&"processing".into(), &"100.00".into()));
    assert_eq!((&state["no_order"], &state["operation"]), (&ORDER.into(), &"refund.apply".into()));
    half_a_minute(&sandbox);
    shop.next();
    let state: Value = serde_json::from_str(&get(&url).1).unwrap();
    assert_eq!(state["state"], "done");
}

#[test]
fn an_account_whose_refunds_take_no_time_is_answered_with_the_end_of_it() {
    let account = Account::new("209901010000000018").refund_seconds(0);
    let clock = lianlian::FixedClock(now());
    let (sandbox, shop) =
        (fast().first_account(account).clock(clock).start().unwrap(), Shop::open());
    let client = client(&sandbox);
    client.send(&order(&Given::default())).unwrap();
    sandbox.pay(ORDER).unwrap();
    let answer = asked(&client, &refund("R1", ORDER, 1, &shop.url));
    assert_eq!(answer.sta_refund, Some(StateCode::Succeeded));
    assert_eq!(answer.settle_date, Some(now().date()));
    let notice = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!(notice.sta_refund, StateCode::Succeeded);
}

#[test]
fn a_refund_of_an_order_that_the_bank_has_returned_is_refused() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let data = TestData::Played(TestOutcome::Returned);
    client.send(&order(&Given { fen: data.amount().fen(), ..Given::default() })).unwrap();
    assert_eq!(sandbox.order(ORDER).unwrap().state, OrderState::Paid);
    sandbox.advance(Duration::from_secs(60)).unwrap();
    let found = aggregate::Query::builder().no_order(ORDER).build().unwrap();
    assert_eq!(client.send(&found).unwrap().result_pay, Some(PaymentResult::Refund));
    assert_eq!(refusal(client.send(&part("R1", 1))), ("5008".to_owned(), true));
}
