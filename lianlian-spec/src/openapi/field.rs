//! The schema of one field.

use serde_json::{Map, Value, json};

use super::components::Components;
use super::insert_some;
use crate::model::{Encoding, Field, FilledBy, Kind, Required, Unsigned};

/// Which side writes a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The merchant, who is held to everything that is known.
    Sent,
    /// The gateway, which is taken at its word.
    Received,
}

const TIME: &str = "[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])\
                    ([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]";
const DATE: &str = "[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])";
const BYTE: &str = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})";

/// The schema of a field of a message that goes this way.
pub(super) fn schema(field: &Field, way: Way, components: &mut Components<'_>) -> Value {
    let mut schema = Map::new();
    let mut patterns = Vec::new();
    shape(field, way, components, &mut schema, &mut patterns);
    lengths(field, way, &mut schema);
    patterns.extend(characters(field));
    let mut patterns: Vec<Value> = patterns.iter().map(|text| json!(whole(text, way))).collect();
    match patterns.len() {
        0 => {}
        1 => drop(schema.insert("pattern".to_owned(), patterns.remove(0))),
        _ => {
            let all = patterns.into_iter().map(|pattern| json!({ "pattern": pattern }));
            schema.insert("allOf".to_owned(), all.collect());
        }
    }
    facts(field, way, &mut schema);
    Value::Object(schema)
}

fn shape(
    field: &Field,
    way: Way,
    components: &mut Components<'_>,
    schema: &mut Map<String, Value>,
    patterns: &mut Vec<String>,
) {
    let mut put = |key: &str, value: Value| drop(schema.insert(key.to_owned(), value));
    if !matches!(field.kind, Kind::Code(_) | Kind::Structure(_) | Kind::Int) {
        put("type", json!("string"));
    }
    match &field.kind {
        Kind::Text => {}
        Kind::Digits => patterns.push("[0-9]+".to_owned()),
        Kind::Int => {
            put("type", json!(["string", "integer"]));
            patterns.push("-?[0-9]+".to_owned());
        }
        // Answers have been seen with fewer decimals than two.
        Kind::Amount if way == Way::Received => patterns.push(r"[0-9]+(\.[0-9]{1,2})?".to_owned()),
        Kind::Amount => patterns.push(r"[0-9]+\.[0-9]{2}".to_owned()),
        Kind::Time => patterns.push(TIME.to_owned()),
        Kind::Date => patterns.push(DATE.to_owned()),
        Kind::Ip => patterns.push(format!("{BYTE}(_{BYTE}){{3}}")),
        Kind::Code(list) => {
            let known = components.codes(list);
            match way {
                Way::Sent => put("$ref", known.get("$ref").cloned().unwrap_or_default()),
                Way::Received => {
                    let other = json!({
                        "type": "string",
                        "description": "A code that is not documented here.",
                    });
                    put("anyOf", json!([known, other]));
                }
            }
        }
        Kind::Structure(id) => {
            let encoding = components.spec.structure(id).map(|structure| &structure.encoding);
            let (is_text, is_list) = (
                matches!(encoding, Some(Encoding::JsonObject)),
                matches!(encoding, Some(Encoding::JsonList)),
            );
            let content = components.structure(id);
            let text = json!({
                "type": "string",
                "contentMediaType": "application/json",
                "contentSchema": content,
            });
            match text {
                Value::Object(members) if is_text => schema.extend(members),
                text if is_list => put("anyOf", json!([content, text])),
                _ => put("$ref", content.get("$ref").cloned().unwrap_or_default()),
            }
        }
    }
}

/// A pattern for the whole text. The gateway sends empty texts for what it has no value for.
fn whole(pattern: &str, way: Way) -> String {
    match way {
        Way::Sent => format!("^(?:{pattern})$"),
        Way::Received => format!("^(?:{pattern})?$"),
    }
}

fn lengths(field: &Field, way: Way, schema: &mut Map<String, Value>) {
    insert_some(schema, "maxLength", field.max_len);
    let is_text = matches!(field.kind, Kind::Text | Kind::Structure(_));
    match way {
        Way::Sent if field.min_len.is_some() => insert_some(schema, "minLength", field.min_len),
        // An empty text counts as left out, so none is sent.
        Way::Sent if is_text => insert_some(schema, "minLength", Some(1)),
        Way::Sent => {}
        Way::Received => insert_some(schema, "x-min-length", field.min_len),
    }
    if field.lengths.is_empty() {
        return;
    }
    let empty = (way == Way::Received).then_some(0);
    let lengths = empty.into_iter().chain(field.lengths.iter().copied());
    let lengths: Vec<Value> =
        lengths.map(|length| json!({ "minLength": length, "maxLength": length })).collect();
    match lengths.as_slice() {
        [Value::Object(only)] => schema.extend(only.clone()),
        _ => drop(schema.insert("anyOf".to_owned(), Value::Array(lengths))),
    }
}

