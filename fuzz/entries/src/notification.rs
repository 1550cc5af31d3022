//! Notifications that the gateway posts: any bytes, and that what is read is what stands in them.

use std::convert::Infallible;
use std::time::Duration;

use lianlian::meta::OperationMeta;
use lianlian::{
    Acted, MemoryInbox, MessageError, NotVerified, Notification, OnceError, Operation,
    ReceiveError, ServerNotification,
};

use crate::cast::{CREDULOUS_RECEIVER, MERCHANT, WARY_RECEIVER, chosen};
use crate::fields;
use crate::model::{self, Member};
use crate::typed::{self, Typed};

/// A notification that is received.
struct Received {
    meta: &'static OperationMeta,
    run: fn(&[u8]),
}

const fn received<N>() -> Received
where
    N: Notification + Typed,
    N::Operation: ServerNotification,
{
    Received { meta: <N::Operation as Operation>::META, run: run::<N> }
}

static RECEIVED: [Received; 7] = [
    received::<lianlian::aggregate::AsyncNotification>(),
    received::<lianlian::easypay::AsyncNotification>(),
    received::<lianlian::exchange::AsyncNotification>(),
    received::<lianlian::instant::AsyncNotification>(),
    received::<lianlian::mpay::AsyncNotification>(),
    received::<lianlian::online_banking::AsyncNotification>(),
    received::<lianlian::refund::AsyncNotification>(),
];

/// The ids of the notifications that are tried.
pub fn operations() -> Vec<&'static str> {
    RECEIVED.iter().map(|received| received.meta.id).collect()
}

/// `data` is the id of a notification, a line break, and the body that is posted.
pub fn notification(data: &[u8]) {
    let (received, body) = chosen(data, &RECEIVED, |received| received.meta.id);
    (received.run)(body);
}

fn run<N>(body: &[u8])
where
    N: Notification + Typed,
    N::Operation: ServerNotification,
{
    let members = model::members(body);
    let read = CREDULOUS_RECEIVER.notification::<N>(body);
    judge(members.as_deref(), read.as_deref(), <N::Operation as Operation>::META);
    if read.is_ok() {
        acts_once::<N>(body, &members.unwrap_or_default());
    }
    let doubted = WARY_RECEIVER.notification::<N>(body);
    assert!(
        matches!(doubted, Err(ReceiveError::NotVerified(_) | ReceiveError::Unreadable(_))),
        "believed what nobody signed"
    );
}

/// The second delivery finds that the first was acted upon, under a key that says what happened.
fn acts_once<N>(body: &[u8], members: &[Member])
where
    N: Notification + Typed,
    N::Operation: ServerNotification,
{
    let inbox = MemoryInbox::new(1, Duration::from_secs(60));
    let mut actions = 0;
    for acted in [Acted::Now, Acted::Before] {
        let received = CREDULOUS_RECEIVER.once::<N, _, Infallible>(&inbox, body, |_| {
            actions += 1;
            Ok(())
        });
        let received = match received {
            Ok(received) => received,
            Err(OnceError::Event(_)) => return,
            Err(other) => panic!("{other}"),
        };
        assert_eq!(received.acted(), acted);
        // Two events have one key only if they are one: the values can be had back from it.
        let (_, values) = received.event().key().split_once('?').expect("a key with values");
        for (name, value) in fields::decoded(values).expect("UTF-8") {
            assert_eq!(model::present(members, &name), Some(&*value), "{name} of the event");
        }
    }
    assert_eq!(actions, 1);
}

/// What is read, against the members that the model finds.
pub fn judge<N: Typed>(
    members: Option<&[Member]>,
    read: Result<&N, &ReceiveError>,
    meta: &'static OperationMeta,
) {
    if let Err(error) = read {
        let _ = format!("{error} {error:?}");
    }
    let Some(members) = members else {
        let is_unreadable = matches!(read, Err(ReceiveError::Unreadable(_)));
        assert!(is_unreadable, "read what is no message");
        return;
    };
    if model::present(members, "sign").is_none() {
        let is_missing = matches!(read, Err(ReceiveError::NotVerified(NotVerified::Missing)));
        assert!(is_missing, "read what has no signature");
        return;
    }
    if model::present(members, "oid_partner") != Some(MERCHANT) {
        let is_other = matches!(read, Err(ReceiveError::OtherMerchant));
        assert!(is_other, "read what is for somebody else");
        return;
    }
    match read {
        Ok(notification) => {
            notification.says(members);
            if let Some(unknown) = notification.unknown() {
                let kept: Vec<_> = unknown.iter().collect();
                assert_eq!(kept, typed::unknown(members, meta.request), "other unknown members");
            }
            let _ = format!("{notification:?}");
        }
        Err(ReceiveError::Form(_)) => {}
        Err(ReceiveError::Unreadable(MessageError::DuplicateKey(name))) => {
            panic!("{name} stands once")
        }
        Err(other) => panic!("{other}"),
    }
}
