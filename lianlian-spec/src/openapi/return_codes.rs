//! The return codes, as an extension.

use serde_json::{Map, Value, json};

use super::insert_some;
use crate::model::{ReturnCode, Spec};

/// Every return code with what it proves, in the order of the spec.
pub(super) fn table(spec: &Spec) -> Vec<Value> {
    spec.return_codes.iter().map(entry).collect()
}

fn entry(code: &ReturnCode) -> Value {
    let mut entry = Map::new();
    for (key, text) in [
        ("code", code.code.as_str()),
        ("label", &code.label),
        ("meaning", &code.meaning),
        ("class", code.class.as_str()),
        ("outcome", code.outcome.as_str()),
        ("retry", code.retry.as_str()),
    ] {
        entry.insert(key.to_owned(), text.into());
    }
    insert_some(&mut entry, "zh", code.zh.as_deref());
    insert_some(&mut entry, "note", code.note.as_deref());
    let by_product = code.by_product.iter().map(|own| {
        json!({
            "product": own.product,
            "label": own.label,
            "meaning": own.meaning,
            "zh": own.zh,
            "class": own.class.as_str(),
            "outcome": own.outcome.as_str(),
            "retry": own.retry.as_str(),
        })
    });
    let also = code.also.iter().map(|other| {
        json!({
            "label": other.label,
            "meaning": other.meaning,
            "zh": other.zh,
            "note": other.note,
        })
    });
    for (key, list) in [("by-product", by_product.collect::<Vec<_>>()), ("also", also.collect())] {
        if !list.is_empty() {
            entry.insert(key.to_owned(), list.into());
        }
    }
    Value::Object(entry)
}
