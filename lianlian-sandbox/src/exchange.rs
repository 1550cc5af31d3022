//! The journal: every message that came and went, with sensitive values masked.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use lianlian::meta::{FieldMeta, Kind, Unsigned};
use lianlian::{Message, OrderTime, ReturnCode};

use crate::view::Answer;

/// More would let a sandbox that runs for weeks fill the memory.
const MOST_KEPT: usize = 1000;

/// What stands for a value that must not be shown.
const MASK: &str = "***";

/// One message that the sandbox received or sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// When, on the sandbox's clock.
    pub at: OrderTime,
    /// Which way it went.
    pub direction: Direction,
    /// The operation or notification, such as `aggregate.direct_pay`.
    pub operation: &'static str,
    /// The signature source, with `***` for values that the spec marks sensitive or does not know.
    /// Of a message that came encrypted it is that of the message inside. Empty for bytes that are no
    /// message, and for what cannot be decrypted.
    pub source: String,
    /// The `sign` member, if there was one.
    pub signature: String,
    /// What the receiving side made of it.
    pub verdict: Verdict,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the merchant, or the payer's browser, to the gateway.
    Received,
    /// From the gateway to the merchant, or the payer's browser.
    Sent,
}

/// What was made of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// Received: signature, fields and rules are in order.
    Accepted,
    /// Received: turned away.
    Refused {
        /// The return code of the reply.
        code: &'static str,
        /// The code's label in the spec.
        label: &'static str,
        /// What exactly is wrong; a line for each mistake.
        why: String,
    },
    /// Sent as the reply to what was received before, with this return code.
    Replied {
        /// The return code.
        code: &'static str,
        /// The code's label in the spec.
        label: &'static str,
    },
    /// Sent as a notification.
    Notified {
        /// What came back.
        answer: Answer,
        /// Whether that was the acknowledgement.
        acknowledged: bool,
    },
    /// Sent along with the payer's browser; whether it arrived is not known.
    TakenByBrowser,
}

impl Verdict {
    pub(crate) fn refused(code: &'static ReturnCode, why: String) -> Self {
        Self::Refused { code: code.code, label: code.reading.label, why }
    }

    pub(crate) fn replied(code: &'static ReturnCode) -> Self {
        Self::Replied { code: code.code, label: code.reading.label }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => f.write_str("signature and fields in order"),
            Self::Refused { code, label, why } => write!(f, "refused, {code} {label}: {why}"),
            Self::Replied { code, label } => write!(f, "{code} {label}"),
            Self::Notified { acknowledged: true, .. } => f.write_str("acknowledged"),
            Self::Notified { answer, .. } => write!(f, "not acknowledged: {answer}"),
            Self::TakenByBrowser => f.write_str("handed to the payer's browser"),
        }
    }
}

/// The latest exchanges.
#[derive(Default)]
pub(crate) struct Journal(Mutex<VecDeque<Exchange>>);

impl Journal {
    pub(crate) fn add(&self, exchange: Exchange) {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if list.len() >= MOST_KEPT {
            list.pop_front();
        }
        list.push_back(exchange);
    }

    pub(crate) fn list(&self) -> Vec<Exchange> {
        let list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.iter().cloned().collect()
    }
}

/// The source of a message as it may be shown.
///
/// A field that the spec does not know is masked too: it may be a card number under a mistyped name.
pub(crate) fn masked_source<'m>(
    members: impl IntoIterator<Item = (&'m str, &'m str)>,
    fields: &'static [FieldMeta],
) -> String {
    let may_show = |name: &str| {
        let mut known = fields.iter().filter(|field| field.name == name);
        known.any(|field| !holds_sensitive(field))
    };
    let pairs = members.into_iter().map(|(name, text)| {
        let shown = if text.is_empty() || may_show(name) { text } else { MASK };
        (name.to_owned(), shown.to_owned())
    });
    // The members come from a message, which has no name twice.
    Message::from_pairs(pairs)
        .map_or_else(|_| String::new(), |message| message.source(&never_signed(fields)))
}

/// Whether a field is sensitive, or a structure with a field that is.
fn holds_sensitive(field: &FieldMeta) -> bool {
    let inside = match field.kind {
        Kind::Structure(structure) => structure.groups,
        _ => &[],
    };
    field.sensitive || inside.iter().any(|group| group.fields.iter().any(holds_sensitive))
}

/// The fields that no signature covers.
pub(crate) fn never_signed(fields: &'static [FieldMeta]) -> Vec<&'static str> {
    let unsigned = fields.iter().filter(|field| field.unsigned == Some(Unsigned::Always));
    unsigned.map(|field| field.name).collect()
}
