//! Notifications, as a merchant's server meets them.

use std::time::Duration;

use lianlian::aggregate::AsyncNotification;
use lianlian::{GATEWAY, ServerNotification as _};
use lianlian_sandbox::{Answer, Sandbox};

use crate::support::{Given, LONG, Shop, client, get, order, sandbox};

fn pay(sandbox: &Sandbox, notify_url: &str) {
    let given = Given { notify_url, ..Given::default() };
    client(sandbox).send(&order(&given)).unwrap();
    sandbox.pay(given.no_order).unwrap();
}

#[test]
fn a_notification_is_repeated_until_it_is_acknowledged() {
    let sandbox = sandbox();
    let shop = Shop::answering([
        (500, AsyncNotification::ACKNOWLEDGEMENT),
        (200, r#"{"ret_code":"0000","ret_msg":"OK"}"#),
        (200, "<html>"),
        (200, AsyncNotification::ACKNOWLEDGEMENT),
    ]);
    pay(&sandbox, &shop.url);
    assert!(sandbox.wait_for_acknowledgement(Given::default().no_order, LONG));

    let attempts = sandbox.order(Given::default().no_order).unwrap().notifications;
    let acknowledged: Vec<_> = attempts.iter().map(|attempt| attempt.acknowledged).collect();
    assert_eq!(acknowledged, [false, false, false, true]);
    assert!(matches!(attempts[0].answer, Answer::Http { status: 500, .. }));

    let receiver = client(&sandbox).receiver();
    let first = shop.next();
    assert_eq!(first.content_type, GATEWAY.notification.content_type);
    receiver.notification::<AsyncNotification>(&first.body).unwrap();
    for _ in 1..4 {
        assert_eq!(shop.next().body, first.body);
    }
}

#[test]
fn attempts_end_when_there_are_as_many_as_the_spec_allows() {
    let sandbox = sandbox();
    let shop = Shop::answering([(200, "thanks")]);
    pay(&sandbox, &shop.url);
    assert!(!sandbox.wait_for_acknowledgement(Given::default().no_order, LONG));
    let attempts = sandbox.order(Given::default().no_order).unwrap().notifications;
    assert_eq!(attempts.len(), usize::try_from(GATEWAY.notification.attempts).unwrap());
}

#[test]
fn a_shop_that_hangs_up_is_tried_again() {
    let sandbox = sandbox();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || listener.incoming().for_each(drop));
    pay(&sandbox, &url);
    assert!(!sandbox.wait_for_acknowledgement(Given::default().no_order, LONG));
    let attempts = sandbox.order(Given::default().no_order).unwrap().notifications;
    assert!(attempts.len() > 1);
    assert!(matches!(attempts[0].answer, Answer::Nothing { .. }));
}

#[test]
fn another_machine_is_never_contacted() {
    let sandbox = sandbox();
    pay(&sandbox, "https://shop.example/notify");
    assert!(!sandbox.wait_for_acknowledgement(Given::default().no_order, LONG));
    let attempts = sandbox.order(Given::default().no_order).unwrap().notifications;
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].answer.to_string(), "not sent: not on this machine");
}

#[test]
fn a_wait_for_what_never_comes_ends() {
    let sandbox = sandbox();
    assert!(!sandbox.wait_for_acknowledgement("nobody", LONG));
    client(&sandbox).send(&order(&Given::default())).unwrap();
    let unpaid = Given::default().no_order;
    assert!(!sandbox.wait_for_acknowledgement(unpaid, Duration::from_millis(1)));
}

#[test]
fn a_dropped_sandbox_does_not_wait_out_the_interval() {
    let sandbox = Sandbox::builder().key_bits(1024).start().unwrap();
    let shop = Shop::answering([(500, "")]);
    let today = lianlian::Clock::now(&lianlian::SystemClock).to_string();
    let no_order = "20261122000899";
    let given = Given { no_order, notify_url: &shop.url, dt_order: &today, ..Given::default() };
    client(&sandbox).send(&order(&given)).unwrap();
    sandbox.pay(no_order).unwrap();
    shop.next();
    let url = sandbox.url().to_owned();
    drop(sandbox);
    // The sandbox of another test may have got the port by now; it does not know the order.
    if std::net::TcpStream::connect(url.strip_prefix("http://").unwrap()).is_ok() {
        assert_eq!(get(&format!("{url}/sandbox/orders/{no_order}")).0, 404);
    }
}
