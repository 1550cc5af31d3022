//! Rules between fields, as far as JSON Schema can say them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::model::{Condition, Rule, RuleKind};

/// Adds the rules to the schema of the message that they are about.
///
/// Every rule stands in `x-rules` as a sentence; those about presence are enforced as well.
pub(super) fn add(rules: &[Rule], schema: &mut Map<String, Value>) {
    let mut together: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut all_of = Vec::new();
    for rule in rules {
        match &rule.kind {
            RuleKind::OneOf { fields } => {
                let each: Vec<Value> = fields.iter().map(|field| present(field)).collect();
                all_of.push(json!({ "anyOf": each }));
            }
            RuleKind::MutuallyExclusive { fields } => {
                for (at, one) in fields.iter().enumerate() {
                    for other in fields.iter().skip(at.saturating_add(1)) {
                        all_of.push(json!({ "not": { "required": [one, other] } }));
                    }
                }
            }
            RuleKind::RequiresTogether { fields } => {
                for field in fields {
                    let others = fields.iter().filter(|other| *other != field);
                    together.entry(field).or_default().extend(others.map(String::as_str));
                }
            }
            RuleKind::RequiredIf { field, condition } => {
                if let Some(condition) = test(condition) {
                    all_of.push(json!({ "if": condition, "then": present(field) }));
                }
            }
            // What these are about is a value, the payer's card or another message.
            RuleKind::IgnoredIfPresent { .. }
            | RuleKind::Equal { .. }
            | RuleKind::MaxClockSkew { .. }
            | RuleKind::CardKind { .. }
            | RuleKind::NotAbove { .. }
            | RuleKind::FollowUpWindow { .. } => {}
        }
    }
    if !together.is_empty() {
        schema.insert("dependentRequired".to_owned(), json!(together));
    }
    if !all_of.is_empty() {
        schema.insert("allOf".to_owned(), Value::Array(all_of));
    }
    if !rules.is_empty() {
        schema.insert("x-rules".to_owned(), rules.iter().map(in_words).collect());
    }
}

fn present(field: &str) -> Value {
    json!({ "required": [field] })
}

/// A schema that is valid when the condition holds; none for what no message tells.
fn test(condition: &Condition) -> Option<Value> {
    match condition {
        Condition::In { field, values } => {
            let mut properties = Map::new();
            properties.insert(field.clone(), json!({ "enum": values }));
            Some(json!({ "required": [field], "properties": properties }))
        }
        Condition::Present { field, present: true } => Some(present(field)),
        Condition::Present { field, present: false } => Some(json!({ "not": present(field) })),
        Condition::Contract { .. } | Condition::Card { .. } => None,
    }
}

fn in_words(rule: &Rule) -> Value {
    let mut said = Map::new();
    said.insert("rule".to_owned(), rule.kind.in_words().into());
    super::insert_some(&mut said, "note", rule.note.as_deref());
    super::insert_some(&mut said, "edition", rule.edition.as_deref());
    Value::Object(said)
}
