//! Overlays: trees laid over the trees of a spec, before anything is decoded.
//!
//! What results is one tree whose parts keep the places they were written at, so whatever is found
//! wrong later is shown in the file that says it. The key `override` is gone afterwards.

use crate::decode::wrong_span;
use crate::mistake::{Finding, Sink};
use crate::nearest::did_you_mean;
use crate::source::{Span, Text};
use crate::syntax::{Member, Node, Value};

/// The key by which an overlay says that it knows what it changes.
pub(crate) const OVERRIDE: &str = "override";

/// The key that every file has for itself.
const SCHEMA: &str = "$schema";

/// How an overlay is laid over a value.
#[derive(Debug)]
pub(crate) enum Form {
    /// It is one statement, whatever its parts: the new one takes its place.
    Whole,
    /// As `Whole`, and the other choices of the object go.
    Choice,
    /// It is appended to.
    List,
    /// Entries are added; one that is there is overridden key by key.
    Named(&'static Form),
    /// An object whose keys have forms of their own; an empty key stands for the keys of another record.
    Record(&'static [(&'static str, Form)]),
}

/// A type of which it is known how an overlay is laid over it.
pub(crate) trait Layered {
    const FORM: Form;
}

/// A record that may carry [`OVERRIDE`], in its decoder's stead and in its schema.
pub(crate) trait Overridable {}

/// A file below which an overlay may lie.
pub(crate) struct File<'a> {
    /// Its path in the spec.
    pub(crate) path: &'a str,
    /// Whether it describes one thing, which as a whole is there already or not.
    pub(crate) is_one_thing: bool,
    /// Paths of the files below the overlay.
    pub(crate) others: &'a [&'a str],
}

/// Lays overlays over trees and knows whether that could always be done.
pub(crate) struct Overlaying<'s> {
    sink: &'s mut Sink,
    has_conflicts: bool,
}

/// What [`OVERRIDE`] says in an object.
#[derive(Clone, Copy)]
struct Mark {
    is_set: bool,
    span: Option<Span>,
}

impl<'s> Overlaying<'s> {
    pub(crate) fn new(sink: &'s mut Sink) -> Self {
        Self { sink, has_conflicts: false }
    }

    /// Whether something in an overlay could not be laid over the spec, and was reported.
    pub(crate) fn has_conflicts(&self) -> bool {
        self.has_conflicts
    }

    /// Lays the tree of a file over that of the same file below, if there is one.
    ///
    /// `None` if the file means to change one that is not there: then what it lacks says nothing.
    pub(crate) fn file(
        &mut self,
        file: &File<'_>,
        below: Option<Node>,
        above: Node,
        form: &Form,
    ) -> Option<Node> {
        let mark = self.mark(&above);
        let Some(below) = below else {
            if let (true, Some(span)) = (mark.is_set, mark.span) {
                let message = format!("there is no file `{}` to override", file.path);
                let help = did_you_mean(file.path, file.others.iter().copied());
                self.conflict(Finding::new(span, message).help(help.unwrap_or_else(to_add)));
                return None;
            }
            return Some(self.fresh(above, form));
        };
        if file.is_one_thing && !mark.is_set {
            let finding =
                Finding::new(title_place(&above), format!("`{}` is already there", file.path));
            self.conflict(
                finding.related(title_place(&below), "the one below").help(to_change("at its top")),
            );
            return Some(below);
        }
        Some(self.object(below, above, form, mark.is_set))
    }

    /// Lays the keys of an object over those of another; `is_override` if it may change what is there.
    fn object(&mut self, below: Node, above: Node, form: &Form, is_override: bool) -> Node {
        let span = below.span;
        match (below.value, above.value) {
            (Value::Object(mut members), Value::Object(over)) => {
                if over.iter().any(|member| matches!(form_of(form, member), Form::Choice)) {
                    members.retain(|member| !matches!(form_of(form, member), Form::Choice));
                }
                for member in over {
                    self.key(&mut members, member, form, is_override);
                }
                Node { value: Value::Object(members), span }
            }
            // What is no object is the decoder's to report.
            (Value::Object(_), value) => Node { value, span: above.span },
            (value, _) => Node { value, span },
        }
    }

    fn key(&mut self, members: &mut Vec<Member>, over: Member, form: &Form, is_override: bool) {
        if over.key.as_str() == OVERRIDE {
            return;
        }
        let form = form_of(form, &over);
        let Some(at) = members.iter().position(|member| member.key.value == over.key.value) else {
            members.push(self.fresh_member(over, form));
            return;
        };
        let Some(below) = members.get_mut(at) else { return };
        match form {
            Form::Whole | Form::Choice => {
                if is_override || over.key.as_str() == SCHEMA {
                    *below = over;
                } else {
                    let message = format!("`{}` is already set", over.key.as_str());
                    let finding = Finding::new(over.key.span, message);
                    self.conflict(
                        finding
                            .related(below.key.span, "set here")
                            .help(to_change("at the top of this file")),
                    );
                }
            }
            Form::List => match (&mut below.value.value, over.value.value) {
                (Value::Array(elements), Value::Array(more)) => elements.extend(more),
                (Value::Array(_), value) => {
                    below.value = Node { value, span: over.value.span };
                }
                _ => {}
            },
            Form::Named(entry) => self.named(below, over, entry),
            Form::Record(_) => {
                let mark = self.mark(&over.value);
                if mark.is_set {
                    let value = std::mem::replace(&mut below.value.value, Value::Null);
                    let node = Node { value, span: below.value.span };
                    below.value = self.object(node, over.value, form, true);
                } else {
                    let message = format!("`{}` is already described", over.key.as_str());
                    let finding = Finding::new(over.key.span, message);
                    self.conflict(
                        finding.related(below.key.span, "described here").help(to_change("in it")),
                    );
                }
            }
        }
    }

