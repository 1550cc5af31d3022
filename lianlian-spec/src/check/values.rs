//! Whether a text can be the value of a field.

use std::cmp::Ordering;

use crate::decode::listed;
use crate::files::{Attributes, EncodingFile};
use crate::known::Known;
use crate::mistake::Finding;
use crate::model::Kind;
use crate::nearest::did_you_mean;
use crate::resolve::Resolved;
use crate::source::{Span, Text};
use crate::syntax;
use crate::value;

/// Why a text is no value of a field, and what would be.
#[derive(Debug)]
pub(super) struct Fault {
    message: String,
    help: Option<String>,
    /// What the value is measured by.
    limits: Vec<Span>,
}

impl Fault {
    fn new(message: String, limits: impl IntoIterator<Item = Span>) -> Self {
        Self { message, help: None, limits: limits.into_iter().collect() }
    }

    /// The mistake of the value that stands at `span`; `before` says what it is to be.
    pub(super) fn at(self, span: Span, before: &str) -> Finding {
        let Self { message, help, limits } = self;
        Finding::new(span, format!("{before}{message}")).maybe_help(help).caused_by(limits)
    }
}

/// The first reason why `text` is no value of `field`; `None` too when that cannot be told.
pub(super) fn fault(field: &Resolved<'_>, text: &str, known: &Known<'_>) -> Option<Fault> {
    if field.unsure {
        return None;
    }
    wrong_form(field, text, known)
        .or_else(|| wrong_length(field, text))
        .or_else(|| out_of_range(field, text))
        .or_else(|| forbidden(field, text))
        .or_else(|| not_allowed(field, text))
}

fn wrong_form(field: &Resolved<'_>, text: &str, known: &Known<'_>) -> Option<Fault> {
    let name = field.name.as_str();
    let (fits, form) = match &field.kind {
        Kind::Text => (true, ""),
        Kind::Digits => (value::is_digits(text), "ASCII digits only"),
        Kind::Int => (value::is_int(text), "a whole number"),
        Kind::Amount => (value::is_amount(text), "an amount with two decimals, such as `210.90`"),
        Kind::Time => (value::is_time(text), "a time that exists, as `yyyyMMddHHmmss`"),
        Kind::Date => (value::is_date(text), "a day that exists, as `yyyyMMdd`"),
        Kind::Ip => (value::is_ip(text), "an IPv4 address with `_` for `.`, such as `10_0_0_1`"),
        Kind::Code(list) => return no_code(field, list, text, known),
        Kind::Structure(id) => return no_structure(field, id, text, known),
    };
    let said = field.merged.kind_span();
    (!fits).then(|| Fault::new(format!("`{name}` takes {form}, not `{text}`"), said))
}

fn no_code(field: &Resolved<'_>, list: &str, text: &str, known: &Known<'_>) -> Option<Fault> {
    let name = field.name.as_str();
    let codes = &known.files.code_lists.as_ref()?.lists.entry(list)?.value.as_ref()?.codes;
    if codes.broken || codes.entry(text).is_some() {
        return None;
    }
    let message = format!("`{name}` takes a code of the list `{list}`, which lacks `{text}`");
    let help = did_you_mean(text, codes.keys());
    let help = help.unwrap_or_else(|| format!("the codes are {}", listed(codes.keys())));
    let limits = field.merged.kind_span().into_iter().collect();
    Some(Fault { message, help: Some(help), limits })
}

fn no_structure(field: &Resolved<'_>, id: &str, text: &str, known: &Known<'_>) -> Option<Fault> {
    let name = field.name.as_str();
    let said = field.merged.kind_span();
    match known.encoding(id)? {
        EncodingFile::JsonObject(_) if syntax::is_object(text) => None,
        EncodingFile::JsonObject(_) => {
            let message = format!("`{name}` takes a string that is a JSON object, not `{text}`");
            Some(Fault::new(message, said))
        }
        EncodingFile::JsonList(_) if syntax::is_array(text) => None,
        EncodingFile::JsonList(_) => {
            Some(Fault::new(format!("`{name}` takes a JSON array, not `{text}`"), said))
        }
        EncodingFile::Separated(encoding) => {
            let separator = encoding.entry_separator.as_ref()?;
            let max = encoding.max_entries?;
            let entries = text.split(separator.as_str()).count();
            let fits = u32::try_from(entries).is_ok_and(|entries| entries <= max.value);
            let limits = said.into_iter().chain([max.span, separator.span]);
            (!fits).then(|| {
                let max = max.value;
                let message = format!("`{name}` takes at most {max} entries, these are {entries}");
                Fault::new(message, limits)
            })
        }
    }
}

