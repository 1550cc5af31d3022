//! Trees into typed values, collecting every mistake on the way.

use crate::mistake::{Finding, Sink};
use crate::nearest::{did_you_mean, nearest};
use crate::overlay::{Form, Layered, OVERRIDE, Overridable};
use crate::source::{Span, Spanned, Text};
use crate::syntax::{Member, Node, Value};

/// A type that a JSON value can be read as.
pub(crate) trait Decode: Sized {
    /// `None` after reporting why not. `what` names the value in messages: `` `max_len` ``.
    fn decode(node: &Node, what: &str, sink: &mut Sink) -> Option<Self>;
}

/// A type whose key may be left out, which then means "none of them".
pub(crate) trait Many: Decode + Default {
    /// Stands for a value that was given but unreadable.
    fn broken() -> Self;
}

/// A type read from the keys of an object; written by the `record!` macro.
pub(crate) trait Record: Sized {
    fn read(reader: &mut Reader<'_, '_>) -> Self;
}

/// A list; `broken` when an element or the whole was unreadable, so that nothing is concluded from
/// what is not in it.
#[derive(Debug, Clone)]
pub(crate) struct List<T> {
    pub(crate) items: Vec<T>,
    pub(crate) broken: bool,
}

/// A list of at least one; unreadable as a whole if one element is.
#[derive(Debug, Clone)]
pub(crate) struct Several<T> {
    pub(crate) value: Vec<T>,
    pub(crate) span: Span,
}

/// An object whose keys are names, in the order they are written.
#[derive(Debug, Clone)]
pub(crate) struct Map<T> {
    pub(crate) entries: Vec<Entry<T>>,
    /// The value was given but is no object.
    pub(crate) broken: bool,
}

/// One named entry of a [`Map`].
#[derive(Debug, Clone)]
pub(crate) struct Entry<T> {
    pub(crate) key: Text,
    pub(crate) value: Option<T>,
    /// Something in it was wrong and has been reported.
    pub(crate) mistaken: bool,
}

/// Any JSON object, kept as it is.
#[derive(Debug, Clone)]
pub(crate) struct RawObject {
    pub(crate) members: Vec<Member>,
    pub(crate) span: Span,
}

/// A value that was given, readable or not, so that one misspelt is not missing as well.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt<T> {
    pub(crate) value: Option<T>,
}

impl<T: Decode> Decode for Attempt<T> {
    fn decode(node: &Node, what: &str, sink: &mut Sink) -> Option<Self> {
        Some(Self { value: T::decode(node, what, sink) })
    }
}

/// Reads the keys of one object and remembers which were asked for.
pub(crate) struct Reader<'n, 's> {
    span: Span,
    members: &'n [Member],
    sink: &'s mut Sink,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Vec::new(), broken: false }
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), broken: false }
    }
}

impl<T> Map<T> {
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.key.as_str())
    }

    pub(crate) fn entry(&self, key: &str) -> Option<&Entry<T>> {
        self.entries.iter().find(|entry| entry.key.as_str() == key)
    }

    /// The entries that could be read.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Text, &T)> {
        self.entries
            .iter()
            .filter_map(|entry| entry.value.as_ref().map(|value| (&entry.key, value)))
    }
}

impl<'n, 's> Reader<'n, 's> {
    pub(crate) fn open(node: &'n Node, what: &str, sink: &'s mut Sink) -> Option<Self> {
        match &node.value {
            Value::Object(members) => {
                let span = node.span;
                Some(Self { span, members, sink, asked: Vec::new(), missing: Vec::new() })
            }
            other => {
                wrong_type(other, node.span.opening(), what, "an object", sink);
                None
            }
        }
    }

    pub(crate) fn required<T: Decode>(&mut self, key: &'static str) -> Option<T> {
        let value = self.optional(key);
        if self.member(key).is_none() {
            self.missing.push(key);
        }
        value
    }

