//! The page of structures.

use lianlian_spec::Spec;
use lianlian_spec::model::{Encoding, Group, Structure};

use super::markdown::{code, codes, joined, list, sentence};
use super::{fields, operation};
use crate::structures::type_name;

const INTRODUCTION: &str = "\
Values with members of their own. They travel inside one field of a message, most of them as text. Their Rust types \
are in the module `lianlian::structures`.";

/// The page's text.
pub(super) fn text(spec: &Spec) -> String {
    let mut parts = vec!["# Structures".to_owned(), INTRODUCTION.to_owned()];
    for one in &spec.structures {
        parts.extend(structure(spec, one));
    }
    joined(&parts)
}

fn structure(spec: &Spec, one: &Structure) -> Vec<String> {
    let mut parts = vec![format!("## {}", one.id), format!("**{}**", sentence(&one.title))];
    parts.extend(one.description.as_deref().map(sentence));
    parts.push(encoding(one));
    if !one.notes.is_empty() {
        parts.push(list(one.notes.iter().map(|note| sentence(note))));
    }
    parts.extend(one.groups.iter().flat_map(|group| self::group(spec, one, group)));
    parts
}

fn encoding(one: &Structure) -> String {
    let name = type_name(&one.id);
    match &one.encoding {
        Encoding::JsonObject => format!(
            "A JSON object, written into a text. In Rust `structures::{name}`: start with \
             `{name}::new(&group)`, add further groups of the same object with `.with(&group)` and entries \
             of lists in it with `.with_entry(&entry)`. Group and entry are structs with a builder each."
        ),
        Encoding::JsonList => format!(
            "A JSON array of objects, which only answers carry, as an array or as its text. In Rust \
             `structures::{name}`, which derefs to a slice. Everything in an entry is an `Option`."
        ),
        Encoding::Separated { field_separator, entry_separator, max_entries } => {
            let separators =
                [code(&field_separator.to_string()), code(&entry_separator.to_string())];
            let [between_values, between_entries] = separators;
            format!(
                "The values of an entry in the order of the table, joined by {between_values}; at most \
                 {max_entries} entries, joined by {between_entries}. No value may contain either. In Rust \
                 `structures::{name}`: `{name}::new([&entry, …])`."
            )
        }
    }
}

fn group(spec: &Spec, structure: &Structure, group: &Group) -> Vec<String> {
    let mut parts = vec![
        format!("### {}: {}", structure.id, group.name),
        format!("**{}**", sentence(&group.title)),
    ];
    parts.extend(group.description.as_deref().map(sentence));
    let is_read = structure.encoding == Encoding::JsonList;
    let ty = code(&format!("structures::{}", group.type_name));
    parts.push(match &group.in_list {
        Some(list) => format!("An entry of the list {}. In Rust {ty}.", codes(&[list], "")),
        None => format!("In Rust {ty}."),
    });
    parts.push(if is_read {
        fields::received(spec, &group.fields, |_| false)
    } else {
        fields::sent(spec, &group.fields)
    });
    if !group.rules.is_empty() {
        parts.push("**Rules**".to_owned());
        parts.push(list(group.rules.iter().map(operation::rule)));
    }
    if !group.notes.is_empty() {
        parts.push("**Remarks**".to_owned());
        parts.push(list(group.notes.iter().map(|note| sentence(note))));
    }
    parts
}
