//! Placing orders without losing money: sending again, waiting for the payer, numbers, dates and clocks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout
)]

mod money;
mod support;

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use lianlian::codes::{GoodsKind, PreauthPayType};
use lianlian::meta::Repeat;
use lianlian::validate::ViolationKind;
use lianlian::{
    Amount, Clock, FixedClock, NoNotifications, NotExecuted, NotificationWait, OPERATIONS,
    OrderNumbers, OrderTime, Resolution, ResolveOptions, SafeOptions, SendError, Sent, Unknown,
    WaitOptions, aggregate, easypay, refund, unified,
};
use money::{Answer, Arrived, Gateway, Time, cut, not_sent, refused, signed, state};
use serde_json::json;
use support::{direct_pay, risk, signed_by_gateway, time};

/// The reply to [`direct_pay`].
fn bill() -> Answer {
    signed(json!({
        "ret_code": "0000", "ret_msg": "ok", "no_order": "20261122000001", "money_order": "210.97",
        "user_id": "shopper-17", "pay_type": "L", "payLoad": "https://qr.example/1",
    }))
}

/// A gateway that answers orders by one script and queries by another, the last answer again and again.
fn gateway(orders: Vec<fn() -> Answer>, queries: Vec<fn() -> Answer>) -> Gateway {
    let mut counts = (0, 0);
    Gateway::new(move |arrived, _| {
        let (script, count) =
            if arrived.is_query() { (&queries, &mut counts.1) } else { (&orders, &mut counts.0) };
        let answer = script.get(*count).or(script.last()).expect("an answer");
        *count += 1;
        answer()
    })
}

fn orders(gateway: &Gateway) -> Vec<Arrived> {
    gateway.arrived().into_iter().filter(|one| !one.is_query()).collect()
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

fn refund_state(state: &'static str) -> Answer {
    signed(json!({
        "ret_code": "0000", "no_refund": "R20261122000001", "money_refund": "100.00",
        "sta_refund": state,
    }))
}

#[test]
fn a_lost_order_is_sent_again_as_the_same_order() {
    let gateway = gateway(vec![cut, || Ok(html()), bill], vec![]);
    let sent = gateway.client().send_safely(&direct_pay()).unwrap();
    let bill = sent.answered().unwrap();
    assert_eq!(bill.pay_load.as_deref(), Some("https://qr.example/1"));
    let sent = orders(&gateway);
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|one| one.body == sent[0].body), "nothing in it depends on the time");
    assert_eq!(gateway.time.pauses().len(), 2);
}

fn html() -> lianlian::transport::HttpResponse {
    lianlian::transport::HttpResponse::new(502, b"<html>busy</html>".to_vec())
}

#[test]
fn what_is_sent_again_has_a_fresh_time_and_signature() {
    let order = unified::CreatePayment::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order("20261122000001")
        .dt_order(time("20261122093000"))
        .money_order(Amount::from_fen(21_097))
        .notify_url("https://shop.example/lianlian/notify")
        .risk_item(risk())
        .flag_pay_product(lianlian::codes::UnifiedProduct::OnlineBanking)
        .flag_chnl(lianlian::codes::UnifiedChannel::Web)
        .build()
        .unwrap();
    let gateway = gateway(vec![cut, || signed(json!({"ret_code": "0000"}))], vec![]);
    let options = SafeOptions::default().intervals(Duration::from_secs(9), Duration::from_secs(9));
    gateway.client().send_safely_with(&order, &options).unwrap();
    let sent = orders(&gateway);
    let (first, second) = (&sent[0].body, &sent[1].body);
    for name in ["no_order", "dt_order", "money_order", "oid_partner"] {
        assert_eq!(first[name], second[name], "{name}");
    }
    assert_ne!(first["time_stamp"], second["time_stamp"]);
    assert_ne!(first["sign"], second["sign"]);
}

