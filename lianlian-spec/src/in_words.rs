//! Rules as sentences, for every kind of documentation.

use crate::model::{Condition, RuleKind};

impl RuleKind {
    /// The rule as a sentence in Markdown, with names and values as code.
    pub fn in_words(&self) -> String {
        match self {
            Self::OneOf { fields } => format!("One of {} is required.", names(fields, " or ")),
            Self::MutuallyExclusive { fields } => {
                format!("{} exclude each other.", names(fields, " and "))
            }
            Self::RequiresTogether { fields } => {
                format!("{} are sent together or not at all.", names(fields, " and "))
            }
            Self::IgnoredIfPresent { fields, present } => {
                format!("{} have no effect beside `{present}`.", names(fields, " and "))
            }
            Self::Equal { fields } => format!("{} are the same.", names(fields, " and ")),
            Self::RequiredIf { field, condition } => {
                format!("`{field}` is required {}.", condition.in_words())
            }
            Self::MaxClockSkew { field, minutes } => {
                format!("`{field}` may be {minutes} minutes away from the gateway's clock.")
            }
            Self::CardKind { field, values, card } => {
                format!("`{field}` is {} for {card} cards only.", names(values, " or "))
            }
            Self::NotAbove { field, limit } => {
                format!("`{field}` is at most what is left of the `{limit}` of the original order.")
            }
            Self::FollowUpWindow { operation, hours } => {
                format!("`{operation}` has to follow within {hours} hours, or the order is closed.")
            }
        }
    }
}

impl Condition {
    /// The condition as the end of a sentence in Markdown: ``when `pay_type` is `F` ``.
    pub fn in_words(&self) -> String {
        match self {
            Self::In { field, values } => format!("when `{field}` is {}", names(values, " or ")),
            Self::Present { field, present: true } => format!("when `{field}` is sent"),
            Self::Present { field, present: false } => format!("when `{field}` is not sent"),
            Self::Contract { name } => format!("for merchants with the agreement `{name}`"),
            Self::Card { card } => format!("for {card} cards"),
        }
    }
}

fn names(names: &[String], with: &str) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(with)
}
