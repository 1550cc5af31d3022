//! Notifications that the gateway posts: any bytes, and that what is read is what stands in them.

use std::convert::Infallible;
use std::time::Duration;

use lianlian::meta::OperationMeta;
use lianlian::{
    Acted, MemoryInbox, NotVerified, Notification, OnceError, Operation as _, ReceiveError,
    Received as Acknowledged, ServerNotification, Verified,
};
use lianlian_spec::model::{Kind, Operation};

use crate::Reached;
use crate::cast::{CREDULOUS_RECEIVER, MERCHANT, WARY_RECEIVER, chosen};
use crate::fields::{self, SPEC};
use crate::model::{self, Member};
use crate::told::Told;
use crate::typed::{self, Typed};

/// A notification that is received.
struct Received {
    meta: &'static OperationMeta,
    fields: &'static [&'static str],
    run: fn(&[u8]) -> Reached,
}

const fn received<N>() -> Received
where
    N: Notification + Typed,
    N::Operation: ServerNotification,
{
    Received { meta: N::Operation::META, fields: N::FIELDS, run: run::<N> }
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

/// The notifications, and which fields of them are compared.
pub fn compared() -> impl Iterator<Item = (&'static OperationMeta, &'static [&'static str])> {
    RECEIVED.iter().map(|received| (received.meta, received.fields))
}

/// `data` is the id of a notification, a line break, and the body that is posted.
pub fn notification(data: &[u8]) -> Reached {
    let (received, body) = chosen(data, &RECEIVED, |received| received.meta.id);
    (received.run)(body)
}

fn run<N>(body: &[u8]) -> Reached
where
    N: Notification + Typed,
    N::Operation: ServerNotification,
{
    let reached = holds::<N>(body, |body| CREDULOUS_RECEIVER.notification(body));
    if reached == Reached::Property {
        acts_once::<N>(body, |inbox, body, act| {
            CREDULOUS_RECEIVER.once(inbox, body, |_| {
                act();
                Ok(())
            })
        });
    }
    let doubted = WARY_RECEIVER.notification::<N>(body);
    assert!(
        matches!(doubted, Err(ReceiveError::NotVerified(_) | ReceiveError::Unreadable(_))),
        "believed what nobody signed"
    );
    reached
}

/// The property, with the judged function as a parameter.
pub fn holds<N>(body: &[u8], read: impl Fn(&[u8]) -> Result<Verified<N>, ReceiveError>) -> Reached
where
    N: Notification + Typed,
{
    let operation = fields::operation(N::Operation::META.id);
    judge(model::members(body).as_deref(), read(body).as_deref(), operation)
}

/// The second delivery finds that the first was acted upon, under a key that says what happened.
///
/// The judged function takes an inbox, a body that can be read, and what to do.
pub fn acts_once<N>(
    body: &[u8],
    deliver: impl Fn(
        &MemoryInbox,
        &[u8],
        &mut dyn FnMut(),
    ) -> Result<Acknowledged<N>, OnceError<Infallible>>,
) where
    N: Notification,
{
    let operation = fields::operation(N::Operation::META.id);
    let members = model::members(body).expect("a message");
    let event = event(operation, &members);
    let inbox = MemoryInbox::new(1, Duration::from_secs(60));
    let mut actions = 0;
    for acted in [Acted::Now, Acted::Before] {
        let received = deliver(&inbox, body, &mut || actions += 1);
        let received = match (received, &event) {
            (Err(OnceError::Event(_)), None) => return assert_eq!(actions, 0),
            (Ok(received), Some(_)) => received,
            (Ok(_), None) => panic!("acted upon what does not say what happened"),
            (Err(error), _) => panic!("{error}"),
        };
        assert_eq!(received.acted(), acted, "acted upon again");
        // Two events have one key only if they are one: the values can be had back from it.
        let (asked, values) = received.event().key().split_once('?').expect("a key with values");
        assert_eq!(asked, operation.query_with.first().unwrap_or(&operation.id));
        assert_eq!(fields::decoded(values), event, "another event");
    }
    assert_eq!(actions, 1, "acted more than once");
}

/// What tells the event from others; `None` if the message does not say all of it.
fn event(operation: &Operation, members: &[Member]) -> Option<Vec<(String, String)>> {
    let named = SPEC.gateway.notification.event.iter();
    let fields = named.filter_map(|name| operation.request.iter().find(|own| own.name == *name));
    let fields: Vec<_> = fields.collect();
    let says_which = fields.iter().any(|field| field.identity);
    let says_state = fields.iter().any(|field| matches!(field.kind, Kind::Code(_)));
    let merchant = Some(("oid_partner".to_owned(), MERCHANT.to_owned()));
    let told = fields.iter().map(|field| {
        let text = Told::of(fields::operation(&operation.id), members).text(field)?;
        Some((field.name.clone(), text.to_owned()))
    });
    let event: Option<Vec<_>> = std::iter::once(merchant).chain(told).collect();
    event.filter(|_| says_which && says_state)
}

/// What is read, against the members that the model finds.
pub fn judge<N: Typed>(
    members: Option<&[Member]>,
    read: Result<&N, &ReceiveError>,
    operation: &'static Operation,
) -> Reached {
    if let Err(error) = read {
        let _ = format!("{error} {error:?}");
    }
    let Some(members) = members else {
        let is_unreadable = matches!(read, Err(ReceiveError::Unreadable(_)));
        assert!(is_unreadable, "read what is no message");
        return Reached::Refusal;
    };
    if model::present(members, "sign").is_none() {
        let is_missing = matches!(read, Err(ReceiveError::NotVerified(NotVerified::Missing)));
        assert!(is_missing, "read what has no signature");
        return Reached::Refusal;
    }
    if model::present(members, "oid_partner") != Some(MERCHANT) {
        let is_other = matches!(read, Err(ReceiveError::OtherMerchant));
        assert!(is_other, "read what is for somebody else");
        return Reached::Refusal;
    }
    let read = read.map_err(|error| match error {
        ReceiveError::Form(error) => error,
        other => panic!("{other}"),
    });
    typed::judge(&Told::of(operation, members), read);
    Reached::property_if(read.is_ok())
}