    pub(crate) fn optional<T: Decode>(&mut self, key: &'static str) -> Option<T> {
        self.asked.push(key);
        let member = self.member(key)?;
        T::decode(&member.value, &format!("`{key}`"), self.sink)
    }

    pub(crate) fn part<T: Decode>(&mut self, key: &'static str) -> Option<T> {
        self.required(key)
    }

    pub(crate) fn choice<T: Decode>(&mut self, key: &'static str) -> Option<T> {
        self.optional(key)
    }

    pub(crate) fn many<T: Many>(&mut self, key: &'static str) -> T {
        self.asked.push(key);
        match self.member(key) {
            None => T::default(),
            Some(member) => {
                T::decode(&member.value, &format!("`{key}`"), self.sink).unwrap_or_else(T::broken)
            }
        }
    }

    #[expect(unused_variables, reason = "all modes of `record!` are called alike")]
    pub(crate) fn flatten<T: Record>(&mut self, key: &'static str) -> T {
        T::read(self)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.member(key).is_some()
    }

    pub(crate) fn report(&mut self, finding: Finding) {
        self.sink.add(finding);
    }

    /// The opening brace, for mistakes about what the object lacks.
    pub(crate) fn opening(&self) -> Span {
        self.span.opening()
    }

    /// Reports the keys that nobody asked for and the required ones that nobody wrote.
    pub(crate) fn close(self) {
        let Self { span, members, sink, asked, mut missing } = self;
        for member in members {
            let name = member.key.as_str();
            if asked.contains(&name) {
                continue;
            }
            if name == OVERRIDE {
                sink.add(override_without_effect(member.key.span));
                continue;
            }
            // A key still free is likelier meant than one that is already there.
            let free =
                asked.iter().copied().filter(|key| !members.iter().any(|m| m.key.as_str() == *key));
            let help = match nearest(name, free) {
                Some(key) => {
                    // The unknown key is the missing one misspelt: one mistake, not two.
                    missing.retain(|absent| *absent != key);
                    Some(format!("did you mean `{key}`?"))
                }
                None => did_you_mean(name, asked.iter().copied()).or_else(|| {
                    Some(format!("the keys here are {}", listed(asked.iter().copied())))
                }),
            };
            let finding = Finding::new(member.key.span, format!("unknown key `{name}`"));
            sink.add(finding.label("not a key of this object").maybe_help(help));
        }
        for key in missing {
            let finding = Finding::new(span.opening(), format!("the key `{key}` is missing"));
            sink.add(finding.label("from this object"));
        }
    }

    /// The keys asked for and the required ones that were absent.
    #[cfg(all(test, feature = "schema"))]
    pub(crate) fn keys(&self) -> (&[&'static str], &[&'static str]) {
        (&self.asked, &self.missing)
    }

    fn member(&self, key: &str) -> Option<&'n Member> {
        self.members.iter().find(|member| member.key.as_str() == key)
    }
}

/// Where an overlay is laid over a spec the key is gone before anything is decoded.
fn override_without_effect(span: Span) -> Finding {
    let finding = Finding::new(span, format!("`{OVERRIDE}` means nothing here"));
    finding.label("there is nothing below this").help(
        "it stands in an overlay, in a named entry or at the top of a file that changes one of the spec",
    )
}

/// `` `a`, `b` and `c` ``, for messages.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match (names.pop(), names.is_empty()) {
        (None, _) => "none".to_owned(),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} and {last}", names.join(", ")),
    }
}

fn wrong_type(found: &Value, span: Span, what: &str, wanted: &str, sink: &mut Sink) {
    let message = format!("{what} takes {wanted}, not {}", found.describe());
    sink.add(Finding::new(span, message).label(format!("{wanted} is expected here")));
}

/// The span to underline for a wrong value: all of a scalar, the bracket of anything longer.
pub(crate) fn wrong_span(node: &Node) -> Span {
    match node.value {
        Value::Array(_) | Value::Object(_) => node.span.opening(),
        _ => node.span,
    }
}

