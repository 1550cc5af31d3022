//! What the derive macros ask of an operation while the program is compiled.
//!
//! Everything here runs in constants: a name that the operation lacks, a required field that is
//! missing or two fields of one name stop the compilation with a message of ours, on the token
//! that is wrong. Nothing of it runs in the finished program.

// Rule 8 keeps panics, indexing and arithmetic away from input. Here they are the way to report
// a mistake to the compiler, and no input reaches them.
#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::manual_assert,
    clippy::missing_panics_doc
)]

use core::cmp::Ordering;

use crate::meta::{FieldMeta, FilledBy, OperationMeta, Required};
use crate::source::compare_keys;

/// A text put together in a constant.
struct Text {
    bytes: [u8; Self::SIZE],
    len: usize,
}

impl Text {
    /// Enough for an operation that lacks twenty required fields.
    const SIZE: usize = 4096;

    const fn new(text: &str) -> Self {
        Self { bytes: [0; Self::SIZE], len: 0 }.push(text)
    }

    const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() && self.len < Self::SIZE {
            self.bytes[self.len] = text[at];
            self.len += 1;
            at += 1;
        }
        self
    }

    const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "this struct does not fit the operation",
        }
    }
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    // From the end: names differ there sooner than in `no_`, `money_` or `user_info_`.
    let mut at = a.len();
    while at > 0 {
        at -= 1;
        if a[at] != b[at] {
            return false;
        }
    }
    true
}

/// How many single-character changes turn `a` into `b`.
const fn distance(a: &str, b: &str) -> usize {
    const LONGEST: usize = 64;
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() >= LONGEST || b.len() >= LONGEST {
        return LONGEST;
    }
    let mut row = [0; LONGEST];
    let mut column = 0;
    while column <= b.len() {
        row[column] = column;
        column += 1;
    }
    let mut line = 1;
    while line <= a.len() {
        let mut diagonal = row[0];
        row[0] = line;
        let mut column = 1;
        while column <= b.len() {
            let above = row[column];
            let same = a[line - 1].eq_ignore_ascii_case(&b[column - 1]);
            let mut least = if same { diagonal } else { diagonal + 1 };
            if above + 1 < least {
                least = above + 1;
            }
            if row[column - 1] + 1 < least {
                least = row[column - 1] + 1;
            }
            row[column] = least;
            diagonal = above;
            column += 1;
        }
        line += 1;
    }
    row[b.len()]
}

