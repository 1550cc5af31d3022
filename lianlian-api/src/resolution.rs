//! What became of an order, as the gateway tells when it is asked.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use crate::amount::Amount;
use crate::client::CallOptions;
use crate::meta::StateMeaning;
use crate::outcome::SendError;
use crate::time::Date;

/// What became of what a request asked for: an order, a refund, a payout, a pre-authorisation.
///
/// It is exhaustive, so that a program says what it does in each case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It was done: paid, paid out, refunded, held. [`Found::amount`] is what the gateway counts.
    Executed(Found),
    /// It was not done, and never will be under this number.
    Failed(Found),
    /// It was done and taken back: the payer has, or will have, the money again.
    Reversed(Found),
    /// It is there, and nothing was done yet: it waits for the payer, or for a confirmation. It can still
    /// be done at any moment, so take no other number for it.
    Open(Found),
    /// The gateway does not know it, and enough time has passed for a late request to arrive.
    /// Sending the same request again, under the same number, stays safe where
    /// [`Repeat`](crate::meta::Repeat) allows it.
    NotFound,
}

impl Resolution {
    /// What the gateway told, unless it knows nothing.
    pub const fn found(&self) -> Option<&Found> {
        match self {
            Self::Executed(found)
            | Self::Failed(found)
            | Self::Reversed(found)
            | Self::Open(found) => Some(found),
            Self::NotFound => None,
        }
    }

    /// Whether it was done and stands.
    pub const fn is_executed(&self) -> bool {
        matches!(self, Self::Executed(_))
    }
}

/// What a verified answer or notification told about an order. Every value was covered by the
/// gateway's signature; sensitive ones are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// The message that told: a query or a notification, by its id.
    pub told_by: &'static str,
    /// The state as the gateway writes it, such as `SUCCESS`; empty if it told none.
    pub state: String,
    /// What the state means for the operation that was asked about.
    pub meaning: StateMeaning,
    /// Whether nothing else can follow. A payout that went out may still be returned by the bank.
    pub is_final: bool,
    /// The number that the gateway gave, such as `oid_paybill`.
    pub number: Option<String>,
    /// The amount.
    pub amount: Option<Amount>,
    /// The day of settlement.
    pub settled: Option<Date>,
    pub(crate) fields: BTreeMap<&'static str, String>,
}

impl Found {
    /// The text of a field of the message, by its wire name, if it came, was signed and is not sensitive.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }
}

/// Why it is still not known what became of an order. Ask again later; send nothing else for it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Unresolved {
    /// The operation asked about.
    pub operation: &'static str,
    /// Why asking ended.
    pub reason: GaveUp,
    /// How often the gateway was asked.
    pub asked: u32,
    /// How long that took.
    pub elapsed: Duration,
    /// What came last.
    pub last: LastAnswer,
}

/// Why asking ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GaveUp {
    /// The time is over.
    TimeLimit,
    /// The query cannot be sent: the order lacks what identifies it, or the client what signing needs.
    CannotAsk,
    /// The gateway refuses to answer this merchant, and will go on refusing.
    Refused,
}

impl GaveUp {
    const fn in_words(self) -> &'static str {
        match self {
            Self::TimeLimit => "the time is over",
            Self::CannotAsk => "the query cannot be sent",
            Self::Refused => "the gateway refuses to answer",
        }
    }
}

/// What came last before asking ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum LastAnswer {
    /// Nothing was asked.
    Nothing,
    /// The gateway did not know the order, but too little time had passed to rely on that.
    NotFound,
    /// The order is there, and it is not settled what becomes of it.
    Told(Box<Found>),
    /// The query failed, or its answer could not be used.
    Error(Box<SendError>),
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, reason, asked, elapsed, last } = self;
        let (why, seconds) = (reason.in_words(), elapsed.as_secs());
        write!(
            f,
            "what became of {operation} is not known: {why} after {asked} queries in {seconds} s; "
        )?;
        match last {
            LastAnswer::Nothing => f.write_str("nothing was asked"),
            LastAnswer::NotFound => f.write_str("the gateway did not know it so far"),
            LastAnswer::Told(found) => {
                write!(f, "its state is `{}`, {}", found.state, found.meaning.name())
            }
            LastAnswer::Error(error) => write!(f, "last: {error}"),
        }?;
        f.write_str("; ask again before anything else")
    }
}

impl std::error::Error for Unresolved {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.last {
            LastAnswer::Error(error) => Some(&**error),
            _ => None,
        }
    }
}

/// How long and how often [`Client::resolve_with`](crate::Client::resolve_with) asks.
///
/// ```
/// use std::time::Duration;
/// use lianlian_api::ResolveOptions;
///
/// let options = ResolveOptions::default().limit(Duration::from_secs(60));
/// ```
#[derive(Clone, Debug)]
pub struct ResolveOptions {
    pub(crate) limit: Duration,
    pub(crate) first_interval: Duration,
    pub(crate) max_interval: Duration,
    pub(crate) settling: Option<Duration>,
    pub(crate) call: CallOptions,
}

impl Default for ResolveOptions {
    fn default() -> Self {
        Self {
            limit: Duration::from_secs(5 * 60),
            first_interval: Duration::from_secs(1),
            max_interval: Duration::from_secs(30),
            settling: None,
            call: CallOptions::default(),
        }
    }
}

impl ResolveOptions {
    /// The time for all of it; five minutes unless set. A last query is sent when it ends.
    #[must_use]
    pub const fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// The longest wait after the first query; a second unless set. Each wait is drawn between nothing and a
    /// bound that doubles.
    #[must_use]
    pub const fn first_interval(mut self, interval: Duration) -> Self {
        self.first_interval = interval;
        self
    }

    /// The bound of all waits; half a minute unless set.
    #[must_use]
    pub const fn max_interval(mut self, interval: Duration) -> Self {
        self.max_interval = interval;
        self
    }

    /// How long a request that was cut off may take to arrive late; twice the client's total time
    /// limit of a call unless set. Only after it does "the gateway does not know it" count.
    ///
    /// Counted from the first query. Zero is for orders that were sent long ago.
    #[must_use]
    pub const fn settling(mut self, time: Duration) -> Self {
        self.settling = Some(time);
        self
    }

    /// What holds for each query.
    #[must_use]
    pub const fn call(mut self, options: CallOptions) -> Self {
        self.call = options;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_resolved_names_the_error_that_came_last_as_its_source() {
        let unresolved = |last| Unresolved {
            operation: "made.query",
            reason: GaveUp::TimeLimit,
            asked: 3,
            elapsed: Duration::from_secs(5),
            last,
        };
        let failed = crate::outcome::NotExecuted::NoEncryption { operation: "made.query" };
        let text = failed.to_string();
        let with_error = unresolved(LastAnswer::Error(Box::new(failed.into())));
        let source = std::error::Error::source(&with_error).map(ToString::to_string);
        assert!(source.is_some_and(|source| source.contains(&text)));
        let not_found = unresolved(LastAnswer::NotFound);
        assert!(std::error::Error::source(&not_found).is_none());
        assert_eq!(
            not_found.to_string(),
            "what became of made.query is not known: the time is over after 3 queries in 5 s; the \
             gateway did not know it so far; ask again before anything else"
        );
    }
}
