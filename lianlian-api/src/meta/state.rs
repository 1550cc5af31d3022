//! What is told about orders, and what may be sent again.

/// What sending an operation a second time does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repeat {
    /// It asks only: it can be sent at any time.
    Read,
    /// The second time changes nothing.
    Idempotent,
    /// The gateway recognises the order by its identity ([`OrderPolicy`](super::OrderPolicy)) and refuses
    /// one that is paid.
    SameOrder,
    /// It spends a token or a code, or may move money twice: ask with the query first.
    Never,
}

impl Repeat {
    /// The spec's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Idempotent => "idempotent",
            Self::SameOrder => "same_order",
            Self::Never => "never",
        }
    }

    /// Whether a request that may have arrived can be sent again without asking first.
    pub const fn is_safe(self) -> bool {
        !matches!(self, Self::Never)
    }
}

/// What a state says about what an operation asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StateMeaning {
    /// It was done: paid, paid out, refunded, held.
    Executed,
    /// It was not done, and never will be.
    Failed,
    /// It was done, and taken back.
    Reversed,
    /// It is being worked on, or nobody knows yet.
    Pending,
    /// It is there, nothing was done yet, and somebody else has to act: the payer, or the merchant.
    Open,
}

impl StateMeaning {
    /// The spec's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Executed => "executed",
            Self::Failed => "failed",
            Self::Reversed => "reversed",
            Self::Pending => "pending",
            Self::Open => "open",
        }
    }
}

/// What a coded value that is a state says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateMeta {
    /// What it means.
    pub means: StateMeaning,
    /// Whether nothing else can follow.
    pub is_final: bool,
    /// What it means for operations for which it means something else, by their ids.
    pub means_for: &'static [(&'static str, StateMeaning)],
}

impl StateMeta {
    /// What the state says about what this operation asked for.
    pub fn means_for(&self, operation: &str) -> StateMeaning {
        let own = self.means_for.iter().find(|(id, _)| *id == operation);
        own.map_or(self.means, |(_, means)| *means)
    }
}

/// How a message tells what became of an order, a refund or a payout. The names are those of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tells {
    /// The coded field that tells the state.
    pub state: &'static str,
    /// The field with the number that the gateway gave.
    pub number: Option<&'static str>,
    /// The field with the amount.
    pub amount: Option<&'static str>,
    /// The field with the day of settlement.
    pub settled: Option<&'static str>,
    /// Return codes that say that the gateway does not know it.
    pub missing: &'static [&'static str],
}
