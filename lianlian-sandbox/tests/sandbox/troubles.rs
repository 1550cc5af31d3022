//! Trouble on demand, seen by the real client and in the sandbox's books.

use std::time::{Duration, Instant};

use lianlian::SendError;
use lianlian_sandbox::{OrderState, Trouble, TroubleToCome};
use serde_json::{Value, json};

use crate::support::{Given, LONG, Shop, client, fast, get, now, order, post, query, sandbox};

#[test]
fn each_trouble_is_unknown_to_the_client_and_carried_out_as_it_says() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    for (place, trouble) in Trouble::EACH.into_iter().enumerate() {
        let number = format!("T{place}");
        let given = Given { no_order: &number, ..Given::default() };
        sandbox.cause(TroubleToCome::new(trouble).at("aggregate.direct_pay"));
        let outcome = client.send(&order(&given));
        let is_answered = matches!(
            trouble,
            Trouble::Delay(_) | Trouble::DuplicateNotifications | Trouble::LateNotifications(_)
        );
        match outcome {
            Ok(_) => assert!(is_answered, "{trouble}"),
            Err(SendError::Unknown(_)) => assert!(!is_answered, "{trouble}"),
            Err(SendError::NotExecuted(why)) => panic!("{trouble}: {why}"),
        }
        if trouble == Trouble::CutDuring {
            assert!(sandbox.order(&number).is_none(), "not yet carried out");
            sandbox.advance(Duration::from_secs(1)).unwrap();
            let late = Instant::now();
            while sandbox.order(&number).is_none() && late.elapsed() < LONG {
                std::thread::yield_now();
            }
        }
        assert_eq!(sandbox.order(&number).is_some(), trouble.is_carried_out(), "{trouble}");
        // It happens once: the same order again is answered.
        client.send(&order(&given)).unwrap();
    }
}

#[test]
fn notifications_come_twice_or_in_another_turn() {
    let shop = Shop::open();
    let sandbox = fast().clock(lianlian::FixedClock(now())).start().unwrap();
    let client = client(&sandbox);
    let given = Given { notify_url: &shop.url, ..Given::default() };
    sandbox.cause(Trouble::DuplicateNotifications);
    client.send(&order(&given)).unwrap();
    sandbox.pay(given.no_order).unwrap();
    assert_eq!(shop.next().body, shop.next().body);

    sandbox.cause(Trouble::LateNotifications(60));
    let late = Given { no_order: "L1", notify_url: &shop.url, ..Given::default() };
    client.send(&order(&late)).unwrap();
    sandbox.pay("L1").unwrap();
    let next = Given { no_order: "L2", notify_url: &shop.url, ..Given::default() };
    client.send(&order(&next)).unwrap();
    sandbox.pay("L2").unwrap();
    let number = |body: &[u8]| {
        serde_json::from_slice::<Value>(body).unwrap()["no_order"].as_str().unwrap().to_owned()
    };
    assert_eq!(number(&shop.next().body), "L2");
    sandbox.advance(Duration::from_secs(60)).unwrap();
    assert_eq!(number(&shop.next().body), "L1");
}

#[test]
fn other_programs_ask_for_trouble_and_move_the_clock_over_http() {
    let sandbox = sandbox();
    let url = |path: &str| format!("{}/sandbox/{path}", sandbox.url());
    let ask =
        |body: &Value| post(&url("troubles"), "application/json", body.to_string().as_bytes());
    assert_eq!(ask(&json!({ "trouble": "cut-after", "operation": "aggregate.query" })).0, 204);
    assert_eq!(ask(&json!({ "trouble": "status=503", "times": null })).0, 204);
    let (status, _, why) = ask(&json!({ "trouble": "flood" }));
    assert!(status == 400 && why.contains("wrong-signature"), "{why}");
    let list: Value = serde_json::from_str(&get(&url("troubles")).1).unwrap();
    assert_eq!(list[0]["operation"], "aggregate.query");
    assert_eq!(
        list[1],
        json!({
            "oid_partner": sandbox.oid_partner(),
            "trouble": "status=503",
            "operation": null,
            "times": null,
        })
    );
    let client = client(&sandbox);
    for _ in 0..2 {
        assert!(client.send(&order(&Given::default())).unwrap_err().is_unknown());
    }
    sandbox.end_troubles();
    client.send(&order(&Given::default())).unwrap();

    let (status, _, clock) = post(&url("clock"), "application/json", br#"{"advance": 3600}"#);
    let clock: Value = serde_json::from_str(&clock).unwrap();
    assert_eq!((status, &clock["now"]), (200, &json!("20261122103000")));
    assert_eq!(post(&url("clock"), "application/json", b"soon").0, 400);
}

#[test]
fn thirty_attempts_two_minutes_apart_pass_in_a_moment_on_a_clock_that_is_moved() {
    let refusing = Shop::answering([(500, "no")]);
    let sandbox = lianlian_sandbox::Sandbox::builder()
        .key_bits(1024)
        .clock(lianlian::FixedClock(now()))
        .start()
        .unwrap();
    let given = Given { notify_url: &refusing.url, ..Given::default() };
    client(&sandbox).send(&order(&given)).unwrap();
    sandbox.pay(given.no_order).unwrap();
    for attempt in 1..=lianlian::GATEWAY.notification.attempts {
        refusing.next();
        // Noted after the answer; the next attempt is two minutes after that.
        let noted = Instant::now();
        let attempts = || sandbox.order(given.no_order).unwrap().notifications.len();
        while attempts() < usize::try_from(attempt).unwrap() && noted.elapsed() < LONG {
            std::thread::yield_now();
        }
        sandbox.advance(Duration::from_secs(120)).unwrap();
    }
    assert!(!sandbox.wait_for_acknowledgement(given.no_order, LONG));
    let attempts = sandbox.order(given.no_order).unwrap().notifications;
    assert_eq!(attempts.len(), 30);
    assert!(attempts.iter().all(|attempt| attempt.answer.to_string() == "HTTP 500 no"));
    let apart = attempts[29].at.unix_seconds() - attempts[0].at.unix_seconds();
    assert_eq!(apart, 29 * 120);
    assert_eq!(sandbox.order(given.no_order).unwrap().state, OrderState::Paid);
    let query = query(&client(&sandbox), given.no_order);
    assert_eq!(query.result_pay, Some(lianlian::codes::PaymentResult::Success));
}