#[test]
fn a_refund_is_never_sent_again_after_a_byte_was_written() {
    let gateway = gateway(vec![cut], vec![cut, || refund_state("1"), || refund_state("2")]);
    let sent = gateway.client().send_safely(&refund()).unwrap();
    let Sent::Resolved(Resolution::Executed(found)) = sent else { panic!("{sent:?}") };
    assert_eq!(found.amount, Some(Amount::from_fen(10_000)));
    assert_eq!((orders(&gateway).len(), gateway.queries()), (1, 3));
}

#[test]
fn what_never_left_the_machine_is_sent_again_whatever_it_is() {
    let gateway = gateway(vec![not_sent, not_sent, || refund_state("2")], vec![]);
    assert!(gateway.client().send_safely(&refund()).unwrap().answered().is_some());
    assert_eq!(orders(&gateway).len(), 3);
}

#[test]
fn what_never_leaves_the_machine_is_not_executed() {
    let gateway = gateway(vec![not_sent], vec![]);
    let error = gateway.client().send_safely(&direct_pay()).unwrap_err();
    assert!(matches!(error, SendError::NotExecuted(NotExecuted::NotSent(_))), "{error}");
    assert_eq!(orders(&gateway).len(), 3);
}

#[test]
fn an_order_that_is_paid_meanwhile_is_executed_and_no_error() {
    let gateway = gateway(vec![cut, || refused("2007")], vec![|| state("SUCCESS")]);
    let sent = gateway.client().send_safely(&direct_pay()).unwrap();
    assert!(matches!(sent, Sent::Resolved(Resolution::Executed(_))), "{sent:?}");
    assert_eq!(orders(&gateway).len(), 2);
}

#[test]
fn a_refusal_of_the_first_attempt_is_not_executed() {
    let gateway = gateway(vec![|| refused("1004")], vec![]);
    let error = gateway.client().send_safely(&direct_pay()).unwrap_err();
    assert_eq!(error.refusal().unwrap().code, "1004");
    assert!(!error.is_unknown());
    assert_eq!(gateway.arrived().len(), 1);
}

#[test]
fn a_refusal_after_a_lost_attempt_proves_nothing_about_that_one() {
    for code in ["1004", "1014", "6001"] {
        let answers = Gateway::new(move |arrived, at| match at {
            0 => cut(),
            _ if arrived.is_query() => state("SUCCESS"),
            _ => refused(code),
        });
        let sent = answers.client().send_safely(&direct_pay()).unwrap();
        assert!(matches!(sent, Sent::Resolved(Resolution::Executed(_))), "{code}: {sent:?}");
    }
    // The gateway does not know the order: then the refusal is the reason.
    let gateway = gateway(vec![cut, || refused("1014")], vec![|| refused("8901")]);
    let error = gateway.client().send_safely(&direct_pay()).unwrap_err();
    assert!(!error.is_unknown());
    assert_eq!(error.refusal().unwrap().code, "1014");
}

#[test]
fn an_order_that_never_arrived_is_not_executed() {
    let gateway = gateway(vec![cut], vec![|| refused("8901")]);
    let error = gateway.client().send_safely(&direct_pay()).unwrap_err();
    assert!(matches!(error, SendError::NotExecuted(NotExecuted::NotFound { .. })), "{error}");
    assert!(gateway.time.passed() >= Duration::from_secs(60));
}

#[test]
fn what_nobody_can_tell_stays_unknown() {
    let gateway = gateway(vec![cut], vec![cut]);
    let error = gateway.client().send_safely(&direct_pay()).unwrap_err();
    let SendError::Unknown(Unknown::Unresolved(why)) = error else { panic!("{error}") };
    assert_eq!((orders(&gateway).len(), gateway.queries()), (3, why.asked as usize));
}

