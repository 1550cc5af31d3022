//! Rules between the fields of a message, as written.

use crate::decode::Several;
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
    }
}

keyed! {
    /// When a rule applies.
    ConditionFile {
        "in" => In(InCondition),
        "present" => Present(PresentCondition),
        "contract" => Contract(ContractCondition),
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

impl RuleFile {
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
            Self::Contract(_) => None,
        }
    }
}
