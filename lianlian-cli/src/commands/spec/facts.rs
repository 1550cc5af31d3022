//! Operations as `spec list --json` shows them, from a spec and from what the command was built with.

use lianlian::meta::{self, Condition, FieldMeta, FollowUp, Kind, OperationMeta, Rule, Step};
use lianlian_spec::{Spec, model};
use serde::Serialize;
use serde_json::{Value, json};

/// An operation.
#[derive(Serialize)]
pub(super) struct Entry {
    pub(super) operation: String,
    product: String,
    title: String,
    pub(super) transport: &'static str,
    /// `null` for what the gateway sends to an address that the merchant gave.
    pub(super) url: Option<String>,
    /// The field with the address that a notification goes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) destination: Option<String>,
    /// The field that carries the whole message, and those beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    envelope: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    charset_field: Option<String>,
    sign_types: Vec<String>,
    pub(super) request: Vec<Field>,
    pub(super) reply: Vec<Field>,
    rules: Vec<Value>,
    success_is_final: bool,
    steps: Vec<Value>,
    leads_to: Vec<Value>,
    notifications: Vec<String>,
    query_with: Vec<String>,
    also_used_by: Vec<String>,
}

/// A field.
#[derive(Serialize)]
pub(super) struct Field {
    name: String,
    /// `yes`, `no` or `conditional`.
    required: &'static str,
    /// Most characters; `null` when there is no limit.
    max_len: Option<u32>,
    /// `text`, `digits`, `int`, `amount`, `time`, `date`, `ip`, `code` or `structure`.
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_len: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lengths: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<[String; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    codes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    structure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    forbidden: Vec<String>,
    /// Ranges of the only characters it takes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed: Vec<[char; 2]>,
    sensitive: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    unsigned: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filled_by: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// An operation that the command was built with.
pub(super) fn built_in(meta: &'static OperationMeta) -> Entry {
    Entry {
        operation: meta.id.to_owned(),
        product: meta.product.to_owned(),
        title: meta.title.to_owned(),
        transport: meta.transport.name(),
        url: meta.url.map(str::to_owned),
        destination: meta.destination.map(str::to_owned),
        envelope: meta.envelope.map(|it| json!({ "field": it.field, "beside": it.beside })),
        charset_field: meta.charset_field.map(str::to_owned),
        sign_types: owned(meta.sign_types),
        request: meta.request.iter().map(built_in_field).collect(),
        reply: meta.reply.iter().map(built_in_field).collect(),
        rules: meta.rules.iter().map(built_in_rule).collect(),
        success_is_final: meta.success_is_final,
        steps: meta.steps.iter().map(built_in_step).collect(),
        leads_to: meta.leads_to.iter().map(built_in_follow_up).collect(),
        notifications: owned(meta.notifications),
        query_with: owned(meta.query_with),
        also_used_by: owned(meta.also_used_by),
    }
}

fn built_in_field(field: &'static FieldMeta) -> Field {
    Field {
        name: field.name.to_owned(),
        required: field.required.name(),
        max_len: field.max_len,
        r#type: field.kind.name(),
        min_len: field.min_len,
        lengths: field.lengths.to_vec(),
        range: field.range.map(|range| [range.min.to_owned(), range.max.to_owned()]),
        codes: field.codes().map(|list| list.codes.iter().map(|one| one.code.to_owned()).collect()),
        structure: match field.kind {
            Kind::Structure(structure) => Some(structure.id.to_owned()),
            _ => None,
        },
        fixed: field.fixed.map(str::to_owned),
        default: field.default.map(str::to_owned),
        currency: field.currency.map(str::to_owned),
        forbidden: owned(field.forbidden),
        allowed: field.allowed.iter().map(|(first, last)| [*first, *last]).collect(),
        sensitive: field.sensitive,
        unsigned: field.unsigned.map(|mark| match mark {
            meta::Unsigned::Always => "always",
            meta::Unsigned::Maybe => "maybe",
        }),
        filled_by: field.filled_by.map(|by| match by {
            meta::FilledBy::Merchant => "merchant",
            meta::FilledBy::Scheme => "scheme",
            meta::FilledBy::Signature => "signature",
            meta::FilledBy::Clock => "clock",
        }),
        when: field.when.map(str::to_owned),
        aliases: owned(field.aliases),
        edition: field.edition.map(str::to_owned),
    }
}

fn built_in_rule(rule: &Rule) -> Value {
    match *rule {
        Rule::OneOf(fields) => json!({ "kind": "one_of", "fields": fields }),
        Rule::MutuallyExclusive(fields) => {
            json!({ "kind": "mutually_exclusive", "fields": fields })
        }
        Rule::RequiresTogether(fields) => json!({ "kind": "requires_together", "fields": fields }),
        Rule::Equal(fields) => json!({ "kind": "equal", "fields": fields }),
        Rule::IgnoredIfPresent(fields, present) => {
            json!({ "kind": "ignored_if_present", "fields": fields, "present": present })
        }
        Rule::RequiredIf(field, condition) => {
            json!({ "kind": "required_if", "field": field, "if": built_in_condition(&condition) })
        }
        Rule::MaxClockSkew(field, minutes) => {
            json!({ "kind": "max_clock_skew", "field": field, "minutes": minutes })
        }
        Rule::CardKind(field, codes, card) => {
            json!({ "kind": "card_kind", "field": field, "in": codes, "card": card.name() })
        }
        Rule::NotAbove(field, limit) => {
            json!({ "kind": "not_above", "field": field, "limit": limit })
        }
        Rule::FollowUpWindow(operation, hours) => {
            json!({ "kind": "follow_up_window", "operation": operation, "hours": hours })
        }
        ref other => json!({ "kind": format!("{other:?}") }),
    }
}

fn built_in_condition(condition: &Condition) -> Value {
    match *condition {
        Condition::In(field, codes) => json!({ "field": field, "in": codes }),
        Condition::Present(field, present) => json!({ "field": field, "present": present }),
        Condition::Contract(name) => json!({ "contract": name }),
        Condition::Card(card) => json!({ "card": card.name() }),
        ref other => json!(format!("{other:?}")),
    }
}

fn built_in_step(step: &Step) -> Value {
    let Step { name, codes, or_present, operation } = step;
    json!({ "name": name, "codes": codes, "or_present": or_present, "operation": operation })
}

fn built_in_follow_up(follow_up: &FollowUp) -> Value {
    let condition = follow_up.condition.as_ref().map(built_in_condition);
    json!({ "operation": follow_up.operation, "if": condition })
}

/// An operation of a spec.
pub(super) fn described(spec: &Spec, operation: &model::Operation) -> Entry {
    let fields = |fields: &[model::Field]| {
        fields.iter().map(|field| described_field(spec, field)).collect::<Vec<_>>()
    };
    Entry {
        operation: operation.id.clone(),
        product: operation.product.clone(),
        title: operation.title.clone(),
        transport: operation.transport.as_str(),
        url: operation.url.clone(),
        destination: operation.destination.clone(),
        envelope: operation
            .envelope
            .as_ref()
            .map(|it| json!({ "field": it.field, "beside": it.beside })),
        charset_field: operation.charset_field.clone(),
        sign_types: operation.sign_types.clone(),
        request: fields(&operation.request),
        reply: fields(&operation.reply),
        rules: operation.rules.iter().map(|rule| described_rule(&rule.kind)).collect(),
        success_is_final: operation.success_is_final,
        steps: operation.steps.iter().map(described_step).collect(),
        leads_to: operation.leads_to.iter().map(described_follow_up).collect(),
        notifications: operation.notifications.clone(),
        query_with: operation.query_with.clone(),
        also_used_by: operation.also_used_by.clone(),
    }
}

fn described_field(spec: &Spec, field: &model::Field) -> Field {
    let (kind, codes, structure) = match &field.kind {
        model::Kind::Text => ("text", None, None),
        model::Kind::Digits => ("digits", None, None),
        model::Kind::Int => ("int", None, None),
        model::Kind::Amount => ("amount", None, None),
        model::Kind::Time => ("time", None, None),
        model::Kind::Date => ("date", None, None),
        model::Kind::Ip => ("ip", None, None),
        model::Kind::Code(list) => {
            let list = spec.code_list(list);
            let codes = list.map(|list| list.codes.iter().map(|one| one.code.clone()).collect());
            ("code", codes, None)
        }
        model::Kind::Structure(id) => ("structure", None, Some(id.clone())),
    };
    Field {
        name: field.name.clone(),
        required: field.required.as_str(),
        max_len: field.max_len,
        r#type: kind,
        min_len: field.min_len,
        lengths: field.lengths.clone(),
        range: field.range.as_ref().map(|range| [range.min.clone(), range.max.clone()]),
        codes,
        structure,
        fixed: field.fixed.clone(),
        default: field.default.clone(),
        currency: field.currency.clone(),
        forbidden: field.forbidden.iter().map(ToString::to_string).collect(),
        allowed: field.allowed.iter().map(|(first, last)| [*first, *last]).collect(),
        sensitive: field.sensitive,
        unsigned: field.unsigned.map(model::Unsigned::as_str),
        filled_by: field.filled_by.map(model::FilledBy::as_str),
        when: field.when.clone(),
        aliases: field.aliases.clone(),
        edition: field.edition.clone(),
    }
}

fn described_rule(rule: &model::RuleKind) -> Value {
    use model::RuleKind;
    match rule {
        RuleKind::OneOf { fields } => json!({ "kind": "one_of", "fields": fields }),
        RuleKind::MutuallyExclusive { fields } => {
            json!({ "kind": "mutually_exclusive", "fields": fields })
        }
        RuleKind::RequiresTogether { fields } => {
            json!({ "kind": "requires_together", "fields": fields })
        }
        RuleKind::Equal { fields } => json!({ "kind": "equal", "fields": fields }),
        RuleKind::IgnoredIfPresent { fields, present } => {
            json!({ "kind": "ignored_if_present", "fields": fields, "present": present })
        }
        RuleKind::RequiredIf { field, condition } => {
            json!({ "kind": "required_if", "field": field, "if": described_condition(condition) })
        }
        RuleKind::MaxClockSkew { field, minutes } => {
            json!({ "kind": "max_clock_skew", "field": field, "minutes": minutes })
        }
        RuleKind::CardKind { field, values, card } => {
            json!({ "kind": "card_kind", "field": field, "in": values, "card": card.as_str() })
        }
        RuleKind::NotAbove { field, limit } => {
            json!({ "kind": "not_above", "field": field, "limit": limit })
        }
        RuleKind::FollowUpWindow { operation, hours } => {
            json!({ "kind": "follow_up_window", "operation": operation, "hours": hours })
        }
    }
}

fn described_condition(condition: &model::Condition) -> Value {
    use model::Condition;
    match condition {
        Condition::In { field, values } => json!({ "field": field, "in": values }),
        Condition::Present { field, present } => json!({ "field": field, "present": present }),
        Condition::Contract { name } => json!({ "contract": name }),
        Condition::Card { card } => json!({ "card": card.as_str() }),
    }
}

fn described_step(step: &model::Step) -> Value {
    let model::Step { name, codes, or_present, operation, .. } = step;
    json!({ "name": name, "codes": codes, "or_present": or_present, "operation": operation })
}

fn described_follow_up(follow_up: &model::FollowUp) -> Value {
    let condition = follow_up.condition.as_ref().map(described_condition);
    json!({ "operation": follow_up.operation, "if": condition })
}