fn wrong_length(field: &Resolved<'_>, text: &str) -> Option<Fault> {
    let name = field.name.as_str();
    let merged = &field.merged;
    if matches!(field.kind, Kind::Time | Kind::Date) || limits_contradict(merged) {
        return None;
    }
    let length = text.chars().count();
    let length_u32 = u32::try_from(length).unwrap_or(u32::MAX);
    let too_long = merged.max_len.as_ref().filter(|max| length_u32 > max.value);
    let too_short = merged.min_len.as_ref().filter(|min| length_u32 < min.value);
    let lengths = merged.lengths.as_ref();
    let other = lengths.filter(|lengths| !lengths.value.iter().any(|one| one.value == length_u32));
    let (allowed, limit) = match (too_long, too_short, other) {
        (Some(max), _, _) => (format!("at most {}", max.value), max.span),
        (None, Some(min), _) => (format!("at least {}", min.value), min.span),
        (None, None, Some(lengths)) => {
            let each: Vec<String> = lengths.value.iter().map(|one| one.value.to_string()).collect();
            (each.join(" or "), lengths.span)
        }
        (None, None, None) => return None,
    };
    let message = format!("`{name}` takes {allowed} characters, `{text}` has {length}");
    Some(Fault::new(message, [limit]))
}

/// Limits that shut each other out have been reported, and then no text would do.
fn limits_contradict(attributes: &Attributes) -> bool {
    let min = attributes.min_len.map_or(0, |min| min.value);
    let max = attributes.max_len.map_or(u32::MAX, |max| max.value);
    let lengths = attributes.lengths.iter().flat_map(|lengths| &lengths.value);
    max == 0 || min > max || lengths.into_iter().any(|one| one.value < min || one.value > max)
}

fn out_of_range(field: &Resolved<'_>, text: &str) -> Option<Fault> {
    let range = field.merged.range.as_ref()?;
    let ends = [range.min.as_ref()?.span, range.max.as_ref()?.span];
    let (min, max) = (range.min.as_ref()?.as_str(), range.max.as_ref()?.as_str());
    let compare = comparison(&field.kind, [min, max, text])?;
    if compare(min, max) == Ordering::Greater {
        return None;
    }
    let outside = compare(text, min) == Ordering::Less || compare(text, max) == Ordering::Greater;
    let name = field.name.as_str();
    outside.then(|| {
        Fault::new(format!("`{name}` goes from {min} to {max}, `{text}` is outside"), ends)
    })
}

/// How values of a kind compare, if they have an order and all of `texts` are such values.
pub(super) fn comparison<const N: usize>(
    kind: &Kind,
    texts: [&str; N],
) -> Option<fn(&str, &str) -> Ordering> {
    match kind {
        Kind::Amount if texts.iter().all(|text| value::is_decimal(text)) => {
            Some(value::compare_decimals)
        }
        Kind::Int if texts.iter().all(|text| value::is_int(text)) => Some(value::compare_ints),
        _ => None,
    }
}

fn forbidden(field: &Resolved<'_>, text: &str) -> Option<Fault> {
    let forbidden = field.merged.forbidden.as_ref()?;
    let found = forbidden.value.iter().find(|one| text.contains(one.as_str()))?;
    let name = field.name.as_str();
    let message = format!("`{name}` must not contain `{}`, `{text}` does", found.as_str());
    Some(Fault::new(message, [found.span]))
}

fn not_allowed(field: &Resolved<'_>, text: &str) -> Option<Fault> {
    let allowed = field.merged.allowed.as_ref()?;
    let ranges: Option<Vec<_>> =
        allowed.value.iter().map(|one| value::range_of(one.as_str())).collect();
    let ranges = ranges?;
    let is_allowed = |letter: &char| ranges.iter().any(|(a, z)| (a..=z).contains(&letter));
    let found = text.chars().find(|letter| !is_allowed(letter))?;
    let name = field.name.as_str();
    let known = listed(allowed.value.iter().map(Text::as_str));
    let message = format!("`{name}` takes only {known}, `{text}` has `{found}`");
    Some(Fault::new(message, [allowed.span]))
}
