//! The page of coded values.

use lianlian_spec::Spec;
use lianlian_spec::model::{CodeEntry, CodeList};

use super::markdown::{anchor, code, joined, sentence, table};
use crate::codes::pascal;

const INTRODUCTION: &str = "\
Every coded value and the enum that stands for it, in the module `lianlian::codes`. A request takes the named codes. \
In what the gateway sends a code may be a new one: the variant `Unknown` keeps it, and `Code::code` gives the text of \
any value.";

/// The page's text.
pub(super) fn text(spec: &Spec) -> String {
    let mut parts = vec!["# Codes".to_owned(), INTRODUCTION.to_owned()];
    let rows: Vec<[String; 3]> = spec
        .code_lists
        .iter()
        .map(|list| {
            [
                format!("[`{}`](#{})", list.name, anchor(&list.name)),
                code(&format!("codes::{}", list.type_name)),
                sentence(&list.title),
            ]
        })
        .collect();
    parts.push(table(["List", "In Rust", "What it is of"], &rows));
    parts.extend(spec.code_lists.iter().map(section));
    joined(&parts)
}

fn joined_by_blanks(texts: &[String]) -> String {
    let said = texts.iter().map(String::as_str).filter(|text| !text.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

/// What a state says about an order.
fn state(entry: &CodeEntry) -> String {
    let Some(state) = &entry.state else { return String::new() };
    let more = if state.is_final || !state.means.is_final() { "" } else { ", for now" };
    let others = state.means_for.iter().map(|(id, means)| format!(", {means} for `{id}`"));
    format!("As an outcome: {}{more}{}.", state.means, others.collect::<String>())
}

fn section(list: &CodeList) -> String {
    let rows: Vec<[String; 3]> = list
        .codes
        .iter()
        .map(|entry| {
            let note = entry.note.as_deref().map(sentence).unwrap_or_default();
            [
                code(&entry.code),
                code(&format!("{}::{}", list.type_name, pascal(&entry.name))),
                joined_by_blanks(&[sentence(&entry.meaning), note, state(entry)]),
            ]
        })
        .collect();
    joined(&[
        format!("## {}", list.name),
        sentence(&list.title),
        list.note.as_deref().map(sentence).unwrap_or_default(),
        table(["Code", "In Rust", "Meaning"], &rows),
    ])
}
