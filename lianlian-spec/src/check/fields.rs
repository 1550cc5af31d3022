//! What is said of fields: lengths, ranges, names, values.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::check::values;
use crate::files::{Attributes, RangeFile};
use crate::known::Known;
use crate::mistake::{Finding, Sink};
use crate::model::Kind;
use crate::names::{is_snake_name, snake_case};
use crate::resolve::{Fields, Resolved};
use crate::source::{Span, Spanned, Text};
use crate::value;

/// Names that generated structs and builders have beside their fields.
const GENERATED: [&str; 3] = ["build", "builder", "unknown_fields"];

/// The fields of one message or group; `noun` is what it is called in messages.
pub(super) fn check(noun: &str, fields: &Fields<'_>, known: &Known<'_>, sink: &mut Sink) {
    check_aliases(fields, sink);
    let mut first: HashMap<String, &Text> = HashMap::new();
    for field in &fields.items {
        known.fields.expect(field.name, sink);
        if let Some(given) = field.given {
            check_references(&given.attributes, known, sink);
        }
        check_field(field, known, sink);
        check_currency(field, fields, known, sink);
        if let Some(edition) = field.given.and_then(|given| given.edition.as_ref()) {
            known.editions.expect(edition, sink);
        }
        let rust_name = rust_name(field);
        if GENERATED.contains(&rust_name.as_str()) {
            let message = format!("generated structs already have something called `{rust_name}`");
            let finding = Finding::new(field.name.span, message);
            sink.add(finding.help("give the field a `rename`"));
        }
        match first.get(&rust_name) {
            Some(earlier) => {
                let message =
                    format!("two fields of this {noun} become the Rust field `{rust_name}`");
                let finding = Finding::new(field.name.span, message).label("the second");
                sink.add(
                    finding.related(earlier.span, "the first").help("give one of them a `rename`"),
                );
            }
            None => drop(first.insert(rust_name, field.name)),
        }
    }
}

/// What one place says by itself: at most one kind, and names that exist.
pub(super) fn check_references(attributes: &Attributes, known: &Known<'_>, sink: &mut Sink) {
    if let [(first, place), (second, wrong), ..] = attributes.kind_keys().as_slice() {
        let message = format!("`{second}` and `{first}` cannot both say what the value is");
        sink.add(
            Finding::new(*wrong, message)
                .related(*place, "already said here")
                .help("keep one of the two"),
        );
    }
    if let Some(list) = &attributes.codes {
        known.lists.expect(list, sink);
    }
    if let Some(structure) = &attributes.structure {
        known.structures.expect(structure, sink);
    }
}

/// One field, its dictionary entry included. A mistake of the dictionary alone is reported at the
/// dictionary each time, and shown once.
pub(super) fn check_field(field: &Resolved<'_>, known: &Known<'_>, sink: &mut Sink) {
    check_name(field, sink);
    check_lengths(field, sink);
    check_whole_length(field, sink);
    check_range(field, sink);
    for one in field.merged.forbidden.iter().flat_map(|forbidden| &forbidden.value) {
        if one.value.chars().count() != 1 {
            let message = format!("`{}` is not one character", one.as_str());
            sink.add(Finding::new(one.span, message).help("list forbidden characters one by one"));
        }
    }
    for one in field.merged.allowed.iter().flat_map(|allowed| &allowed.value) {
        if value::range_of(one.as_str()).is_none() {
            let message = format!("`{}` is neither a character nor a range", one.as_str());
            sink.add(Finding::new(one.span, message).help("write `_` or `a-z`"));
        }
    }
    for (key, text) in [("fixed", field.fixed()), ("default", field.default())] {
        let Some(text) = text else { continue };
        if let Some(fault) = values::fault(field, text.as_str(), known) {
            sink.add(fault.at(text.span, &format!("impossible `{key}` value: ")));
        }
    }
    if let (Some(fixed), Some(default)) = (field.fixed(), field.default()) {
        let message =
            format!("`{}` has a `fixed` value and cannot have a `default`", field.name.as_str());
        sink.add(Finding::new(default.span, message).related(fixed.span, "fixed here"));
    }
}