    fn named(&mut self, below: &mut Member, over: Member, form: &Form) {
        let (Value::Object(entries), Value::Object(over_entries)) =
            (&mut below.value.value, &over.value.value)
        else {
            if matches!(below.value.value, Value::Object(_)) {
                below.value = over.value;
            }
            return;
        };
        for entry in over_entries {
            self.entry(&below.key, entries, entry.clone(), form);
        }
    }

    fn entry(&mut self, map: &Text, entries: &mut Vec<Member>, over: Member, form: &Form) {
        let mark = self.mark(&over.value);
        let name = over.key.as_str();
        let below = entries.iter_mut().find(|entry| entry.key.as_str() == name);
        match (below, mark.is_set) {
            (Some(below), true) => {
                let value = std::mem::replace(&mut below.value.value, Value::Null);
                let node = Node { value, span: below.value.span };
                below.value = self.object(node, over.value, form, true);
            }
            (Some(below), false) => {
                let message = format!("`{}` already has an entry `{name}`", map.as_str());
                let finding = Finding::new(over.key.span, message);
                self.conflict(
                    finding.related(below.key.span, "the one below").help(to_change("in it")),
                );
            }
            (None, true) => {
                let names = entries.iter().map(|entry| entry.key.as_str());
                self.nothing_to_override(map.as_str(), &over, names);
            }
            (None, false) => {
                let value = self.fresh(over.value, form);
                entries.push(Member { key: over.key, value });
            }
        }
    }

    fn nothing_to_override<'n>(
        &mut self,
        map: &str,
        over: &Member,
        names: impl Iterator<Item = &'n str>,
    ) {
        let name = over.key.as_str();
        let message = format!("`{map}` has no entry `{name}` to override");
        let help = did_you_mean(name, names).unwrap_or_else(to_add);
        self.conflict(Finding::new(over.key.span, message).label("nothing below this").help(help));
    }

    /// A record with nothing below it, in which nothing can be overridden.
    fn fresh(&mut self, node: Node, form: &Form) -> Node {
        let span = node.span;
        let Value::Object(members) = node.value else {
            return node;
        };
        let members = members.into_iter().filter(|member| member.key.as_str() != OVERRIDE);
        let members = members.map(|member| {
            let form = form_of(form, &member);
            self.fresh_member(member, form)
        });
        Node { value: Value::Object(members.collect()), span }
    }

    fn fresh_member(&mut self, member: Member, form: &Form) -> Member {
        let form = match form {
            Form::Whole | Form::Choice | Form::List => return member,
            Form::Record(_) => {
                return Member { value: self.fresh(member.value, form), key: member.key };
            }
            Form::Named(entry) => entry,
        };
        let span = member.value.span;
        let Value::Object(entries) = member.value.value else {
            return member;
        };
        let mut kept = Vec::with_capacity(entries.len());
        for entry in entries {
            if self.mark(&entry.value).is_set {
                self.nothing_to_override(member.key.as_str(), &entry, std::iter::empty());
            } else {
                kept.push(Member { value: self.fresh(entry.value, form), key: entry.key });
            }
        }
        Member { key: member.key, value: Node { value: Value::Object(kept), span } }
    }

    fn mark(&mut self, node: &Node) -> Mark {
        let Value::Object(members) = &node.value else {
            return Mark { is_set: false, span: None };
        };
        let Some(member) = members.iter().find(|member| member.key.as_str() == OVERRIDE) else {
            return Mark { is_set: false, span: None };
        };
        let span = Some(member.key.span);
        match &member.value.value {
            Value::Bool(is_set) => Mark { is_set: *is_set, span },
            other => {
                let message =
                    format!("`{OVERRIDE}` takes `true` or `false`, not {}", other.describe());
                self.conflict(Finding::new(wrong_span(&member.value), message));
                Mark { is_set: true, span }
            }
        }
    }

    fn conflict(&mut self, finding: Finding) {
        self.has_conflicts = true;
        self.sink.add(finding);
    }
}

/// The form of a key in a record; of an unknown one, which the decoder reports, it makes no difference.
fn form_of<'f>(record: &'f Form, member: &Member) -> &'f Form {
    known_form(record, member.key.as_str()).unwrap_or(&Form::Whole)
}

fn known_form<'f>(record: &'f Form, key: &str) -> Option<&'f Form> {
    let Form::Record(keys) = record else {
        return None;
    };
    keys.iter().find_map(|(name, form)| match *name {
        "" => known_form(form, key),
        name => (name == key).then_some(form),
    })
}

/// Where a file says what it describes: its id, else its beginning.
fn title_place(node: &Node) -> Span {
    let Value::Object(members) = &node.value else {
        return node.span.opening();
    };
    let id = members.iter().find(|member| member.key.as_str() == "id");
    id.map_or(node.span.opening(), |member| member.value.span)
}

fn to_change(place: &str) -> String {
    format!("to change it, write `\"{OVERRIDE}\": true` {place}")
}

fn to_add() -> String {
    format!("leave `{OVERRIDE}` out to add it")
}
