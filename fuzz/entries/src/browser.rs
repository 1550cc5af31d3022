//! What the payer's browser brings along: any query or form, and that what is read is what stands in it.

use std::borrow::Cow;

use lianlian::meta::OperationMeta;
use lianlian::{
    BrowserNotification, MessageError, Notification, Operation as _, ReceiveError, Verified,
};
use lianlian_spec::model::Operation;

use crate::cast::{CREDULOUS_RECEIVER, WARY_RECEIVER, chosen};
use crate::model::{self, Member};
use crate::notification::judge;
use crate::typed::Typed;
use crate::{Reached, fields};

/// A notification that a browser brings.
struct Brought {
    meta: &'static OperationMeta,
    fields: &'static [&'static str],
    run: fn(&str) -> Reached,
}

const fn brought<N>() -> Brought
where
    N: Notification + Typed,
    N::Operation: BrowserNotification,
{
    Brought { meta: N::Operation::META, fields: N::FIELDS, run: run::<N> }
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

/// The notifications, and which fields of them are compared.
pub fn compared() -> impl Iterator<Item = (&'static OperationMeta, &'static [&'static str])> {
    BROUGHT.iter().map(|brought| (brought.meta, brought.fields))
}

/// `data` is the id of a notification, a line break, and a query or an urlencoded form.
pub fn browser(data: &[u8]) -> Reached {
    let (brought, bytes) = chosen(data, &BROUGHT, |brought| brought.meta.id);
    (brought.run)(&written(bytes))
}

/// As a browser writes it: bytes that are no UTF-8, those of another encoding, are escaped.
fn written(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().fold(String::new(), |text, byte| match byte {
            0x80.. => text + &format!("%{byte:02X}"),
            _ => text + &char::from(*byte).to_string(),
        })),
    }
}

fn run<N>(text: &str) -> Reached
where
    N: Notification + Typed,
    N::Operation: BrowserNotification,
{
    let doubted = WARY_RECEIVER.browser_notification_text::<N>(text);
    assert!(doubted.is_err(), "believed what nobody signed");
    let by_pairs = holds_for_pairs::<N>(text, |pairs| {
        CREDULOUS_RECEIVER.browser_notification::<N, _, _, _>(pairs)
    });
    let by_text = holds::<N>(text, |text| CREDULOUS_RECEIVER.browser_notification_text(text));
    if by_text == Reached::Property { by_text } else { by_pairs }
}

/// The property of a receiver of text, which is UTF-8 or refused.
pub fn holds<N>(text: &str, read: impl Fn(&str) -> Result<Verified<N>, ReceiveError>) -> Reached
where
    N: Notification + Typed,
{
    let read = read(text);
    let Some(pairs) = fields::decoded(text.strip_prefix('?').unwrap_or(text)) else {
        let is_refused =
            matches!(read, Err(ReceiveError::Unreadable(MessageError::NotUtf8 { .. })));
        assert!(is_refused, "read what is not UTF-8");
        return Reached::Refusal;
    };
    is_of(pairs, read.as_deref())
}

/// The property of a receiver of pairs: a server that knows of another encoding has decoded them.
pub fn holds_for_pairs<N>(
    text: &str,
    read: impl Fn(Vec<(String, String)>) -> Result<Verified<N>, ReceiveError>,
) -> Reached
where
    N: Notification + Typed,
{
    let text = text.strip_prefix('?').unwrap_or(text);
    let pairs = fields::decoded(text).unwrap_or_else(|| {
        let text_of = |bytes: Vec<u8>| encoding_rs::GB18030.decode(&bytes).0.into_owned();
        let pairs = fields::decoded_bytes(text.as_bytes()).into_iter();
        pairs.map(|(name, value)| (text_of(name), text_of(value))).collect()
    });
    is_of(pairs.clone(), read(pairs).as_deref())
}

/// What was read is what stands in these pairs.
fn is_of<N>(pairs: Vec<(String, String)>, read: Result<&N, &ReceiveError>) -> Reached
where
    N: Notification + Typed,
{
    let operation: &'static Operation = fields::operation(N::Operation::META.id);
    if let Some(envelope) = &operation.envelope {
        let mut inner = pairs.iter().filter(|(name, _)| *name == envelope.field);
        return match (inner.next(), inner.next()) {
            (Some((_, inner)), None) => {
                judge(model::members(inner.as_bytes()).as_deref(), read, operation)
            }
            (Some(_), Some(_)) => {
                assert!(matches!(read, Err(ReceiveError::Unreadable(_))), "took one of two");
                Reached::Refusal
            }
            (None, _) => {
                assert!(matches!(read, Err(ReceiveError::NoEnvelope { .. })), "read nothing");
                Reached::Refusal
            }
        };
    }
    let is_message = |text: &str| {
        let members = model::members(text.as_bytes()).unwrap_or_default();
        members.iter().any(|member| member.name == "sign")
    };
    let is_signed = pairs.iter().any(|(name, _)| name == "sign");
    if !is_signed && pairs.iter().any(|(_, text)| is_message(text)) {
        let is_told = matches!(read, Err(ReceiveError::UnexpectedEnvelope { .. }));
        assert!(is_told, "a message inside another");
        return Reached::Refusal;
    }
    let members = pairs.into_iter().map(|(name, text)| Member::new(name, text)).collect();
    judge(model::distinct(members).as_deref(), read, operation)
}
