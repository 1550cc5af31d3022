//! Rules between fields.

use crate::record::words;

/// A rule between fields of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// What it demands.
    pub kind: RuleKind,
    /// A remark.
    pub note: Option<String>,
    /// The only edition of the documentation that has it.
    pub edition: Option<String>,
}

/// What a [`Rule`] demands; fields by wire name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleKind {
    /// At least one of the fields is present.
    OneOf {
        /// Two or more.
        fields: Vec<String>,
    },
    /// At most one of the fields is present.
    MutuallyExclusive {
        /// Two or more.
        fields: Vec<String>,
    },
    /// All of the fields are present or none.
    RequiresTogether {
        /// Two or more.
        fields: Vec<String>,
    },
    /// The gateway does not look at the fields when another one is present; sending them is no error.
    IgnoredIfPresent {
        /// One or more.
        fields: Vec<String>,
        /// The field whose presence takes their effect away.
        present: String,
    },
    /// Those of the fields that are present have the same value.
    Equal {
        /// Two or more.
        fields: Vec<String>,
    },
    /// A field is required when a condition holds.
    RequiredIf {
        /// The field.
        field: String,
        /// The condition.
        condition: Condition,
    },
    /// A time may differ from the gateway's clock by so much.
    MaxClockSkew {
        /// The field, of [`Kind::Time`](super::Kind::Time).
        field: String,
        /// Largest difference in minutes.
        minutes: u32,
    },
    /// Some values of a field are for one kind of card only.
    CardKind {
        /// The field.
        field: String,
        /// The values.
        values: Vec<String>,
        /// The kind of card.
        card: CardKind,
    },
    /// An amount is at most what the original order has in another field.
    NotAbove {
        /// The field, of [`Kind::Amount`](super::Kind::Amount).
        field: String,
        /// The field of the original order.
        limit: String,
    },
    /// Another operation has to follow, or the gateway closes the order.
    FollowUpWindow {
        /// The id of the operation.
        operation: String,
        /// Within so many hours.
        hours: u32,
    },
}

words! {
    /// Kind of a bank card.
    pub CardKind {
        /// The money is in the account.
        Debit = "debit",
        /// The bank lends it.
        Credit = "credit",
    }
}

/// When a rule applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// A field has one of these values.
    In {
        /// The field.
        field: String,
        /// The values; of a [`Kind::Code`](super::Kind::Code) field, codes of its list.
        values: Vec<String>,
    },
    /// A field is present, or is not.
    Present {
        /// The field.
        field: String,
        /// `true` if it has to be present.
        present: bool,
    },
    /// The merchant has an agreement, one of [`Gateway::contracts`](super::Gateway::contracts).
    Contract {
        /// Its name.
        name: String,
    },
    /// The payer's card is of a kind.
    Card {
        /// The kind.
        card: CardKind,
    },
}