impl Decode for Text {
    fn decode(node: &Node, what: &str, sink: &mut Sink) -> Option<Self> {
        match &node.value {
            Value::String(value) if value.trim().is_empty() => {
                let finding = Finding::new(node.span, format!("{what} is empty"));
                sink.add(finding.help("write something, or leave the key out if it may be"));
                None
            }
            Value::String(value) => Some(Self { value: value.clone(), span: node.span }),
            other => {
                wrong_type(other, wrong_span(node), what, "a string", sink);
                None
            }
        }
    }
}

impl Decode for Spanned<u32> {
    fn decode(node: &Node, what: &str, sink: &mut Sink) -> Option<Self> {
        let Value::Number(digits) = &node.value else {
            wrong_type(&node.value, wrong_span(node), what, "a whole number", sink);
            return None;
        };
        let value = digits.parse().ok();
        if value.is_none() {
            let message =
                format!("{what} takes a whole number from 0 to {}, not {digits}", u32::MAX);
            sink.add(Finding::new(node.span, message));
        }
        value.map(|value| Self { value, span: node.span })
    }
}

impl Decode for Spanned<bool> {
    fn decode(node: &Node, what: &str, sink: &mut Sink) -> Option<Self> {
        let Value::Bool(value) = node.value else {
            wrong_type(&node.value, wrong_span(node), what, "`true` or `false`", sink);
            return None;
        };
        Some(Self { value, span: node.span })
    }
}

impl Decode for RawObject {
    fn decode(node: &Node, what: &str, sink: &mut Sink) -> Option<Self> {
        let Value::Object(members) = &node.value else {
            wrong_type(&node.value, wrong_span(node), what, "an object", sink);
            return None;
        };
        Some(Self { members: members.clone(), span: node.span })
    }
}

impl<T: Decode> Decode for List<T> {
    fn decode(node: &Node, what: &str, sink: &mut Sink) -> Option<Self> {
        let Value::Array(nodes) = &node.value else {
            wrong_type(&node.value, wrong_span(node), what, "an array", sink);
            return None;
        };
        let what = format!("an entry of {what}");
        let items: Vec<T> = nodes.iter().filter_map(|node| T::decode(node, &what, sink)).collect();
        let broken = items.len() < nodes.len();
        Some(Self { items, broken })
    }
}

impl<T> Layered for List<T> {
    const FORM: Form = Form::List;
}

impl<T: Decode> Many for List<T> {
    fn broken() -> Self {
        Self { items: Vec::new(), broken: true }
    }
}

impl<T: Decode> Decode for Several<T> {
    fn decode(node: &Node, what: &str, sink: &mut Sink) -> Option<Self> {
        let list = List::<T>::decode(node, what, sink)?;
        if list.items.is_empty() && !list.broken {
            let finding = Finding::new(node.span, format!("{what} is empty"));
            sink.add(finding.help("list at least one, or leave the key out"));
            return None;
        }
        (!list.broken).then_some(Self { value: list.items, span: node.span })
    }
}

impl<T: Layered + Overridable> Layered for Map<T> {
    const FORM: Form = Form::Named(&T::FORM);
}

impl<T: Decode> Decode for Map<T> {
    fn decode(node: &Node, what: &str, sink: &mut Sink) -> Option<Self> {
        let Value::Object(members) = &node.value else {
            wrong_type(&node.value, wrong_span(node), what, "an object", sink);
            return None;
        };
        let mut entries = Vec::with_capacity(members.len());
        for Member { key, value } in members {
            let before = sink.count();
            if key.value.trim().is_empty() {
                sink.add(Finding::new(key.span, format!("an entry of {what} has an empty name")));
            }
            let value = T::decode(value, &format!("`{}`", key.as_str()), sink);
            entries.push(Entry { key: key.clone(), value, mistaken: sink.count() > before });
        }
        Some(Self { entries, broken: false })
    }
}

impl<T: Decode> Many for Map<T> {
    fn broken() -> Self {
        Self { entries: Vec::new(), broken: true }
    }
}
