//! Parts of the model in words.

use crate::decode::listed;
use crate::model::{CardKind, Condition, Kind, Range, RuleKind};

/// `` `a` ``, or `none`.
pub(super) fn name(name: Option<&String>) -> String {
    name.map_or_else(|| "none".to_owned(), |name| format!("`{name}`"))
}

/// `` `a` ``.
pub(super) fn quoted<T: std::fmt::Display>(text: &T) -> String {
    format!("`{text}`")
}

/// `` `a` ``, or `none`.
#[expect(clippy::ref_option, reason = "it is called with a part of the model as it stands there")]
pub(super) fn optional(name: &Option<String>) -> String {
    self::name(name.as_ref())
}

/// `` `a` and `b` ``.
pub(super) fn names(names: &[String]) -> String {
    listed(names.iter().map(String::as_str))
}

pub(super) fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Digits => "digits".to_owned(),
        Kind::Int => "a whole number".to_owned(),
        Kind::Amount => "an amount".to_owned(),
        Kind::Time => "a time".to_owned(),
        Kind::Date => "a date".to_owned(),
        Kind::Ip => "an address".to_owned(),
        Kind::Code(list) => format!("a code of `{list}`"),
        Kind::Structure(id) => format!("a structure `{id}`"),
    }
}

pub(super) fn range(range: Option<&Range>) -> String {
    range.map_or_else(|| "any value".to_owned(), |Range { min, max }| format!("{min} to {max}"))
}

pub(super) fn lengths(lengths: &[u32]) -> String {
    let each: Vec<String> = lengths.iter().map(u32::to_string).collect();
    if each.is_empty() { "any length".to_owned() } else { format!("length {}", each.join(" or ")) }
}

pub(super) fn characters(ranges: &[(char, char)]) -> String {
    let each = ranges.iter().map(|(first, last)| {
        if first == last { format!("`{first}`") } else { format!("`{first}-{last}`") }
    });
    let each: Vec<String> = each.collect();
    if each.is_empty() { "any character".to_owned() } else { each.join(", ") }
}

pub(super) fn condition(condition: &Condition) -> String {
    match condition {
        Condition::In { field, values } => format!("`{field}` is {}", any_of(values)),
        Condition::Present { field, present: true } => format!("`{field}` is present"),
        Condition::Present { field, present: false } => format!("`{field}` is absent"),
        Condition::Contract { name } => format!("the merchant has the contract `{name}`"),
        Condition::Card { card } => format!("the card is a {}", card_kind(*card)),
    }
}

pub(super) fn rule(rule: &RuleKind) -> String {
    match rule {
        RuleKind::OneOf { fields } => format!("one of {} is present", names(fields)),
        RuleKind::MutuallyExclusive { fields } => format!("{} exclude each other", names(fields)),
        RuleKind::RequiresTogether { fields } => {
            format!("{} go together or not at all", names(fields))
        }
        RuleKind::IgnoredIfPresent { fields, present } => {
            format!("with `{present}` present {} has no effect", names(fields))
        }
        RuleKind::Equal { fields } => format!("{} are equal", names(fields)),
        RuleKind::RequiredIf { field, condition: when } => {
            format!("`{field}` is required when {}", condition(when))
        }
        RuleKind::MaxClockSkew { field, minutes } => {
            format!("`{field}` is at most {minutes} minutes from the gateway's clock")
        }
        RuleKind::CardKind { field, values, card } => {
            format!("{} of `{field}` is for {}s only", any_of(values), card_kind(*card))
        }
        RuleKind::NotAbove { field, limit } => {
            format!("`{field}` is not above `{limit}` of the order")
        }
        RuleKind::FollowUpWindow { operation, hours } => {
            format!("`{operation}` follows within {hours} hours")
        }
    }
}

fn any_of(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    values.join(" or ")
}

fn card_kind(card: CardKind) -> &'static str {
    match card {
        CardKind::Debit => "debit card",
        CardKind::Credit => "credit card",
    }
}