/// An alias is another name of one field, not of two; the later of two is the wrong one.
fn check_aliases(fields: &Fields<'_>, sink: &mut Sink) {
    let mut first: HashMap<&str, &Text> =
        fields.items.iter().map(|field| (field.name.as_str(), field.name)).collect();
    for field in &fields.items {
        let aliases = field.given.and_then(|given| given.aliases.as_ref());
        for alias in aliases.iter().flat_map(|aliases| &aliases.value) {
            match first.get(alias.as_str()) {
                Some(earlier) => {
                    let message = format!("`{}` is already a name of a field here", alias.as_str());
                    sink.add(Finding::new(alias.span, message).related(earlier.span, "this one"));
                }
                None => drop(first.insert(alias.as_str(), alias)),
            }
        }
    }
}

/// A currency is a code, or the field that carries one.
fn check_currency(field: &Resolved<'_>, fields: &Fields<'_>, known: &Known<'_>, sink: &mut Sink) {
    let Some(currency) = &field.merged.currency else {
        return;
    };
    if field.kind != Kind::Amount && !field.unsure {
        let name = field.name.as_str();
        let message = format!("`{name}` is {}, which has no currency", kind_phrase(&field.kind));
        unsuitable(field, currency.span, message, sink);
        return;
    }
    let name = currency.as_str();
    let is_code = name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_code && !fields.may_have(name) && known.fields.knows(name) {
        let message = format!(
            "the currency of `{}` stands in `{name}`, which is not here",
            field.name.as_str()
        );
        sink.add(Finding::new(field.name.span, message).related(currency.span, "said here"));
    } else if !is_code && !fields.may_have(name) {
        let finding = Finding::new(currency.span, format!("`{name}` is no currency"));
        sink.add(finding.help("write three capital letters, or the field that carries the code"));
    }
}

/// The name of the field in Rust.
pub(crate) fn rust_name(field: &Resolved<'_>) -> String {
    match &field.merged.rename {
        Some(rename) => rename.value.clone(),
        None => snake_case(field.name.as_str()),
    }
}

fn check_name(field: &Resolved<'_>, sink: &mut Sink) {
    let name = field.name;
    match &field.merged.rename {
        Some(rename) if !is_snake_name(rename.as_str()) => {
            let message = format!("`{}` cannot be the name of a Rust field", rename.as_str());
            sink.add(Finding::new(rename.span, message).help(
                "names are lower-case letters, digits and single underscores, begin with a letter and are no Rust keyword",
            ));
        }
        None if !name.value.trim().is_empty() && !is_snake_name(&snake_case(name.as_str())) => {
            let message = format!("`{}` cannot become the name of a Rust field", name.as_str());
            sink.add(
                Finding::new(name.span, message).help("say in `rename` what it is called in Rust"),
            );
        }
        _ => {}
    }
}

fn check_lengths(field: &Resolved<'_>, sink: &mut Sink) {
    let Attributes { max_len, min_len, lengths, .. } = &field.merged;
    let name = field.name.as_str();
    if let Some(max) = max_len.filter(|max| max.value == 0) {
        let finding = Finding::new(max.span, format!("`{name}` cannot have a `max_len` of 0"));
        sink.add(finding.help("leave the key out if the length is not limited"));
    } else if let (Some(min), Some(max)) = (min_len, max_len)
        && min.value > max.value
    {
        let message =
            format!("impossible length of `{name}`: at least {}, at most {}", min.value, max.value);
        sink.add(opposed(field, *min, *max, message));
    }
    for one in lengths.iter().flat_map(|lengths| &lengths.value) {
        let limit = match (min_len, max_len) {
            (_, _) if one.value == 0 => None,
            (_, Some(max)) if one.value > max.value => Some((max, "at most", max.value)),
            (Some(min), _) if one.value < min.value => Some((min, "at least", min.value)),
            _ => continue,
        };
        let finding = match limit {
            None => Finding::new(one.span, format!("impossible length of `{name}`: 0")),
            Some((limit, bound, value)) => {
                let message =
                    format!("impossible length of `{name}`: {} and {bound} {value}", one.value);
                opposed(field, *one, *limit, message)
            }
        };
        sink.add(finding);
    }
}