#[test]
fn an_order_being_paid_is_not_sent_again_but_asked_about() {
    for code in ["1003", "2005", "2008", "1002", "9999"] {
        let answers =
            Gateway::new(
                move |arrived, _| {
                    if arrived.is_query() { state("SUCCESS") } else { refused(code) }
                },
            );
        let sent = answers.client().send_safely(&direct_pay()).unwrap();
        assert!(matches!(sent, Sent::Resolved(Resolution::Executed(_))), "{code}: {sent:?}");
        assert_eq!(orders(&answers).len(), 1, "{code}");
    }
}

#[test]
fn a_query_is_sent_again_and_its_failure_stays_what_it_was() {
    let query = aggregate::Query::builder().no_order("20261122000001").build().unwrap();
    let gateway = Gateway::script(vec![cut, || state("SUCCESS")]);
    assert!(gateway.client().send_safely(&query).unwrap().answered().is_some());
    let gateway = Gateway::script(vec![cut]);
    let error = gateway.client().send_safely(&query).unwrap_err();
    assert!(matches!(error, SendError::Unknown(Unknown::Transport(_))), "{error}");
    assert_eq!(gateway.arrived().len(), 3);
}

/// Money that the gateway moved, whatever it answered.
#[test]
fn under_every_fault_an_order_is_paid_once_at_most_and_never_called_failed() {
    type Fault = fn() -> Answer;
    let faults: [Fault; 6] = [
        cut,
        not_sent,
        || Ok(html()),
        || Ok(lianlian::transport::HttpResponse::new(200, b"{\"ret_code\":\"00".to_vec())),
        || Ok(lianlian::transport::HttpResponse::new(200, b"{\"ret_code\":\"1004\"}".to_vec())),
        || refused("9999"),
    ];
    for (at, fault) in faults.into_iter().enumerate() {
        for is_executed in [false, true] {
            // No byte left, so nothing was executed.
            if at == 1 && is_executed {
                continue;
            }
            let books = Arc::new(Mutex::new(0_u32));
            let kept = Arc::clone(&books);
            let gateway = Gateway::new(move |arrived, _| {
                let mut books = kept.lock().unwrap();
                match (arrived.is_query(), *books) {
                    (true, 0) => refused("8901"),
                    (true, _) => refund_state("2"),
                    (false, _) => {
                        *books += u32::from(is_executed);
                        fault()
                    }
                }
            });
            let told = gateway.client().send_safely(&refund());
            assert_eq!(*books.lock().unwrap(), u32::from(is_executed), "fault {at}");
            match told {
                Ok(Sent::Resolved(Resolution::Executed(_))) => assert!(is_executed, "fault {at}"),
                Err(SendError::NotExecuted(_)) => assert!(!is_executed, "fault {at}"),
                other => panic!("fault {at}: {other:?}"),
            }
        }
    }
}

#[test]
fn nothing_that_spends_a_token_or_pays_out_may_be_repeated() {
    for meta in OPERATIONS {
        let spends = ["token", "confirm_code", "money_refund"];
        let is_spending = spends.iter().any(|name| meta.request_field(name).is_some());
        if is_spending && !meta.transport.name().contains("notification") {
            assert_eq!(meta.repeat, Some(Repeat::Never), "{}", meta.id);
        }
    }
}

/// Notifications that come when a script says, on a clock of the test's.
struct Post(Time, VecDeque<(Duration, Vec<u8>)>);

impl NotificationWait for Post {
    fn wait(&mut self, at_most: Duration) -> Option<Vec<u8>> {
        let due = self.1.front()?.0;
        let left = due.saturating_sub(self.0.passed());
        self.0.pass(left.min(at_most));
        (left <= at_most).then(|| self.1.pop_front().unwrap().1)
    }
}

fn notice(number: &str, state: &str) -> Vec<u8> {
    let message = json!({
        "oid_partner": support::MERCHANT, "sign_type": "RSA", "no_order": number,
        "dt_order": "20261122093000", "oid_paybill": "2026112200000001", "money_order": "210.97",
        "result_pay": state, "settle_date": "20261122", "pay_type": "L",
    });
    signed_by_gateway(&message.to_string()).into()
}

