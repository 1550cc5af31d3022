//! What can be said of a struct as a whole: required fields, and rules that its set of fields decides.

use super::find::{NOWHERE, find, nearest, same};
use super::own::Fields;
use super::text::Text;
use crate::meta::{Condition, OperationMeta, Required, Rule};

/// How a struct stands to a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    /// No message of it has the field.
    Never,
    /// Some may.
    Sometimes,
    /// Every message has it.
    Always,
}

/// A struct's fields, by those of the operation.
#[derive(Clone, Copy)]
pub(super) struct Present<'a> {
    pub(super) meta: &'static OperationMeta,
    pub(super) fields: &'a Fields,
    /// For each field of the operation, which of the struct's it is.
    pub(super) owners: &'a [usize],
}

impl Present<'_> {
    /// Whether no text need be put together, which is what the compiler would take its time for.
    pub(super) const fn lacks_nothing(&self) -> bool {
        let mut at = 0;
        while at < self.meta.request.len() {
            if self.is_missing(at) {
                return false;
            }
            at += 1;
        }
        self.meta.rules.is_empty()
    }

    /// Whether the field is required and not there.
    const fn is_missing(&self, at: usize) -> bool {
        let field = &self.meta.request[at];
        matches!(field.required, Required::Yes)
            && !field.is_set_by_client()
            && matches!(self.at(at), Presence::Never)
    }

    /// Whether a field with a name that the operation lacks may be meant for this one: that has been told.
    const fn is_meant(&self, name: &str) -> bool {
        let mut at = 0;
        while at < self.fields.len() {
            let own = self.fields.get(at);
            if own.at == NOWHERE
                && let Some(near) = nearest(self.meta.request, own.wire)
                && same(near, name)
            {
                return true;
            }
            at += 1;
        }
        false
    }

    const fn named(&self, name: &str) -> Presence {
        match find(self.meta.request, name) {
            NOWHERE => Presence::Never,
            at if self.meta.request[at].is_set_by_client() => Presence::Always,
            at => self.at(at),
        }
    }

    const fn at(&self, place: usize) -> Presence {
        match self.owners[place] {
            // What has been told already is not told again.
            NOWHERE if self.is_meant(self.meta.request[place].name) => Presence::Sometimes,
            NOWHERE => Presence::Never,
            own if self.fields.get(own).is_always_there() => Presence::Always,
            _ => Presence::Sometimes,
        }
    }
}

/// Every required field that is missing, a line each, and how many there are.
pub(super) const fn missing(present: &Present<'_>) -> (Text, usize) {
    let meta = present.meta;
    let mut count = 0;
    let mut lines = Text::new("");
    let mut at = 0;
    while at < meta.request.len() {
        let field = &meta.request[at];
        if present.is_missing(at) {
            lines = lines.push("\n- ").code(field.name).push(": ").type_for(field);
            lines = lines.push(" (").push(field.meaning).push(")");
            count += 1;
        }
        at += 1;
    }
    if count == 0 {
        return (
            Text::new("no message of this struct keeps the rules of ").code(meta.id).push(":"),
            0,
        );
    }
    let text = Text::new("this struct lacks ").number(count).push(" required field");
    let text = text.push(if count == 1 { " of " } else { "s of " }).code(meta.id).push(":");
    let text = text.push(lines.as_str());
    let text =
        text.push("\na field of another name: #[lianlian(field = \"…\")] on it; the same value in");
    (text.push(" every message: #[lianlian(field = \"…\", value = …)] on the struct"), count)
}

/// Every rule that no message of the struct can keep, a line each after `text`, and how many there are.
pub(super) const fn broken_rules(
    present: &Present<'_>,
    mut text: Text,
    missing: usize,
) -> (Text, usize) {
    let rules = present.meta.rules;
    let mut count = 0;
    let mut at = 0;
    while at < rules.len() {
        if let Some(line) = broken(present, &rules[at]) {
            if missing > 0 && count == 0 {
                text = text.push("\nand no message of it keeps these rules:");
            }
            text = text.push("\n- ").push(line.as_str());
            count += 1;
        }
        at += 1;
    }
    (text, count)
}

/// Why no message of the struct can keep the rule, if none can.
const fn broken(present: &Present<'_>, rule: &Rule) -> Option<Text> {
    match *rule {
        Rule::OneOf(names) if present.count(names, Presence::Never) == names.len() => {
            let text = Text::new("one of ").list(names);
            Some(text.push(" has to be there, and the struct has none"))
        }
        Rule::MutuallyExclusive(names) => match present.count(names, Presence::Always) {
            0 | 1 => None,
            always => {
                let text = Text::new("at most one of ").list(names);
                let text = text.push(" may be there, and the struct always sends ").number(always);
                Some(text.push(": hold them in an `Option`, or mark one #[lianlian(skip)]"))
            }
        },
        Rule::RequiresTogether(names)
            if present.count(names, Presence::Always) > 0
                && present.count(names, Presence::Never) > 0 =>
        {
            let text = Text::new("").list(names);
            Some(text.push(" go together, and the struct always sends only some of them: add the others, or hold these in an `Option`"))
        }
        Rule::RequiredIf(name, condition)
            if matches!(present.named(name), Presence::Never)
                && !matches!(condition, Condition::In(..)) =>
        {
            let text = Text::new("").code(name).push(" is required ");
            match condition {
                Condition::Present(other, true)
                    if matches!(present.named(other), Presence::Always) =>
                {
                    Some(text.push("beside ").code(other).push(", which the struct always sends"))
                }
                Condition::Present(other, false)
                    if matches!(present.named(other), Presence::Never) =>
                {
                    Some(text.push("without ").code(other).push(", and the struct has neither"))
                }
                _ => None,
            }
        }
        Rule::IgnoredIfPresent(names, other)
            if matches!(present.named(other), Presence::Always) =>
        {
            match present.needless(names) {
                (_, 0) => None,
                (text, _) => {
                    let text = text.push(" without effect beside ").code(other);
                    Some(text.push(", which the struct always sends: leave it out, or hold that in an `Option`"))
                }
            }
        }
        _ => None,
    }
}

impl Present<'_> {
    /// The fields that every message has though none needs them, and how many they are.
    const fn needless(&self, names: &[&str]) -> (Text, usize) {
        let mut text = Text::new("");
        let mut count = 0;
        let mut at = 0;
        while at < self.meta.request.len() {
            let field = &self.meta.request[at];
            let is_asked = has(names, field.name) && !matches!(field.required, Required::Yes);
            if is_asked && matches!(self.at(at), Presence::Always) {
                text = text.push(if count > 0 { ", " } else { "" }).code(field.name);
                count += 1;
            }
            at += 1;
        }
        (text.push(if count == 1 { " is" } else { " are" }), count)
    }

    /// How many of the fields stand to the struct like this.
    const fn count(&self, names: &[&str], wanted: Presence) -> usize {
        let mut count = 0;
        let mut at = 0;
        while at < names.len() {
            if self.named(names[at]) as u8 == wanted as u8 {
                count += 1;
            }
            at += 1;
        }
        count
    }
}

const fn has(names: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if same(names[at], name) {
            return true;
        }
        at += 1;
    }
    false
}
