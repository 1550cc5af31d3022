//! The journal: every message that came and went, with sensitive values masked.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lianlian::meta::{FieldMeta, Kind, Unsigned};
use lianlian::{Message, OrderTime, ReturnCode};
use tokio::sync::watch;

use crate::view::Answer;

/// More would let a sandbox that runs for weeks fill the memory.
const MOST_KEPT: usize = 10_000;

/// What stands for a value that must not be shown.
const MASK: &str = "***";

/// One message that the sandbox received or sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// Its place among all messages, from 1.
    pub number: u64,
    /// When, on the sandbox's clock.
    pub at: OrderTime,
    /// The merchant; empty for a message that names none of the sandbox's.
    pub merchant: String,
    /// The number of the order or refund that it is about, `no_order` or `no_refund`; empty if it names
    /// none.
    pub subject: String,
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
pub(crate) struct Journal {
    entries: Mutex<Entries>,
    /// The number of the latest message, for whoever waits for the next.
    latest: watch::Sender<u64>,
}

#[derive(Default)]
struct Entries {
    list: VecDeque<Exchange>,
    last: u64,
}

impl Journal {
    /// Adds a message, which gets the next number.
    pub(crate) fn add(&self, mut exchange: Exchange) {
        let mut entries = self.entries();
        entries.last = entries.last.saturating_add(1);
        exchange.number = entries.last;
        if entries.list.len() >= MOST_KEPT {
            entries.list.pop_front();
        }
        entries.list.push_back(exchange);
        self.latest.send_replace(entries.last);
    }

    /// Every message that is kept, oldest first.
    pub(crate) fn list(&self) -> Vec<Exchange> {
        self.entries().list.iter().cloned().collect()
    }

    /// The messages about an order or refund of a merchant, oldest first.
    pub(crate) fn about(&self, merchant: &str, subject: &str) -> Vec<Exchange> {
        let entries = self.entries();
        let is_about =
            |exchange: &&Exchange| exchange.merchant == merchant && exchange.subject == subject;
        entries.list.iter().filter(is_about).cloned().collect()
    }

    /// Whether every message is kept so far.
    pub(crate) fn is_complete(&self) -> bool {
        self.entries().list.front().is_none_or(|first| first.number == 1)
    }

    /// Tells whenever a message comes or goes, or something else changes.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.latest.subscribe()
    }

    /// Has those who watch look again: something changed without a message.
    pub(crate) fn stir(&self) {
        self.latest.send_modify(|_| ());
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
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
pub(crate) fn holds_sensitive(field: &FieldMeta) -> bool {
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
