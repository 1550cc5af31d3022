//! Rules between the fields of a message, as written.

use crate::decode::Several;
use crate::model::CardKind;
use crate::record::{keyed, record, tagged};
use crate::source::{Spanned, Text};

tagged! {
    /// A rule between fields of one message.
    RuleFile {
        "one_of" => OneOf(FieldsRule),
        "mutually_exclusive" => MutuallyExclusive(FieldsRule),
        "requires_together" => RequiresTogether(FieldsRule),
        "equal" => Equal(FieldsRule),
        "ignored_if_present" => IgnoredIfPresent(IgnoredRule),
        "required_if" => RequiredIf(RequiredIfRule),
        "max_clock_skew" => MaxClockSkew(ClockSkewRule),
        "card_kind" => CardKind(CardKindRule),
        "not_above" => NotAbove(NotAboveRule),
        "follow_up_window" => FollowUpWindow(FollowUpWindowRule),
    }
}

record! {
    /// `one_of`: at least one of the fields. `mutually_exclusive`: at most one. `requires_together`: all or
    /// none. `equal`: all that are present have the same value.
    FieldsRule {
        /// The fields, two or more.
        required "fields" fields: Several<Text>,
        /// A remark.
        optional "note" note: Text,
        /// The only edition of the documentation that has the rule, one of `editions` in `gateway.json`.
        optional "edition" edition: Text,
    }
}

record! {
    /// The gateway does not look at the fields when another one is present.
    IgnoredRule {
        /// The fields without effect.
        required "fields" fields: Several<Text>,
        /// The field whose presence takes the effect away.
        required "present" present: Text,
        /// A remark.
        optional "note" note: Text,
        /// The only edition of the documentation that has the rule, one of `editions` in `gateway.json`.
        optional "edition" edition: Text,
    }
}

record! {
    /// A field is required when a condition holds.
    RequiredIfRule {
        /// The field.
        required "field" field: Text,
        /// The condition.
        required "if" condition: ConditionFile,
        /// A remark.
        optional "note" note: Text,
        /// The only edition of the documentation that has the rule, one of `editions` in `gateway.json`.
        optional "edition" edition: Text,
    }
}

record! {
    /// A time may differ from the gateway's clock by so much.
    ClockSkewRule {
        /// The field, of type `time`.
        required "field" field: Text,
        /// Largest difference in minutes.
        required "minutes" minutes: Spanned<u32>,
        /// A remark.
        optional "note" note: Text,
        /// The only edition of the documentation that has the rule, one of `editions` in `gateway.json`.
        optional "edition" edition: Text,
    }
}

record! {
    /// Some values of a field are for one kind of card only.
    CardKindRule {
        /// The field.
        required "field" field: Text,
        /// The values.
        required "in" values: Several<Text>,
        /// The kind of card.
        required "card" card: Spanned<CardKind>,
        /// A remark.
        optional "note" note: Text,
        /// The only edition of the documentation that has the rule, one of `editions` in `gateway.json`.
        optional "edition" edition: Text,
    }
}

record! {
    /// An amount is at most what the original order has in another field.
    NotAboveRule {
        /// The field, of type `amount`.
        required "field" field: Text,
        /// The field of the original order.
        required "limit" limit: Text,
        /// A remark.
        optional "note" note: Text,
        /// The only edition of the documentation that has the rule, one of `editions` in `gateway.json`.
        optional "edition" edition: Text,
    }
}

record! {
    /// Another operation has to follow within so many hours, or the gateway closes the order.
    FollowUpWindowRule {
        /// The operation that has to follow.
        required "operation" operation: Text,
        /// The hours.
        required "hours" hours: Spanned<u32>,
        /// A remark.
        optional "note" note: Text,
        /// The only edition of the documentation that has the rule, one of `editions` in `gateway.json`.
        optional "edition" edition: Text,
    }
}

keyed! {
    /// When a rule applies.
    ConditionFile {
        "in" => In(InCondition),
        "present" => Present(PresentCondition),
        "contract" => Contract(ContractCondition),
        "card" => Card(CardCondition),
    }
}

record! {
    /// A field has one of these values.
    InCondition {
        /// The field.
        required "field" field: Text,
        /// The values.
        required "in" values: Several<Text>,
    }
}

record! {
    /// A field is present, or is not.
    PresentCondition {
        /// The field.
        required "field" field: Text,
        /// `true` if it has to be present.
        required "present" present: Spanned<bool>,
    }
}

record! {
    /// The merchant has an agreement with the gateway.
    ContractCondition {
        /// The agreement, one of `contracts` in `gateway.json`.
        required "contract" contract: Text,
    }
}

record! {
    /// The payer's card is of this kind.
    CardCondition {
        /// The kind.
        required "card" card: Spanned<CardKind>,
    }
}

impl RuleFile {
    /// The edition of the documentation that alone has the rule.
    pub(crate) fn edition(&self) -> Option<&Text> {
        match self {
            Self::OneOf(rule)
            | Self::MutuallyExclusive(rule)
            | Self::RequiresTogether(rule)
            | Self::Equal(rule) => rule.edition.as_ref(),
            Self::IgnoredIfPresent(rule) => rule.edition.as_ref(),
            Self::RequiredIf(rule) => rule.edition.as_ref(),
            Self::MaxClockSkew(rule) => rule.edition.as_ref(),
            Self::CardKind(rule) => rule.edition.as_ref(),
            Self::NotAbove(rule) => rule.edition.as_ref(),
            Self::FollowUpWindow(rule) => rule.edition.as_ref(),
        }
    }

    /// The fields the rule is about, those of its condition left out.
    pub(crate) fn fields(&self) -> Vec<&Text> {
        match self {
            Self::OneOf(rule)
            | Self::MutuallyExclusive(rule)
            | Self::RequiresTogether(rule)
            | Self::Equal(rule) => rule.fields.iter().flat_map(|fields| &fields.value).collect(),
            Self::IgnoredIfPresent(rule) => {
                let fields = rule.fields.iter().flat_map(|fields| &fields.value);
                fields.chain(&rule.present).collect()
            }
            Self::RequiredIf(rule) => rule.field.iter().collect(),
            Self::MaxClockSkew(rule) => rule.field.iter().collect(),
            Self::CardKind(rule) => rule.field.iter().collect(),
            Self::NotAbove(rule) => rule.field.iter().collect(),
            Self::FollowUpWindow(_) => Vec::new(),
        }
    }

    /// When the rule applies; `None` for always.
    pub(crate) fn condition(&self) -> Option<&ConditionFile> {
        match self {
            Self::RequiredIf(rule) => rule.condition.as_ref(),
            _ => None,
        }
    }
}

impl ConditionFile {
    /// The field the condition looks at, if it looks at one.
    pub(crate) fn field(&self) -> Option<&Text> {
        match self {
            Self::In(condition) => condition.field.as_ref(),
            Self::Present(condition) => condition.field.as_ref(),
            Self::Contract(_) | Self::Card(_) => None,
        }
    }
}
