//! What is wrong with a request, once more: field by field and rule by rule, as the spec says.

use std::collections::BTreeSet;

use encoding_rs::Encoding;
use lianlian_spec::model::{
    Condition, Encoding as Written, Field, Kind, Operation, Required, RuleKind,
};

use crate::cast::NOW;
use crate::fields::{self, Fields, SPEC};
use crate::{amount, json, time};

/// The fields for which a request is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wrong {
    /// These are wrong.
    pub surely: BTreeSet<String>,
    /// These may be: here it is not decided.
    pub perhaps: BTreeSet<String>,
}

impl Wrong {
    /// Panics unless exactly what is wrong was refused; `None` stands for a request that was made.
    pub fn judge(&self, refused: Option<&[String]>) {
        let Some(refused) = refused else {
            assert!(self.surely.is_empty(), "made in spite of {:?}", self.surely);
            return;
        };
        let refused: BTreeSet<String> = refused.iter().cloned().collect();
        let may_be: BTreeSet<String> = self.surely.union(&self.perhaps).cloned().collect();
        assert!(!refused.is_empty() && refused.is_subset(&may_be), "refused {refused:?}: {self:?}");
        // What is not decided here may have ended the checks before the rest.
        let is_all = refused.is_superset(&self.surely) || !self.perhaps.is_empty();
        assert!(is_all, "refused only {refused:?}: {self:?}");
    }

    fn add(&mut self, name: &str, is_right: Option<bool>) {
        match is_right {
            Some(true) => {}
            Some(false) => drop(self.surely.insert(name.to_owned())),
            None => drop(self.perhaps.insert(name.to_owned())),
        }
    }
}

/// What is wrong with a request of these fields, to which the client adds its own.
pub fn of_request(operation: &Operation, given: &Fields) -> Wrong {
    let mut wrong = Wrong::default();
    let text = |name: &str| fields::text_of(given, name);
    for (name, _) in given {
        let is_known = operation.request.iter().any(|field| field.name == *name);
        wrong.add(name, Some(is_known || text(name).is_none()));
    }
    for field in &operation.request {
        let is_added = field.filled_by.is_some();
        let is_needed = field.required == Required::Yes && field.when.is_none();
        wrong.add(
            &field.name,
            match text(&field.name) {
                None => Some(!is_needed || is_added || field.fixed.is_some()),
                Some(_) if is_added => Some(false),
                Some(text) => is_value(field, text),
            },
        );
    }
    for rule in &operation.rules {
        for name in broken(&rule.kind, &text) {
            wrong.add(name, Some(false));
        }
    }
    wrong
}

/// What is wrong with a request that the payer's browser is to post.
pub fn of_form(operation: &Operation, given: &Fields) -> Wrong {
    let mut wrong = of_request(operation, given);
    if !wrong.surely.is_empty() {
        return wrong;
    }
    let members = fields::message(operation, given);
    let text = |name: &str| {
        let member = members.iter().find(|member| member.name == name)?;
        member.text.as_deref()
    };
    for name in far_days(operation, text) {
        wrong.add(name, Some(false));
    }
    if !wrong.surely.is_empty() {
        return wrong;
    }
    for member in &members {
        let text = member.text.as_deref().unwrap_or_default();
        let is_kept = operation.envelope.is_some() || !text.contains(['\r', '\n', '\0']);
        wrong.add(&member.name, Some(is_kept));
        wrong.add(&member.name, fits(charset(operation, given), text));
    }
    wrong
}

/// The times that place an order too many days from today for the gateway to take it.
fn far_days<'t>(
    operation: &Operation,
    text: impl Fn(&str) -> Option<&'t str>,
) -> Vec<&'static str> {
    let order = &SPEC.gateway.order;
    let named = |name: &str| operation.request.iter().find(|field| field.name == name);
    let places_one = order.identity.iter().all(|name| named(name).is_some());
    let is_far = |name: &&str| {
        let day = text(name).and_then(time::day_of);
        let today = time::day_of(NOW).expect("a time");
        let is_time = named(name).is_some_and(|field| field.kind == Kind::Time);
        is_time && day.is_some_and(|day| day.abs_diff(today) > order.date_tolerance_days.into())
    };
    let times = order.identity.iter().map(|name| &**name).filter(is_far);
    if places_one && !operation.notifications.is_empty() { times.collect() } else { Vec::new() }
}

