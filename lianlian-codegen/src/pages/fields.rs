//! Tables of fields.

use lianlian_spec::Spec;
use lianlian_spec::model::{Encoding, Field, FilledBy, Kind, Required, Unsigned};

use super::markdown::{code, codes, prose, sentence, table};
use super::rust_types;

/// The fields of a message that the merchant writes.
pub(super) fn sent(spec: &Spec, fields: &[Field]) -> String {
    let rows: Vec<[String; 6]> = fields
        .iter()
        .map(|field| {
            [
                name(field),
                required(field).to_owned(),
                form(spec, field),
                length(field),
                who_gives(spec, field),
                meaning_and_echo(field),
            ]
        })
        .collect();
    table(["Field", "Required", "Form", "Length", "In Rust", "Meaning"], &rows)
}

/// The fields of an acknowledgement, which generated code writes.
pub(super) fn acknowledged(spec: &Spec, fields: &[Field]) -> String {
    let rows: Vec<[String; 4]> = fields
        .iter()
        .map(|field| [name(field), form(spec, field), length(field), meaning(field)])
        .collect();
    table(["Field", "Form", "Length", "Meaning"], &rows)
}

/// The fields of a message that the gateway writes.
pub(super) fn received(
    spec: &Spec,
    fields: &[Field],
    is_certain: impl Fn(&Field) -> bool,
) -> String {
    let rows: Vec<[String; 6]> = fields
        .iter()
        .map(|field| {
            let ty = if rust_types::is_left_to_verification(field) {
                "read by the verification".to_owned()
            } else {
                code(&rust_types::received(spec, field, is_certain(field)))
            };
            [name(field), promised(field), form(spec, field), length(field), ty, meaning(field)]
        })
        .collect();
    table(["Field", "Sent", "Form", "Length", "In Rust", "Meaning"], &rows)
}

fn name(field: &Field) -> String {
    if field.name == field.rust_name {
        code(&field.name)
    } else {
        format!("{}, in Rust {}", code(&field.name), code(&field.rust_name))
    }
}

fn required(field: &Field) -> &'static str {
    match field.required {
        Required::Yes => "yes",
        Required::No => "no",
        Required::Conditional => "sometimes",
    }
}

/// What the documentation promises of a field of an answer.
fn promised(field: &Field) -> String {
    match (&field.when, field.required) {
        (Some(when), Required::Yes) => format!("when {}", code(when)),
        (Some(when), _) => format!("maybe when {}", code(when)),
        (None, Required::Yes) => "always".to_owned(),
        (None, _) => "maybe".to_owned(),
    }
}

fn form(spec: &Spec, field: &Field) -> String {
    match &field.kind {
        Kind::Text => "text".to_owned(),
        Kind::Digits => "digits".to_owned(),
        Kind::Int => "whole number".to_owned(),
        Kind::Amount => "amount".to_owned(),
        Kind::Time => "time `yyyyMMddHHmmss`".to_owned(),
        Kind::Date => "date `yyyyMMdd`".to_owned(),
        Kind::Ip => "IPv4 address with `_`".to_owned(),
        Kind::Code(list) => format!("code [`{list}`](codes.md#{})", super::markdown::anchor(list)),
        Kind::Structure(id) => {
            let encoding = spec.structure(id).map(|structure| &structure.encoding);
            let what = match encoding {
                Some(Encoding::JsonObject) => "JSON text",
                Some(Encoding::JsonList) => "JSON array",
                Some(Encoding::Separated { .. }) | None => "joined values",
            };
            format!("{what} [`{id}`](structures.md#{})", super::markdown::anchor(id))
        }
    }
}

fn length(field: &Field) -> String {
    if !field.lengths.is_empty() {
        let lengths: Vec<String> = field.lengths.iter().map(ToString::to_string).collect();
        return lengths.join(" or ");
    }
    match (field.min_len, field.max_len) {
        (Some(min), Some(max)) if min == max => max.to_string(),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("≤ {max}"),
        (None, None) => String::new(),
    }
}

fn who_gives(spec: &Spec, field: &Field) -> String {
    let by = match field.filled_by {
        Some(FilledBy::Merchant) => "the client's merchant number",
        Some(FilledBy::Scheme) => "the client's scheme",
        Some(FilledBy::Signature) => "made by the client",
        Some(FilledBy::Clock) => "the client's clock",
        None if field.fixed.is_some() => "set for you",
        None => return code(&rust_types::sent(spec, field)),
    };
    by.to_owned()
}

/// The meaning of a request's field, and whether the answer is held to its value.
fn meaning_and_echo(field: &Field) -> String {
    let echo = if field.identity { " Has to come back unchanged." } else { "" };
    format!("{}{echo}", meaning(field))
}

/// The meaning and everything that limits or explains it, in one cell.
fn meaning(field: &Field) -> String {
    let mut said = vec![sentence(&field.meaning)];
    if let Some(fixed) = &field.fixed {
        said.push(format!("Always {}.", code(fixed)));
    }
    if let Some(default) = &field.default {
        said.push(format!("Left out, it counts as {}.", code(default)));
    }
    if let Some(unit) = &field.unit {
        said.push(format!("In {}.", prose(unit)));
    }
    if let Some(range) = &field.range {
        said.push(format!("From {} to {}.", code(&range.min), code(&range.max)));
    }
    if let Some(currency) = &field.currency {
        let is_code = currency.bytes().all(|byte| byte.is_ascii_uppercase());
        let of =
            if is_code { currency.clone() } else { format!("the currency in {}", code(currency)) };
        said.push(format!("In {of}."));
    }
    if !field.allowed.is_empty() {
        let ranges: Vec<String> = field
            .allowed
            .iter()
            .map(
                |(first, last)| {
                    if first == last { first.to_string() } else { format!("{first}-{last}") }
                },
            )
            .collect();
        said.push(format!("Only of the characters {}.", codes(&ranges, " ")));
    }
    if !field.forbidden.is_empty() {
        let characters: Vec<String> = field.forbidden.iter().map(ToString::to_string).collect();
        said.push(format!("Without the characters {}.", codes(&characters, " ")));
    }
    match field.unsigned {
        Some(Unsigned::Always) => said.push("**Not signed.**".to_owned()),
        Some(Unsigned::Maybe) => said.push("**Perhaps not signed.**".to_owned()),
        None => {}
    }
    if field.sensitive {
        said.push("Masked when printed.".to_owned());
    }
    if !field.aliases.is_empty() {
        said.push(format!("Also read as {}.", codes(&field.aliases, " or ")));
    }
    if let Some(edition) = &field.edition {
        said.push(format!("In the edition of {edition} only."));
    }
    said.extend(field.note.as_deref().map(sentence));
    said.join(" ")
}