const fn nearest(fields: &'static [FieldMeta], name: &str) -> Option<&'static str> {
    let mut best = None;
    let mut least = name.len() / 3 + 1;
    let mut at = 0;
    while at < fields.len() {
        let far = distance(name, fields[at].name);
        if far <= least && !(far == least && best.is_some()) {
            least = far;
            best = Some(fields[at].name);
        }
        at += 1;
    }
    best
}

/// Where the field is, looked for from `from` on and then before it: structs mostly list their fields in
/// the order of the spec, and a search is a step of the compiler's interpreter for each character.
const fn position(fields: &'static [FieldMeta], name: &str, from: usize) -> Option<usize> {
    let mut steps = 0;
    while steps < fields.len() {
        let at = (from + steps) % fields.len();
        if same(fields[at].name, name) {
            return Some(at);
        }
        steps += 1;
    }
    None
}

const fn unknown_field(id: &str, part: &str, fields: &'static [FieldMeta], name: &str) -> Text {
    let text = Text::new(part).push(" `").push(id).push("` has no field `").push(name).push("`");
    match nearest(fields, name) {
        Some(near) => text.push("; did you mean `").push(near).push("`?"),
        None => text,
    }
}

/// Where the request has the field of this name; the search begins at `from`.
///
/// # Panics
/// While compiling, if the operation has no such field or the client fills it in.
#[track_caller]
pub const fn request_field(meta: &'static OperationMeta, name: &str, from: usize) -> usize {
    let Some(at) = position(meta.request, name, from) else {
        let text = unknown_field(meta.id, "the operation", meta.request, name);
        let text = text.push(" (a field that is not sent is marked #[lianlian(skip)])");
        panic!("{}", text.as_str())
    };
    let field = &meta.request[at];
    if let Some(source) = field.filled_by {
        let by = match source {
            FilledBy::Merchant => "its merchant number",
            FilledBy::Scheme => "its signature scheme",
            FilledBy::Signature => "the signature",
            FilledBy::Clock => "the time of sending",
        };
        let text = Text::new("the client fills `").push(name).push("` with ").push(by);
        let text = text.push(": drop the field or mark it #[lianlian(skip)]");
        panic!("{}", text.as_str());
    }
    if let Some(value) = field.fixed {
        let text = Text::new("`").push(name).push("` of `").push(meta.id);
        let text = text.push("` is always \"").push(value);
        let text = text.push("\": drop the field or mark it #[lianlian(skip)]");
        panic!("{}", text.as_str());
    }
    at
}

/// Where the reply has the field of this name; the search begins at `from`.
///
/// # Panics
/// While compiling, if the reply has no such field.
#[track_caller]
pub const fn reply_field(meta: &'static OperationMeta, name: &str, from: usize) -> usize {
    match position(meta.reply, name, from) {
        Some(at) => at,
        None => panic!("{}", unknown_field(meta.id, "the reply of", meta.reply, name).as_str()),
    }
}

/// Where the notification has the field of this name; the search begins at `from`.
///
/// # Panics
/// While compiling, if the notification has no such field.
#[track_caller]
pub const fn notification_field(meta: &'static OperationMeta, name: &str, from: usize) -> usize {
    match position(meta.request, name, from) {
        Some(at) => at,
        None => panic!("{}", unknown_field(meta.id, "the message", meta.request, name).as_str()),
    }
}

/// Checks that a struct with these fields can be a request of the operation.
///
/// # Panics
/// While compiling, naming every required field that is missing.
#[track_caller]
pub const fn check_request(meta: &'static OperationMeta, own: &[usize]) {
    let mut text = Text::new("`").push(meta.id).push("` needs");
    let mut missing = 0;
    let mut at = 0;
    while at < meta.request.len() {
        let field = &meta.request[at];
        let is_needed = matches!(field.required, Required::Yes) && !field.is_set_by_client();
        if is_needed && !contains(own, at) {
            text = text.push(if missing == 0 { " " } else { ", " });
            text = text.push("`").push(field.name).push("` (").push(field.meaning);
            text = text.push("; kind ").push(field.kind.name()).push(")");
            missing += 1;
        }
        at += 1;
    }
    if missing > 0 {
        panic!("{}", text.push(", which this struct lacks").as_str());
    }
}

const fn contains(list: &[usize], item: usize) -> bool {
    let mut at = 0;
    while at < list.len() {
        if list[at] == item {
            return true;
        }
        at += 1;
    }
    false
}

/// The number of a request field's kind; see [`crate::value::kind`].
pub const fn request_kind(meta: &'static OperationMeta, at: usize) -> u8 {
    meta.request[at].kind.number()
}

/// Whether the signature may leave a reply field out.
pub const fn is_unsigned_reply(meta: &'static OperationMeta, at: usize) -> bool {
    meta.reply[at].unsigned.is_some()
}

/// Whether the signature may leave a notification field out.
pub const fn is_unsigned_notification(meta: &'static OperationMeta, at: usize) -> bool {
    meta.request[at].unsigned.is_some()
}

/// One member of the message that a request becomes.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub(crate) field: &'static FieldMeta,
    pub(crate) source: StepSource,
}

/// Where the value of a member comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum StepSource {
    /// The struct's own field of this index.
    Own(usize),
    /// The spec: always this text.
    Fixed(&'static str),
    /// The client.
    Filled(FilledBy),
}

/// How many members the message has, the signature not counted.
pub const fn plan_len(meta: &'static OperationMeta, own: usize) -> usize {
    let mut len = own;
    let mut at = 0;
    while at < meta.request.len() {
        let field = &meta.request[at];
        if field.is_set_by_client() && !matches!(field.filled_by, Some(FilledBy::Signature)) {
            len += 1;
        }
        at += 1;
    }
    len
}

/// The members of the message in the order of the signature source: sorted here, while compiling.
pub const fn plan<const LEN: usize>(meta: &'static OperationMeta, own: &[usize]) -> [Step; LEN] {
    let placeholder = Step { field: &meta.request[0], source: StepSource::Fixed("") };
    let mut steps = [placeholder; LEN];
    let mut len = 0;
    let mut at = 0;
    while at < own.len() {
        let step = Step { field: &meta.request[own[at]], source: StepSource::Own(at) };
        steps = insert(steps, len, step);
        len += 1;
        at += 1;
    }
    at = 0;
    while at < meta.request.len() {
        let field = &meta.request[at];
        let source = match (field.filled_by, field.fixed) {
            (Some(FilledBy::Signature), _) | (None, None) => None,
            (Some(by), _) => Some(StepSource::Filled(by)),
            (None, Some(value)) => Some(StepSource::Fixed(value)),
        };
        if let Some(source) = source {
            steps = insert(steps, len, Step { field, source });
            len += 1;
        }
        at += 1;
    }
    steps
}

const fn insert<const LEN: usize>(mut steps: [Step; LEN], len: usize, step: Step) -> [Step; LEN] {
    let mut at = len;
    while at > 0
        && matches!(compare_keys(steps[at - 1].field.name, step.field.name), Ordering::Greater)
    {
        steps[at] = steps[at - 1];
        at -= 1;
    }
    steps[at] = step;
    steps
}
