//! Samples as JSON, in the order in which the spec lists the fields.

use lianlian_spec::model::Field;
use serde_json::{Map, Value};

/// A sample's members. The spec has been checked, so it has some.
pub(super) fn members(text: &str) -> Option<Map<String, Value>> {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

/// The sample with a line for each member.
pub(super) fn pretty(text: &str, fields: &[Field]) -> Option<String> {
    let members = members(text)?;
    let known = fields.iter().filter_map(|field| members.get_key_value(&field.name));
    let is_unknown = |name: &&String| !fields.iter().any(|field| field.name == **name);
    let mut others: Vec<&String> = members.keys().filter(is_unknown).collect();
    others.sort();
    let others = others.into_iter().filter_map(|name| members.get_key_value(name));
    let lines = known
        .chain(others)
        .map(|(name, value)| format!("  {}: {}", Value::from(name.as_str()), ordered(value)));
    Some(format!("{{\n{}\n}}", lines.collect::<Vec<_>>().join(",\n")))
}

/// JSON whose keys are sorted, whatever map `serde_json` was built with.
fn ordered(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            let members = members
                .iter()
                .map(|(name, value)| format!("{}: {}", Value::from(name.as_str()), ordered(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(ordered).collect();
            format!("[{}]", elements.join(", "))
        }
        scalar => scalar.to_string(),
    }
}