/// The encoding of the form.
pub fn charset<'a>(operation: &'a Operation, given: &'a Fields) -> &'a str {
    let name = operation.charset_field.as_deref();
    let field = operation.request.iter().find(|field| Some(&*field.name) == name);
    let named =
        field.and_then(|field| fields::text_of(given, &field.name).or(field.default.as_deref()));
    named.unwrap_or("UTF-8")
}

/// Whether the encoding holds the text. Of the Chinese ones only ASCII and the characters of the first
/// standards are decided here, and what browsers do not write either.
fn fits(charset: &str, text: &str) -> Option<bool> {
    if charset == "UTF-8" {
        return Some(true);
    }
    let encoding = Encoding::for_label(charset.as_bytes()).expect("a label");
    let mut is_decided = true;
    for letter in text.chars().filter(|letter| !letter.is_ascii()) {
        let mut utf8 = [0; 4];
        let (bytes, _, is_replaced) = encoding.encode(letter.encode_utf8(&mut utf8));
        let is_han = ('\u{4e00}'..='\u{9fa5}').contains(&letter);
        let is_first = matches!(*bytes, [0xb0..=0xf7, 0xa1..=0xfe]);
        match charset {
            _ if is_replaced => return Some(false),
            "GB2312" if is_han && !is_first => return Some(false),
            _ => is_decided &= is_han,
        }
    }
    is_decided.then_some(true)
}

/// Whether the text is a value of the field.
fn is_value(field: &Field, text: &str) -> Option<bool> {
    if let Some(fixed) = &field.fixed {
        return Some(text == fixed);
    }
    let length = u32::try_from(text.chars().count()).expect("a short text");
    let has_length = field.max_len.is_none_or(|most| length <= most)
        && field.min_len.is_none_or(|fewest| length >= fewest)
        && (field.lengths.is_empty() || field.lengths.contains(&length));
    let is_allowed = |letter: char| {
        let ranges = &field.allowed;
        ranges.is_empty() || ranges.iter().any(|(first, last)| *first <= letter && letter <= *last)
    };
    let has_letters = !text.contains(&field.forbidden[..]) && text.chars().all(is_allowed);
    if has_length && has_letters { has_form(field, text) } else { Some(false) }
}

fn has_form(field: &Field, text: &str) -> Option<bool> {
    Some(match &field.kind {
        Kind::Text => true,
        Kind::Digits => text.bytes().all(|byte| byte.is_ascii_digit()),
        Kind::Int => integer(text).is_some_and(|number| is_between(field, &number, integer)),
        Kind::Amount => {
            amount::strict(text).is_some_and(|fen| is_between(field, &fen, amount::lenient))
        }
        Kind::Time => time::is_time(text),
        Kind::Date => time::is_date(text),
        Kind::Ip => {
            let numbers: Vec<_> = text.split('_').map(integer).collect();
            let is_byte = |number: &Option<i64>| number.is_some_and(|one| (0..=255).contains(&one));
            numbers.len() == 4 && numbers.iter().all(is_byte)
        }
        Kind::Code(list) => {
            let list = SPEC.code_list(list).expect("a list of the spec");
            list.codes.iter().any(|known| known.code == text)
        }
        Kind::Structure(id) => return is_structure(id, text),
    })
}

/// A whole number as JSON writes it.
fn integer(text: &str) -> Option<i64> {
    text.parse::<i64>().ok().filter(|number| number.to_string() == text)
}

fn is_between<T: PartialOrd>(field: &Field, number: &T, read: fn(&str) -> Option<T>) -> bool {
    field.range.as_ref().is_none_or(|range| {
        let end = |text| read(text).expect("a number of the spec");
        end(&range.min) <= *number && *number <= end(&range.max)
    })
}

