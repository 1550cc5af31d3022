//! Notifications that come again and again: the action runs once for each order and state.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Duration;

use lianlian::meta::{Kind, Transport};
use lianlian::{
    Acted, Amount, Answer, Claimed, Code as _, Event, GATEWAY, Inbox as _, MemoryInbox, NoEvent,
    OPERATIONS, OnceError, OrderTime, OtherOrder, Receiver, RsaSigner, Scheme,
    ServerNotification as _, act_once, aggregate, card_bind, codes, instant, refund,
};
use support::{
    MERCHANT, direct_pay, gateway_key, gateway_private_key, receiver_of, sign_with,
    signed_by_gateway, time,
};

const ORDERS: usize = 1_000;
const REDELIVERIES: usize = 30;
const THREADS: usize = 8;
const HOUR: Duration = Duration::from_secs(3_600);

fn receiver() -> Receiver {
    receiver_of(gateway_key(), Scheme::Rsa)
}

fn inbox() -> MemoryInbox {
    MemoryInbox::new(ORDERS, HOUR)
}

fn paid(number: &str) -> String {
    format!(
        r#"{{"oid_partner":"{MERCHANT}","sign_type":"RSA","no_order":"{number}",
        "dt_order":"20261122093000","oid_paybill":"2","money_order":"210.97",
        "result_pay":"SUCCESS","settle_date":"20261122","pay_type":"L"}}"#
    )
}

fn paid_out(number: &str, state: &str) -> String {
    let message = format!(
        r#"{{"oid_partner":"{MERCHANT}","sign_type":"RSA","no_order":"{number}",
        "dt_order":"20261122093000","oid_paybill":"2","money_order":"210.97","result_pay":"{state}"}}"#
    );
    signed_by_gateway(&message)
}

fn refunded(state: &str) -> String {
    let message = format!(
        r#"{{"oid_partner":"{MERCHANT}","sign_type":"RSA","no_refund":"R1",
        "dt_refund":"20261123100000","money_refund":"100.00","oid_refundno":"3",
        "sta_refund":"{state}","settle_date":"20261123"}}"#
    );
    signed_by_gateway(&message)
}

/// What a shop does for one order, and whether it was ever wrong.
#[derive(Default)]
struct Action {
    is_running: AtomicBool,
    runs: AtomicU32,
    successes: AtomicU32,
}

impl Action {
    /// Fails `failures` times, then succeeds.
    fn run(&self, failures: u32) -> Result<(), &'static str> {
        assert!(!self.is_running.swap(true, Ordering::SeqCst), "two run at once");
        let before = self.runs.fetch_add(1, Ordering::SeqCst);
        // Somebody else gets the processor in the middle of it.
        thread::yield_now();
        self.is_running.store(false, Ordering::SeqCst);
        if before < failures {
            return Err("the disk is full");
        }
        self.successes.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

/// Every thread delivers every order thirty times, all in the same order, so that they meet. Every third
/// order's action fails at first, once or more often.
#[test]
fn thirty_redeliveries_by_each_of_eight_threads_of_a_thousand_orders_act_once_for_each() {
    let signer = RsaSigner::new(gateway_private_key(), Scheme::Rsa).unwrap();
    let bodies: Vec<String> =
        (0..ORDERS).map(|order| sign_with(&paid(&format!("N{order}")), &signer)).collect();
    let failures = |order: usize| {
        if order.is_multiple_of(3) { 1 + u32::try_from(order % 5).unwrap() } else { 0 }
    };
    let actions: Vec<Action> = (0..ORDERS).map(|_| Action::default()).collect();
    let (receiver, inbox) = (receiver(), inbox());
    let answers = [200, 500, 503].map(|status| (status, AtomicU32::new(0)));
    let at_once = Barrier::new(THREADS);
    let deliver = |order: usize| {
        let result = receiver.once::<aggregate::AsyncNotification, _, _>(
            &inbox,
            bodies[order].as_bytes(),
            |paid| {
                paid.fits_amount(Amount::from_fen(21_097)).expect("the amount");
                actions[order].run(failures(order))
            },
        );
        let told = Answer::from(&result);
        match &result {
            Ok(notified) => {
                assert_eq!(notified.no_order, format!("N{order}"));
                assert_eq!(actions[order].successes.load(Ordering::SeqCst), 1);
                assert_eq!(told.body, aggregate::AsyncNotification::ACKNOWLEDGEMENT);
            }
            Err(OnceError::Action(_) | OnceError::Busy(_)) => assert!(!told.is_acknowledgement()),
            Err(error) => panic!("{error}"),
        }
        let (_, count) = answers.iter().find(|(status, _)| *status == told.status).unwrap();
        count.fetch_add(1, Ordering::SeqCst);
    };
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                at_once.wait();
                for _ in 0..REDELIVERIES {
                    for order in 0..ORDERS {
                        deliver(order);
                    }
                }
            });
        }
    });
    let [acknowledged, failed, busy] = answers.map(|(_, count)| count.into_inner());
    assert_eq!(
        acknowledged + failed + busy,
        u32::try_from(ORDERS * REDELIVERIES * THREADS).unwrap()
    );
    let expected: u32 = (0..ORDERS).map(failures).sum();
    assert_eq!(failed, expected, "each failure is told once");
    for (order, action) in actions.iter().enumerate() {
        assert_eq!(action.successes.load(Ordering::SeqCst), 1, "order {order}");
        assert_eq!(action.runs.load(Ordering::SeqCst), failures(order) + 1, "order {order}");
    }
    assert_eq!(inbox.len(), ORDERS);
}

