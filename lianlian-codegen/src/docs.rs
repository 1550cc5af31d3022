//! Documentation of generated items, from the spec's prose.

use lianlian_spec::model::{Field, FollowUp, Required, RuleKind};
use proc_macro2::TokenStream;
use quote::quote;

/// Doc attributes for paragraphs.
pub(crate) fn doc(paragraphs: &[String]) -> TokenStream {
    let text = paragraphs.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>();
    let lines = text.join("\n\n");
    let lines = lines.lines().map(|line| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// Prose as Markdown that says the same: nothing in it turns into a link, emphasis or markup.
pub(crate) fn prose(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let end = word.strip_prefix(bare).unwrap_or_default();
        let (core, point) = split_punctuation(bare);
        if core.contains('_') {
            // A name on the wire.
            escaped.push('`');
            escaped.push_str(core);
            escaped.push('`');
        } else {
            for character in core.chars() {
                if matches!(character, '[' | ']' | '<' | '>' | '*' | '`' | '|' | '\\') {
                    escaped.push('\\');
                }
                escaped.push(character);
            }
        }
        escaped.push_str(point);
        escaped.push_str(end);
    }
    escaped
}

fn split_punctuation(word: &str) -> (&str, &str) {
    let core = word.trim_end_matches(['.', ',', ';', ':']);
    (core, word.strip_prefix(core).unwrap_or_default())
}

/// Prose that ends with a full stop.
pub(crate) fn sentence(text: &str) -> String {
    let text = prose(text.trim());
    if text.ends_with(['.', '?', '!', ':']) { text } else { format!("{text}.") }
}

/// Paragraphs about a field.
pub(crate) fn field(field: &Field) -> Vec<String> {
    let mut facts = vec![match field.required {
        Required::Yes => "required".to_owned(),
        Required::No => "optional".to_owned(),
        Required::Conditional => "required under conditions".to_owned(),
    }];
    match (field.min_len, field.max_len) {
        (Some(min), Some(max)) => facts.push(format!("{min} to {max} characters")),
        (Some(min), None) => facts.push(format!("at least {min} characters")),
        (None, Some(1)) => facts.push("1 character".to_owned()),
        (None, Some(max)) => facts.push(format!("at most {max} characters")),
        (None, None) => {}
    }
    if !field.lengths.is_empty() {
        let lengths: Vec<_> = field.lengths.iter().map(ToString::to_string).collect();
        facts.push(format!("{} characters", lengths.join(" or ")));
    }
    if let Some(range) = &field.range {
        facts.push(format!("{} to {}", range.min, range.max));
    }
    if let Some(unit) = &field.unit {
        facts.push(format!("in {unit}"));
    }
    if let Some(currency) = &field.currency {
        let is_code = currency.bytes().all(|byte| byte.is_ascii_uppercase());
        let named =
            if is_code { currency.clone() } else { format!("the currency in `{currency}`") };
        facts.push(format!("in {named}"));
    }
    if !field.allowed.is_empty() {
        let ranges = field.allowed.iter().map(|(first, last)| {
            if first == last { format!("`{first}`") } else { format!("`{first}-{last}`") }
        });
        facts.push(format!("of the characters {}", ranges.collect::<Vec<_>>().join(" ")));
    }
    if let Some(default) = &field.default {
        facts.push(format!("`{default}` when left out"));
    }
    if let Some(when) = &field.when {
        facts.push(format!("sent when `{when}`"));
    }
    if field.sensitive {
        facts.push("masked when printed".to_owned());
    }
    let mut paragraphs = vec![sentence(&field.meaning)];
    paragraphs.push(format!("`{}`: {}.", field.name, facts.join(", ")));
    if let Some(edition) = &field.edition {
        paragraphs.push(format!("Documented in the edition of {edition} only."));
    }
    if !field.aliases.is_empty() {
        let aliases = field.aliases.iter().map(|name| format!("`{name}`"));
        let aliases = aliases.collect::<Vec<_>>().join(" or ");
        paragraphs.push(format!("Also read under the name {aliases}."));
    }
    paragraphs.extend(field.note.as_deref().map(sentence));
    paragraphs
}

/// A rule in a sentence.
pub(crate) fn rule(rule: &RuleKind) -> String {
    rule.in_words()
}

/// An operation that continues another, and when.
pub(crate) fn follow_up(follow_up: &FollowUp) -> String {
    let condition = follow_up.condition.as_ref();
    let condition = condition.map(|given| format!(" ({})", given.in_words()));
    format!("`{}`{}", follow_up.operation, condition.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_stays_prose() {
        assert_eq!(prose("a [b] <c> *d*"), r"a \[b\] \<c\> \*d\*");
        assert_eq!(prose("see return_url, or not"), "see `return_url`, or not");
        assert_eq!(sentence("Kind of goods"), "Kind of goods.");
    }
}