/// A time or a date has one length; limits that shut it out leave no value at all.
fn check_whole_length(field: &Resolved<'_>, sink: &mut Sink) {
    let (noun, whole) = match field.kind {
        _ if field.unsure => return,
        Kind::Time => ("time", 14),
        Kind::Date => ("date", 8),
        _ => return,
    };
    let Attributes { max_len, min_len, lengths, .. } = &field.merged;
    let max = max_len.filter(|max| max.value > 0 && max.value < whole);
    let min = min_len.filter(|min| min.value > whole);
    let lengths =
        lengths.as_ref().filter(|lengths| !lengths.value.iter().any(|one| one.value == whole));
    let spans =
        [max.map(|max| max.span), min.map(|min| min.span), lengths.map(|lengths| lengths.span)];
    for span in spans.into_iter().flatten() {
        let name = field.name.as_str();
        let message = format!("impossible length of `{name}`: a {noun} has {whole} characters");
        unsuitable(field, span, message, sink);
    }
}

fn check_range(field: &Resolved<'_>, sink: &mut Sink) {
    let Some(RangeFile { min: Some(min), max: Some(max) }) = &field.merged.range else {
        return;
    };
    let name = field.name.as_str();
    let is_number: fn(&str) -> bool = match &field.kind {
        _ if field.unsure => return,
        Kind::Amount => value::is_decimal,
        Kind::Int => value::is_int,
        kind => {
            let message = format!("`{name}` is {}, which has no range", kind_phrase(kind));
            unsuitable(field, min.span, message, sink);
            return;
        }
    };
    let mut numbers = true;
    for bound in [min, max] {
        if !is_number(bound.as_str()) {
            numbers = false;
            let message = format!("the range of `{name}` cannot end at `{}`", bound.as_str());
            sink.add(
                Finding::new(bound.span, message).help("write a decimal number, such as `0.01`"),
            );
        }
    }
    let compare = values::comparison(&field.kind, [min.as_str(), max.as_str()]);
    if numbers
        && compare.is_some_and(|compare| compare(min.as_str(), max.as_str()) == Ordering::Greater)
    {
        let message =
            format!("impossible range of `{name}`: from {} to {}", min.as_str(), max.as_str());
        sink.add(
            Finding::new(min.span, message).related(max.span, "the end lies before the start"),
        );
    }
}

/// Two statements that exclude each other; the one of the use is blamed if the other is the dictionary's.
fn opposed<T>(field: &Resolved<'_>, a: Spanned<T>, b: Spanned<T>, message: String) -> Finding {
    let home = field.name.span.file;
    let (wrong, other) = if a.span.file != home && b.span.file == home { (b, a) } else { (a, b) };
    Finding::new(wrong.span, message).related(other.span, "which contradicts this")
}

/// A limit that the field's kind has no use for. If a use gave a dictionary field another kind, that is
/// where the contradiction began.
fn unsuitable(field: &Resolved<'_>, limit: Span, message: String, sink: &mut Sink) {
    let home = field.name.span.file;
    let kind = field.merged.kind_span().filter(|kind| kind.file == home && limit.file != home);
    let finding = match kind {
        Some(kind) => Finding::new(kind, message).related(limit, "set in the dictionary"),
        None => Finding::new(limit, message).caused_by(field.merged.kind_span()),
    };
    sink.add(finding.help("leave it out, or say what the value is with `type`"));
}

fn kind_phrase(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Digits => "a string of digits",
        Kind::Int => "a whole number",
        Kind::Amount => "an amount",
        Kind::Time => "a time",
        Kind::Date => "a date",
        Kind::Ip => "an address",
        Kind::Code(_) => "a code",
        Kind::Structure(_) => "a structure",
    }
}