#[test]
fn a_repetition_is_acknowledged_without_acting() {
    let (receiver, inbox) = (receiver(), inbox());
    let body = signed_by_gateway(&paid("1"));
    let runs = AtomicU32::new(0);
    let deliver = || {
        receiver
            .once::<aggregate::AsyncNotification, _, Infallible>(&inbox, body.as_bytes(), |_| {
                runs.fetch_add(1, Ordering::SeqCst);
                Ok(())
            })
            .unwrap()
    };
    let (first, second) = (deliver(), deliver());
    assert_eq!((first.acted(), second.acted()), (Acted::Now, Acted::Before));
    assert_eq!(runs.into_inner(), 1);
    assert_eq!(first.answer(), second.answer());
    let answer = first.answer();
    assert_eq!((answer.status, answer.content_type), (200, "application/json;charset=utf-8"));
    assert_eq!(answer.body, r#"{"ret_code":"0000","ret_msg":"ok"}"#);
}

#[test]
fn a_delivery_during_the_action_is_told_to_come_again() {
    let (receiver, inbox) = (receiver(), inbox());
    let body = signed_by_gateway(&paid("1"));
    let meanwhile = Mutex::new(None);
    let outer = receiver.once::<aggregate::AsyncNotification, _, Infallible>(
        &inbox,
        body.as_bytes(),
        |_| {
            let inner = receiver.once::<aggregate::AsyncNotification, _, Infallible>(
                &inbox,
                body.as_bytes(),
                |_| panic!("acts twice"),
            );
            *meanwhile.lock().unwrap() = Some((Answer::from(&inner).status, inner.is_err()));
            Ok(())
        },
    );
    assert_eq!(*meanwhile.lock().unwrap(), Some((503, true)));
    assert_eq!(outer.unwrap().acted(), Acted::Now);
}

#[test]
fn an_action_that_panics_is_run_again() {
    let (receiver, inbox) = (receiver(), inbox());
    let body = signed_by_gateway(&paid("1"));
    let deliver = |panics: bool| {
        receiver.once::<aggregate::AsyncNotification, _, Infallible>(
            &inbox,
            body.as_bytes(),
            |_| {
                assert!(!panics, "as intended");
                Ok(())
            },
        )
    };
    assert!(catch_unwind(AssertUnwindSafe(|| deliver(true))).is_err());
    assert!(inbox.is_empty());
    assert_eq!(deliver(false).unwrap().acted(), Acted::Now);
}

#[test]
fn a_message_that_is_not_believed_neither_acts_nor_counts() {
    let (receiver, inbox) = (receiver(), inbox());
    let genuine = signed_by_gateway(&paid("1"));
    let other = signed_by_gateway(&paid("1").replace(MERCHANT, "201304121000001005"));
    for (body, status) in [
        (genuine.replace("210.97", "0.01"), 403),
        (paid("1"), 403),
        (other, 403),
        ("{".to_owned(), 400),
        (signed_by_gateway(&paid("1").replace(r#""no_order":"1","#, "")), 400),
    ] {
        let result = receiver.once::<aggregate::AsyncNotification, _, Infallible>(
            &inbox,
            body.as_bytes(),
            |_| panic!("acted upon {body}"),
        );
        let answer = Answer::from(&result);
        assert_eq!(answer.status, status, "{body}");
        assert!(!answer.is_acknowledgement());
    }
    assert!(inbox.is_empty());
}

#[test]
fn a_payout_that_the_bank_returns_later_is_another_event() {
    let (receiver, inbox) = (receiver(), inbox());
    let seen = Mutex::new(Vec::new());
    for state in ["SUCCESS", "SUCCESS", "CANCEL", "SUCCESS", "CANCEL"] {
        let body = paid_out("1", state);
        receiver
            .once::<instant::AsyncNotification, _, Infallible>(&inbox, body.as_bytes(), |payout| {
                seen.lock().unwrap().push(payout.result_pay.code().to_owned());
                Ok(())
            })
            .unwrap();
    }
    assert_eq!(seen.into_inner().unwrap(), ["SUCCESS", "CANCEL"]);
}

#[test]
fn a_payment_and_a_payout_of_one_number_are_two_events() {
    let (receiver, inbox) = (receiver(), inbox());
    let payment = signed_by_gateway(&paid("1"));
    let payment = receiver
        .once::<aggregate::AsyncNotification, _, Infallible>(&inbox, payment.as_bytes(), |_| Ok(()))
        .unwrap();
    let payout = paid_out("1", "SUCCESS");
    let payout = receiver
        .once::<instant::AsyncNotification, _, Infallible>(&inbox, payout.as_bytes(), |_| Ok(()))
        .unwrap();
    assert_eq!((payment.acted(), payout.acted()), (Acted::Now, Acted::Now));
    assert_ne!(payment.event(), payout.event());
}

#[test]
fn the_event_of_an_order_is_its_number_time_and_state_and_not_its_amount() {
    let (receiver, inbox) = (receiver(), inbox());
    let of = |message: String| {
        let body = signed_by_gateway(&message);
        let notified = receiver
            .once::<aggregate::AsyncNotification, _, Infallible>(
                &inbox,
                body.as_bytes(),
                |_| Ok(()),
            )
            .unwrap();
        notified.event().key().to_owned()
    };
    let usual = of(paid("1"));
    assert_eq!(
        usual,
        "aggregate.query?oid_partner=201304121000001004&dt_order=20261122093000&no_order=1\
         &result_pay=SUCCESS"
    );
    assert_eq!(of(paid("1").replace("210.97", "210.9")), usual);
    assert_ne!(of(paid("1").replace("0930", "0931")), usual);
    // A number that tries to look like another order's fields stays a number.
    let strange = of(paid("1&result_pay=SUCCESS"));
    assert!(strange.contains("no_order=1%26result_pay%3DSUCCESS&result_pay=SUCCESS"), "{strange}");
}

#[test]
fn the_event_of_a_refund_is_its_number_time_and_state() {
    let (receiver, inbox) = (receiver(), inbox());
    let deliver = |state: &str| {
        let body = refunded(state);
        receiver
            .once::<refund::AsyncNotification, _, Infallible>(&inbox, body.as_bytes(), |_| Ok(()))
            .unwrap()
    };
    let done = deliver("2");
    assert_eq!(
        done.event().key(),
        "refund.query?oid_partner=201304121000001004&dt_refund=20261123100000&no_refund=R1\
         &sta_refund=2"
    );
    assert_eq!((deliver("3").acted(), deliver("2").acted()), (Acted::Now, Acted::Before));
}

#[test]
fn what_a_query_found_first_a_notification_does_not_do_again() {
    let (receiver, inbox) = (receiver(), inbox());
    let found = Event::of::<aggregate::Query>(
        MERCHANT,
        &[
            ("result_pay", codes::PaymentResult::Success.code()),
            ("no_order", "1"),
            ("dt_order", &time("20261122093000").to_string()),
        ],
    )
    .unwrap();
    assert_eq!(act_once(&inbox, &found, |_| Ok::<_, Infallible>(())).unwrap(), Acted::Now);
    let body = signed_by_gateway(&paid("1"));
    let told = receiver.once::<aggregate::AsyncNotification, _, Infallible>(
        &inbox,
        body.as_bytes(),
        |_| panic!("acts twice"),
    );
    assert_eq!(told.unwrap().acted(), Acted::Before);
}

#[test]
fn an_event_lacks_nothing_and_has_nothing_more() {
    let order = [("no_order", "1"), ("dt_order", "20261122093000")];
    let lacks = Event::of::<aggregate::Query>(MERCHANT, &order).unwrap_err();
    let operation = "aggregate.query";
    assert_eq!(lacks, NoEvent::Missing { operation, field: "result_pay" });
    let empty = [order[0], order[1], ("result_pay", "")];
    assert_eq!(Event::of::<aggregate::Query>(MERCHANT, &empty).unwrap_err(), lacks);
    let more = [order[0], order[1], ("result_pay", "SUCCESS"), ("money_order", "0.01")];
    let field = "money_order".to_owned();
    let error = Event::of::<aggregate::Query>(MERCHANT, &more).unwrap_err();
    assert_eq!(error, NoEvent::Surplus { operation, field });
    let error = Event::of::<card_bind::Query>(MERCHANT, &[]).unwrap_err();
    assert_eq!(error, NoEvent::Unspecified { operation: "card_bind.query" });
}

#[test]
fn every_notification_to_the_server_tells_an_event() {
    let notifications = OPERATIONS.iter().filter(|meta| meta.transport == Transport::Notification);
    let mut count = 0;
    for meta in notifications {
        let fields = GATEWAY.event.iter().filter_map(|name| meta.request_field(name));
        let fields: Vec<_> = fields.collect();
        let has = |what: &dyn Fn(&Kind) -> bool| fields.iter().any(|field| what(&field.kind));
        assert!(has(&|kind| matches!(kind, Kind::Time)), "{}", meta.id);
        assert!(has(&|kind| matches!(kind, Kind::Code(_))), "{}", meta.id);
        assert!(fields.iter().any(|field| field.identity), "{}", meta.id);
        assert!(!meta.query_with.is_empty(), "{}", meta.id);
        count += 1;
    }
    assert!(count >= 7, "{count}");
}

fn checked<T>(
    amount: &str,
    check: impl Fn(&lianlian::Delivery<'_, aggregate::AsyncNotification>) -> Result<T, OtherOrder>,
) -> Result<(), OtherOrder> {
    let message = paid("20261122000001").replace("210.97", amount);
    let body = signed_by_gateway(&message);
    let result = receiver().once(&inbox(), body.as_bytes(), |paid| check(paid).map(drop));
    match result {
        Ok(_) => Ok(()),
        Err(OnceError::Action(error)) => Err(error),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_notification_fits_the_order_that_was_sent() {
    checked("210.97", |paid| paid.fits(&direct_pay())).unwrap();
    checked("210.97", |paid| paid.fits_amount(Amount::from_fen(21_097))).unwrap();
    checked("210.97", |paid| paid.fits_time(time("20261122093000"))).unwrap();
}

#[test]
fn another_amount_number_or_time_does_not_fit() {
    let operation = "aggregate.async_notification";
    let differs = |field, notified: &str, expected: &str| {
        let (notified, expected) = (notified.to_owned(), expected.to_owned());
        Err(OtherOrder::Differs { operation, field, notified, expected })
    };
    let amount = differs("money_order", "0.01", "210.97");
    assert_eq!(checked("0.01", |paid| paid.fits(&direct_pay())), amount);
    assert_eq!(checked("0.01", |paid| paid.fits_amount(Amount::from_fen(21_097))), amount);
    let other: OrderTime = time("20261122093001");
    let time = differs("dt_order", "20261122093000", "20261122093001");
    assert_eq!(checked("210.97", |paid| paid.fits_time(other)), time);
    let mut order = direct_pay();
    order.dt_order = other;
    assert_eq!(checked("210.97", |paid| paid.fits(&order)), time);
    let mut order = direct_pay();
    order.no_order = "2".to_owned();
    let number = differs("no_order", "20261122000001", "2");
    assert_eq!(checked("210.97", |paid| paid.fits(&order)), number);
}

#[test]
fn an_order_without_an_amount_fits_nothing() {
    let query = aggregate::Query::builder().no_order("20261122000001").build().unwrap();
    let error = checked("210.97", |paid| paid.fits(&query)).unwrap_err();
    assert!(matches!(error, OtherOrder::NothingToCompare { .. }), "{error}");
}

fn event(number: usize) -> Event {
    let number = number.to_string();
    let values = [("no_order", &*number), ("dt_order", "2"), ("result_pay", "SUCCESS")];
    Event::of::<aggregate::Query>(MERCHANT, &values).unwrap()
}

fn act(inbox: &MemoryInbox, number: usize) -> Result<Acted, OnceError<Infallible>> {
    act_once(inbox, &event(number), |_| Ok(()))
}

#[test]
fn a_full_memory_refuses_rather_than_forget() {
    let inbox = MemoryInbox::new(3, HOUR);
    for number in 0..3 {
        act(&inbox, number).unwrap();
    }
    let error = act(&inbox, 3).unwrap_err();
    assert!(matches!(error, OnceError::Inbox(_)), "{error}");
    assert_eq!(Answer::from(&error).status, 500);
    assert_eq!(act(&inbox, 0).unwrap(), Acted::Before);
    assert_eq!(inbox.len(), 3);
}

#[test]
fn a_memory_whose_time_has_passed_makes_room_and_what_is_in_work_stays() {
    let inbox = MemoryInbox::new(2, Duration::ZERO);
    let Ok(Claimed::Mine(_in_work)) = inbox.claim(&event(0)) else { panic!("not claimed") };
    for number in 1..10 {
        assert_eq!(act(&inbox, number).unwrap(), Acted::Now);
    }
    assert_eq!(inbox.len(), 2);
    assert!(matches!(act(&inbox, 0), Err(OnceError::Busy(_))));
}

#[test]
fn a_notification_keeps_coming_for_an_hour() {
    assert_eq!(GATEWAY.notification.span(), HOUR);
}
