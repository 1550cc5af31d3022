//! The schemas of structures and of their groups.

use serde_json::{Map, Value, json};

use super::components::Components;
use super::field::{Way, in_class, paragraph};
use super::message::{is_always_there, object};
use crate::model::{Encoding, Group, Structure};

/// The schema of a structure: of the JSON in the text, or of the text where it is not JSON.
pub(super) fn schema(structure: &Structure, components: &mut Components<'_>) -> Value {
    let about = about(&structure.title, structure.description.as_deref(), &structure.notes, "");
    match &structure.encoding {
        Encoding::JsonObject => {
            json_object(structure, &paragraph(&[about, GROUPS.to_owned()]), components)
        }
        Encoding::JsonList => {
            let items: Vec<Value> = structure
                .groups
                .iter()
                .map(|one| group(structure, one, Way::Received, components))
                .collect();
            json!({ "type": "array", "description": about, "items": { "anyOf": items } })
        }
        Encoding::Separated { field_separator, entry_separator, max_entries } => {
            let Some(entry) = structure.groups.first() else {
                return json!({ "type": "string", "description": about });
            };
            let separators = (*field_separator, *entry_separator);
            let names: Vec<String> =
                entry.fields.iter().map(|field| format!("`{}`", field.name)).collect();
            let layout = format!(
                "An entry is the values of {}, joined by `{field_separator}`; entries, {max_entries} \
                 at most, are joined by `{entry_separator}`. Neither character may stand in a value",
                names.join(", "),
            );
            let fields = entry.fields.len();
            json!({
                "type": "string",
                "description": paragraph(&[about, layout]),
                "pattern": separated(separators, fields, *max_entries),
                "x-entry": group(structure, entry, Way::Sent, components),
            })
        }
    }
}

const GROUPS: &str = "Its members come in groups, any number of which may be put together";

/// The text of entries: so many values, so many times.
fn separated((between_values, between_entries): (char, char), fields: usize, most: u32) -> String {
    let value = format!("[^{}{}]*", in_class(between_values), in_class(between_entries));
    let more_fields = fields.saturating_sub(1);
    let entry = format!("{value}([{}]{value}){{{more_fields}}}", in_class(between_values));
    let more_entries = most.saturating_sub(1);
    format!("^{entry}([{}]{entry}){{0,{more_entries}}}$", in_class(between_entries))
}

/// At least one group as a whole. Groups share the object, so none of them is closed.
fn json_object(structure: &Structure, about: &str, components: &mut Components<'_>) -> Value {
    let mut choices = Vec::new();
    let mut lists: Map<String, Value> = Map::new();
    for one in &structure.groups {
        let reference = group(structure, one, Way::Sent, components);
        match &one.in_list {
            None => choices.push(reference),
            Some(list) => {
                let entry = json!({ "type": "array", "items": { "anyOf": [] } });
                let known = lists.entry(list.clone()).or_insert(entry);
                if let Some(Value::Array(kinds)) = known.pointer_mut("/items/anyOf") {
                    kinds.push(reference);
                }
            }
        }
    }
    choices.extend(lists.keys().map(|list| json!({ "required": [list] })));
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("description".to_owned(), about.into());
    schema.insert("anyOf".to_owned(), Value::Array(choices));
    if !lists.is_empty() {
        schema.insert("properties".to_owned(), Value::Object(lists));
    }
    Value::Object(schema)
}

fn group(structure: &Structure, group: &Group, way: Way, components: &mut Components<'_>) -> Value {
    let name = format!("structures.{}.{}", structure.id, group.name);
    components.refer(&name, |components| {
        let place = group.in_list.as_ref().map_or_else(
            || format!("The group `{}` of `{}`", group.name, structure.id),
            |list| format!("An entry of `{list}` in `{}`", structure.id),
        );
        let about = about(&group.title, group.description.as_deref(), &group.notes, &place);
        let is_certain = |field: &crate::model::Field| way == Way::Sent && is_always_there(field);
        let mut schema = object(&group.fields, &group.rules, way, is_certain, components);
        schema.insert("description".to_owned(), about.into());
        if structure.encoding == Encoding::JsonObject && group.in_list.is_none() {
            // Other groups lie in the same object.
            schema.remove("additionalProperties");
        }
        Value::Object(schema)
    })
}

fn about(title: &str, description: Option<&str>, notes: &[String], place: &str) -> String {
    let mut sentences = vec![title];
    sentences.extend(description);
    if !place.is_empty() {
        sentences.push(place);
    }
    sentences.extend(notes.iter().map(String::as_str));
    paragraph(&sentences)
}