/// Patterns of the characters that a text may and may not have.
fn characters(field: &Field) -> Vec<String> {
    let mut patterns = Vec::new();
    if !field.allowed.is_empty() {
        let ranges = field.allowed.iter().map(|(first, last)| {
            let (first, last) = (in_class(*first), in_class(*last));
            if first == last { first } else { format!("{first}-{last}") }
        });
        patterns.push(format!("[{}]*", ranges.collect::<String>()));
    }
    if !field.forbidden.is_empty() {
        let characters: String = field.forbidden.iter().copied().map(in_class).collect();
        patterns.push(format!("[^{characters}]*"));
    }
    patterns
}

/// A character as it stands between the brackets of a pattern.
pub(super) fn in_class(character: char) -> String {
    match character {
        '\\' | ']' | '[' | '^' | '-' => format!("\\{character}"),
        other => other.to_string(),
    }
}

fn facts(field: &Field, way: Way, schema: &mut Map<String, Value>) {
    schema.insert("description".to_owned(), description(field).into());
    match (&field.fixed, way) {
        (Some(fixed), Way::Sent) => insert_some(schema, "const", Some(fixed.as_str())),
        (Some(fixed), Way::Received) => insert_some(schema, "x-fixed", Some(fixed.as_str())),
        (None, _) => {}
    }
    insert_some(schema, "default", field.default.as_deref());
    if let Some(range) = &field.range {
        schema.insert("x-range".to_owned(), json!({ "min": range.min, "max": range.max }));
        if field.kind == Kind::Int && way == Way::Sent {
            insert_some(schema, "minimum", range.min.parse::<i64>().ok());
            insert_some(schema, "maximum", range.max.parse::<i64>().ok());
        }
    }
    if field.sensitive {
        schema.insert("x-sensitive".to_owned(), true.into());
        if way == Way::Sent {
            schema.insert("writeOnly".to_owned(), true.into());
        }
    }
    if field.identity {
        schema.insert("x-identity".to_owned(), true.into());
    }
    if field.required == Required::Conditional || way == Way::Received {
        insert_some(schema, "x-required", Some(field.required.as_str()));
    }
    insert_some(schema, "x-unit", field.unit.as_deref());
    insert_some(schema, "x-currency", field.currency.as_deref());
    insert_some(schema, "x-when", field.when.as_deref());
    insert_some(schema, "x-edition", field.edition.as_deref());
    insert_some(schema, "x-unsigned", field.unsigned.map(Unsigned::as_str));
    insert_some(schema, "x-filled-by", field.filled_by.map(FilledBy::as_str));
    if !field.aliases.is_empty() {
        schema.insert("x-aliases".to_owned(), json!(field.aliases));
    }
}

/// The meaning, then what a reader without an eye for extensions has to know.
fn description(field: &Field) -> String {
    let mut sentences = vec![field.meaning.clone()];
    sentences.extend(field.note.clone());
    match field.kind {
        Kind::Amount => sentences.push("Yuan and fen with a point, two decimals".to_owned()),
        Kind::Time => sentences.push("`yyyyMMddHHmmss` in UTC+8".to_owned()),
        Kind::Date => sentences.push("`yyyyMMdd` in UTC+8".to_owned()),
        Kind::Ip => sentences.push("An IPv4 address with `_` for `.`".to_owned()),
        Kind::Text | Kind::Digits | Kind::Int | Kind::Code(_) | Kind::Structure(_) => {}
    }
    if let Some(unit) = &field.unit {
        sentences.push(format!("In {unit}"));
    }
    if let Some(range) = &field.range {
        sentences.push(format!("From {} to {}", range.min, range.max));
    }
    if let Some(when) = &field.when {
        sentences.push(format!("Sent when `{when}`"));
    }
    match field.unsigned {
        Some(Unsigned::Always) => sentences.push("No signature covers it".to_owned()),
        Some(Unsigned::Maybe) => sentences.push("The signature may not cover it".to_owned()),
        None => {}
    }
    if !field.aliases.is_empty() {
        sentences.push(format!("Also sent under the name `{}`", field.aliases.join("` or `")));
    }
    paragraph(&sentences)
}

/// Sentences in a row, each with its full stop.
pub(super) fn paragraph<S: AsRef<str>>(sentences: &[S]) -> String {
    let ended = sentences.iter().map(|text| {
        let text = text.as_ref().trim();
        if text.ends_with(['.', '?', '!', ':']) { text.to_owned() } else { format!("{text}.") }
    });
    ended.collect::<Vec<_>>().join(" ")
}