#[test]
fn a_notification_ends_the_waiting() {
    let gateway = gateway(vec![bill], vec![|| state("WAITING")]);
    let at = |seconds| Duration::from_secs(seconds);
    let mut forged = notice("20261122000001", "SUCCESS");
    let place = forged.iter().position(|byte| *byte == b'7').unwrap();
    forged[place] = b'8';
    let post = Post(
        gateway.time.clone(),
        [
            (at(5), notice("20261122000002", "SUCCESS")),
            (at(6), forged),
            (at(7), b"no message".to_vec()),
            (at(20), notice("20261122000001", "SUCCESS")),
        ]
        .into(),
    );
    let mut shown = Vec::new();
    let show = |bill: &lianlian::Verified<aggregate::DirectPayReply>| {
        shown.push(bill.pay_load.as_deref().unwrap().to_owned());
    };
    let told =
        gateway.client().pay_and_wait(&direct_pay(), &WaitOptions::default(), post, show).unwrap();
    let Resolution::Executed(found) = told else { panic!("{told:?}") };
    assert_eq!(found.told_by, "aggregate.async_notification");
    assert_eq!(found.amount, Some(Amount::from_fen(21_097)));
    assert_eq!(gateway.time.passed(), at(20));
    assert_eq!(shown, ["https://qr.example/1"]);
}

#[test]
fn without_notifications_the_query_ends_the_waiting() {
    let gateway = gateway(
        vec![bill],
        vec![|| refused("8901"), || state("WAITING"), cut, || state("SUCCESS")],
    );
    let told = gateway
        .client()
        .pay_and_wait(&direct_pay(), &WaitOptions::default(), NoNotifications, |_| ())
        .unwrap();
    assert!(told.is_executed());
    assert_eq!(gateway.queries(), 4);
}

#[test]
fn a_channel_carries_notifications() {
    let gateway = gateway(vec![bill], vec![|| state("WAITING")]);
    let (notify, notifications) = mpsc::channel();
    let show = move |_: &_| {
        notify.send(notice("20261122000001", "SUCCESS")).unwrap();
    };
    let told = gateway
        .client()
        .pay_and_wait(&direct_pay(), &WaitOptions::default(), notifications, show)
        .unwrap();
    assert_eq!(told.found().unwrap().told_by, "aggregate.async_notification");
}

#[test]
fn an_order_that_nobody_pays_in_time_is_unknown() {
    let gateway = gateway(vec![bill], vec![|| state("WAITING")]);
    let options = WaitOptions::default().limit(Duration::from_secs(90));
    let (_, closed) = mpsc::channel();
    let error = gateway.client().pay_and_wait(&direct_pay(), &options, closed, |_| ()).unwrap_err();
    assert!(matches!(error, SendError::Unknown(Unknown::Unresolved(_))), "{error}");
    assert_eq!(gateway.time.passed(), Duration::from_secs(90));
    assert!(gateway.queries() < 20, "a closed channel makes no busy loop");
}

#[test]
fn an_order_that_was_paid_before_is_not_shown() {
    let gateway = gateway(vec![|| refused("2007")], vec![|| state("SUCCESS")]);
    let show = |_: &_| panic!("shown");
    let options = WaitOptions::default();
    let told = gateway.client().pay_and_wait(&direct_pay(), &options, NoNotifications, show);
    assert!(told.unwrap().is_executed());
}

#[test]
fn order_numbers_fit_the_field_and_sort_by_time() {
    let clock = Time::default();
    let numbers = OrderNumbers::with_parts(clock.clone(), 7);
    let mut all: Vec<String> = Vec::new();
    for _ in 0..200 {
        all.extend((0..50).map(|_| numbers.next().into()));
        clock.pass(Duration::from_secs(1));
    }
    assert!(all.is_sorted());
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    for number in &all {
        let mut order = direct_pay();
        order.no_order.clone_from(number);
        lianlian::check(&order).unwrap();
        assert!(number.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()), "{number}");
    }
}

