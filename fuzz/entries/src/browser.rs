//! What the payer's browser brings along: any query or form, and that what is read is what stands in it.

use lianlian::meta::OperationMeta;
use lianlian::{BrowserNotification, Notification, Operation, ReceiveError};

use crate::cast::{CREDULOUS_RECEIVER, WARY_RECEIVER, chosen};
use crate::fields;
use crate::model::{self, Member};
use crate::notification::judge;
use crate::typed::Typed;

/// A notification that a browser brings.
struct Brought {
    meta: &'static OperationMeta,
    run: fn(&str),
}

const fn brought<N>() -> Brought
where
    N: Notification + Typed,
    N::Operation: BrowserNotification,
{
    Brought { meta: <N::Operation as Operation>::META, run: run::<N> }
}

static BROUGHT: [Brought; 4] = [
    brought::<lianlian::aggregate::SyncNotification>(),
    brought::<lianlian::easypay::H5SyncNotification>(),
    brought::<lianlian::easypay::WebSyncNotification>(),
    brought::<lianlian::online_banking::SyncNotification>(),
];

/// The ids of the notifications that are tried.
pub fn operations() -> Vec<&'static str> {
    BROUGHT.iter().map(|brought| brought.meta.id).collect()
}

/// `data` is the id of a notification, a line break, and a query or an urlencoded form.
pub fn browser(data: &[u8]) {
    let (brought, text) = chosen(data, &BROUGHT, |brought| brought.meta.id);
    if let Ok(text) = std::str::from_utf8(text) {
        (brought.run)(text);
    }
}

fn run<N>(text: &str)
where
    N: Notification + Typed,
    N::Operation: BrowserNotification,
{
    let meta = <N::Operation as Operation>::META;
    let read = CREDULOUS_RECEIVER.browser_notification_text::<N>(text);
    let doubted = WARY_RECEIVER.browser_notification_text::<N>(text);
    assert!(doubted.is_err(), "believed what nobody signed");
    let Some(pairs) = fields::decoded(text.strip_prefix('?').unwrap_or(text)) else {
        assert!(matches!(read, Err(ReceiveError::Unreadable(_))), "read what is not UTF-8");
        return;
    };
    let again = CREDULOUS_RECEIVER.browser_notification::<N, _, _, _>(pairs.clone());
    assert_eq!(format!("{read:?}"), format!("{again:?}"), "pairs are read otherwise than text");
    match meta.envelope {
        Some(envelope) => {
            let mut inner = pairs.iter().filter(|(name, _)| *name == envelope.field);
            match (inner.next(), inner.next()) {
                (Some((_, inner)), None) => {
                    let members = model::members(inner.as_bytes());
                    judge(members.as_deref(), read.as_deref(), meta);
                }
                (Some(_), Some(_)) => {
                    assert!(matches!(read, Err(ReceiveError::Unreadable(_))), "took one of two");
                }
                (None, _) => {
                    assert!(matches!(read, Err(ReceiveError::NoEnvelope { .. })), "read nothing");
                }
            }
        }
        None if matches!(read, Err(ReceiveError::UnexpectedEnvelope { .. })) => {
            let has_sign = |text: &str| {
                let members = model::members(text.as_bytes()).unwrap_or_default();
                members.iter().any(|member| member.name == "sign")
            };
            assert!(pairs.iter().any(|(_, text)| has_sign(text)), "there is no message inside");
            assert!(pairs.iter().all(|(name, _)| name != "sign"), "a message with a signature");
        }
        None => {
            let members = pairs.into_iter().map(|(name, text)| Member::new(name, text)).collect();
            judge(model::distinct(members).as_deref(), read.as_deref(), meta);
        }
    }
}