fn is_structure(id: &str, text: &str) -> Option<bool> {
    let structure = SPEC.structure(id).expect("a structure of the spec");
    match structure.encoding {
        Written::JsonObject => is_object(text),
        Written::JsonList => panic!("no request had such a field: say here what it holds"),
        Written::Separated { field_separator, entry_separator, max_entries } => {
            let fields = &structure.groups[0].fields;
            let entries: Vec<&str> = text.split(entry_separator).collect();
            let is_entry = |entry: &&str| {
                let values: Vec<&str> = entry.split(field_separator).collect();
                let is_right = |(field, value): (&Field, &&str)| {
                    !value.is_empty() && is_value(field, value).expect("a plain value")
                };
                values.len() == fields.len() && fields.iter().zip(&values).all(is_right)
            };
            let most = usize::try_from(max_entries).expect("a small number");
            Some(entries.len() <= most && entries.iter().all(is_entry))
        }
    }
}

/// Whether the text is a JSON object that can be read. What depends on the reader, how large a number may be
/// and how deep a value, is not decided here.
fn is_object(text: &str) -> Option<bool> {
    let Some(members) = json::object(text) else { return Some(false) };
    let mut is_decided = true;
    for (name, value) in members {
        let is_text = json::text(name).is_some();
        let is_right = match value.as_bytes() {
            [b'"', ..] => Some(json::text(value).is_some()),
            [b't' | b'f' | b'n', ..] => Some(true),
            _ => integer(value).map(|_| true),
        };
        if !is_text || is_right == Some(false) {
            return Some(false);
        }
        is_decided &= is_right.is_some();
    }
    is_decided.then_some(true)
}

/// The fields to which a rule objects.
fn broken<'s, 'g>(rule: &'s RuleKind, text: &impl Fn(&str) -> Option<&'g str>) -> Vec<&'s str> {
    let is_there = |name: &&'s str| text(name).is_some();
    let all = |names: &'s [String]| names.iter().map(|name| &**name).collect::<Vec<&str>>();
    match rule {
        RuleKind::OneOf { fields } => {
            let names = all(fields);
            if names.iter().any(&is_there) { Vec::new() } else { vec![names[0]] }
        }
        RuleKind::MutuallyExclusive { fields } => {
            let there: Vec<&str> = all(fields).into_iter().filter(is_there).collect();
            if there.len() > 1 { vec![there[0]] } else { Vec::new() }
        }
        RuleKind::RequiresTogether { fields } => {
            let (there, lacking): (Vec<&str>, Vec<&str>) =
                all(fields).into_iter().partition(is_there);
            if there.is_empty() { Vec::new() } else { lacking }
        }
        RuleKind::Equal { fields } => {
            let names = all(fields);
            let is_same = names.iter().all(|name| text(name) == text(names[0]));
            if is_same { Vec::new() } else { vec![names[0]] }
        }
        RuleKind::RequiredIf { field, condition } => {
            let is_lacking = holds(condition, text) && text(field).is_none();
            if is_lacking { vec![&**field] } else { Vec::new() }
        }
        // The first is no mistake, the clock is the client's own, and the rest only the gateway knows.
        RuleKind::IgnoredIfPresent { .. }
        | RuleKind::MaxClockSkew { .. }
        | RuleKind::CardKind { .. }
        | RuleKind::NotAbove { .. }
        | RuleKind::FollowUpWindow { .. } => Vec::new(),
    }
}

fn holds<'g>(condition: &Condition, text: &impl Fn(&str) -> Option<&'g str>) -> bool {
    match condition {
        Condition::In { field, values } => {
            text(field).is_some_and(|text| values.iter().any(|value| value == text))
        }
        Condition::Present { field, present } => text(field).is_some() == *present,
        // The merchant of these requests has no agreement, and nobody knows their cards.
        Condition::Contract { .. } | Condition::Card { .. } => false,
    }
}