/// A clock that is set back at each look.
struct Backwards(Mutex<i64>);

impl Clock for Backwards {
    fn now(&self) -> OrderTime {
        let mut now = self.0.lock().unwrap();
        *now -= 3_600;
        OrderTime::from_unix_seconds(*now).unwrap()
    }
}

#[test]
fn a_clock_set_back_repeats_no_number() {
    let clock = Backwards(Mutex::new(time("20261122093000").unix_seconds()));
    let numbers = OrderNumbers::with_parts(clock, 7);
    let all: Vec<_> = (0..100).map(|_| numbers.next()).collect();
    assert!(all.windows(2).all(|pair| pair[0].as_str() < pair[1].as_str()));
    assert!(all.iter().all(|number| number.time() == all[0].time()));
}

#[test]
fn threads_share_a_generator_without_repeating_a_number() {
    let numbers = OrderNumbers::new().unwrap();
    let all: Vec<String> = std::thread::scope(|scope| {
        let make = || (0..5_000).map(|_| numbers.next().into()).collect::<Vec<String>>();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(make)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 40_000);
}

const CHILD: &str = "LIANLIAN_TEST_PRINTS_ORDER_NUMBERS";

#[test]
fn processes_repeat_no_number_of_each_other() {
    let seconds = FixedClock(time("20261122093000"));
    if std::env::var_os(CHILD).is_some() {
        // In all processes the same second, and the same random number: only the process differs.
        let numbers = OrderNumbers::with_parts(seconds, 7);
        (0..500).for_each(|_| println!("number {}", numbers.next()));
        return;
    }
    let program = std::env::current_exe().unwrap();
    let children: Vec<_> = (0..8)
        .map(|_| {
            std::process::Command::new(&program)
                .args(["--exact", "processes_repeat_no_number_of_each_other", "--nocapture"])
                .env(CHILD, "1")
                .stdout(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut all = Vec::new();
    for child in children {
        let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        let numbers = output.lines().filter_map(|line| Some(line.split_once("number ")?.1));
        all.extend(numbers.map(str::to_owned));
    }
    assert_eq!(all.len(), 4_000);
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 4_000);
}

fn violations(error: SendError) -> Vec<(String, ViolationKind)> {
    let SendError::NotExecuted(NotExecuted::Invalid(found)) = error else { panic!("{error}") };
    found.iter().map(|one| (one.field.clone(), one.kind.clone())).collect()
}

#[test]
fn an_order_of_another_day_is_refused_before_it_is_sent() {
    for (date, is_taken) in [
        ("20261120235959", false),
        ("20261121000000", true),
        ("20261123235959", true),
        ("20261124000000", false),
    ] {
        let mut order = direct_pay();
        order.dt_order = time(date);
        let gateway = gateway(vec![bill], vec![]);
        let told = gateway.client().send(&order);
        assert_eq!(gateway.arrived().len(), usize::from(is_taken), "{date}");
        if !is_taken {
            let found = violations(told.unwrap_err());
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].0, "dt_order");
            assert!(matches!(found[0].1, ViolationKind::OrderDate { days: 1, .. }), "{found:?}");
        }
    }
}

#[test]
fn a_wrong_date_is_told_with_everything_else() {
    let mut order = direct_pay();
    order.dt_order = time("20250101000000");
    order.no_order = "x".repeat(33);
    let error = Gateway::script(vec![bill]).client().send(&order).unwrap_err();
    let names: Vec<String> = violations(error).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["no_order", "dt_order"]);
}

#[test]
fn calls_about_old_orders_are_sent() {
    let capture = easypay::PreauthCapture::builder()
        .user_id("shopper-17")
        .pay_type(PreauthPayType::CreditCard)
        .money_order(Amount::from_fen(21_097))
        .no_order("20261022000001")
        .dt_order(time("20261022093000"))
        .build()
        .unwrap();
    let gateway = Gateway::script(vec![|| refused("9999")]);
    assert!(gateway.client().send(&capture).unwrap_err().is_unknown());
    let order = {
        let mut order = direct_pay();
        order.dt_order = time("20261022093000");
        order
    };
    let options = ResolveOptions::default().limit(Duration::ZERO);
    assert!(gateway.client().resolve_with(&order, &options).is_err());
    assert_eq!(gateway.arrived().len(), 2);
}

/// The bill, with the `Date` of the gateway's server.
fn dated(date: &str) -> Answer {
    let mut answer = bill()?;
    answer.date = Some(date.to_owned());
    Ok(answer)
}

#[test]
fn the_gateways_date_tells_how_far_the_clock_is_off() {
    // NOW is 09:30:05 in UTC+8.
    let gateway = Gateway::script(vec![
        bill,
        || dated("Sun, 22 Nov 2026 01:32:05 GMT"),
        || dated("Sun, 22 Nov 2026 01:30:05 GMT"),
        || {
            let mut forged = dated("Sun, 22 Nov 2026 05:30:05 GMT")?;
            forged.body = String::from_utf8(forged.body).unwrap().replace("210.97", "9.97").into();
            Ok(forged)
        },
    ]);
    let client = gateway.client();
    let skew = |seconds: Option<i64>| {
        let _ = client.send(&direct_pay());
        assert_eq!(client.clock_skew().map(lianlian::ClockSkew::seconds), seconds);
    };
    skew(None);
    skew(Some(120));
    assert!(client.clock_skew().unwrap().is_large());
    skew(Some(0));
    skew(Some(0));
}

#[test]
fn a_clock_that_was_set_meanwhile_is_measured_anew() {
    #[derive(Clone)]
    struct Set(Arc<Mutex<OrderTime>>);
    impl Clock for Set {
        fn now(&self) -> OrderTime {
            *self.0.lock().unwrap()
        }
    }
    let clock = Set(Arc::new(Mutex::new(time(support::NOW))));
    let gateway = Gateway::script(vec![|| dated("Sun, 22 Nov 2026 02:30:05 GMT")]);
    let client = gateway.builder().clock(clock.clone()).build().unwrap();
    client.send(&direct_pay()).unwrap();
    assert_eq!(client.clock_skew().unwrap().seconds(), 3_600);
    *clock.0.lock().unwrap() = time("20261122103005");
    assert_eq!(client.clock_skew(), None);
}

#[test]
fn times_of_sending_are_the_own_clocks_unless_it_is_to_be_corrected() {
    let page = |is_corrected: bool| {
        let gateway = Gateway::script(vec![|| dated("Sun, 22 Nov 2026 01:40:05 GMT")]);
        let client = gateway.builder().correct_clock(is_corrected).build().unwrap();
        client.send(&direct_pay()).unwrap();
        let form = client.form(&support::web_redirect()).unwrap();
        form.pairs().find(|(name, _)| *name == "timestamp").unwrap().1.to_owned()
    };
    assert_eq!(page(false), "20261122093005");
    assert_eq!(page(true), "20261122094005");
}

#[test]
fn the_date_of_an_order_is_judged_by_the_gateways_clock() {
    // The machine believes it is three days later; the order's date is right.
    let gateway = Gateway::script(vec![|| dated("Thu, 19 Nov 2026 01:30:05 GMT")]);
    let client = gateway.client();
    client.send(&direct_pay()).unwrap();
    let mut order = direct_pay();
    order.dt_order = time("20261119093000");
    client.send(&order).unwrap();
    assert!(client.send(&direct_pay()).is_err());
}
