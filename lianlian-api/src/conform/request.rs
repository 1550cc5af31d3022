//! Checks of a request's fields, one by one, and of all together.

use super::constant::position;
use super::find::{NOWHERE, same, unknown};
use super::fit::Fit;
use super::own::{Fields, Own};
use super::rules::{Present, broken_rules, missing};
use super::text::Text;
use crate::meta::{CodeList, FieldMeta, FilledBy, Kind, OperationMeta, Required, Transport};
use crate::value::Value;

/// The field at this place; `None` where another check has told what is wrong.
pub(super) const fn field_at(
    meta: &'static OperationMeta,
    at: usize,
) -> Option<&'static FieldMeta> {
    if at < meta.request.len() { Some(&meta.request[at]) } else { None }
}

/// The fields of a struct, with all that can be said about their names and types.
///
/// Without the operation: the compiler would check the whole table for this constant once more.
#[derive(Clone, Copy, Debug)]
pub struct Checks {
    own: &'static [Own],
    /// The types as they are written; empty where no type is checked.
    type_names: &'static [&'static str],
    /// One bit for each field, from the lowest on: whether there is something to say.
    wrong: u128,
}

impl Checks {
    /// Checks all fields at once, since to the compiler each constant is a function with all that comes with
    /// one. Every field still has a constant of its own, which says on the right token what is wrong.
    pub const fn new(
        meta: &'static OperationMeta,
        own: &'static [Own],
        type_names: &'static [&'static str],
    ) -> Self {
        let mut wrong = 0;
        let mut at = own.len();
        while at > 0 {
            at -= 1;
            let one = &own[at];
            let is_sound = one.at < meta.request.len()
                && matches!(one.fit, Some(Fit { codes: None, .. }))
                && !meta.request[one.at].is_set_by_client();
            wrong = (wrong << 1) | if is_sound { 0 } else { 1 };
        }
        Self { own, type_names, wrong }
    }

    /// Whether there is something to say about the field; of the many beyond all bits that is not known.
    const fn may_be_wrong(&self, at: usize) -> bool {
        at >= u128::BITS as usize || (self.wrong >> at) & 1 == 1
    }
}

/// Checks that the request has a field of this name, which a struct may fill.
///
/// # Panics
/// While compiling, if the operation has no such field, or if client or spec fill it in.
#[track_caller]
pub const fn check_name(meta: &'static OperationMeta, checks: Checks, at: usize) {
    if checks.may_be_wrong(at) {
        name_of(meta, checks.own[at].wire, checks.own[at].at);
    }
}

/// Checks that the type of a field can hold its value.
///
/// # Panics
/// While compiling, if it cannot, or if it names a code that the field does not take.
#[track_caller]
pub const fn check_type(meta: &'static OperationMeta, checks: Checks, at: usize) {
    if checks.may_be_wrong(at) {
        let own = &checks.own[at];
        type_of(meta, own.at, own.fit, checks.type_names[at]);
    }
}

#[track_caller]
const fn name_of(meta: &'static OperationMeta, name: &str, at: usize) {
    if meta.request.is_empty() {
        return;
    }
    let Some(field) = field_at(meta, at) else {
        let text = unknown(meta, "the operation", meta.request, name);
        let text =
            text.push("\nnot meant for the gateway? #[lianlian(skip)]; a struct whose fields are ");
        text.push("sent? #[lianlian(flatten)]").see(meta).stop()
    };
    if let Some(source) = field.filled_by {
        let by = match source {
            FilledBy::Merchant => "its merchant number",
            FilledBy::Scheme => "its signature scheme",
            FilledBy::Signature => "the signature",
            FilledBy::Clock => "the time of sending",
        };
        let text = Text::new("the client fills ").code(name).push(" with ").push(by);
        text.push(": drop the field, or mark it #[lianlian(skip)]").see(meta).stop();
    }
    if let Some(value) = field.fixed {
        let text = Text::new("").code(name).push(" of ").code(meta.id).push(" is always \"");
        let text = text.push(value).push("\", which is sent without being asked");
        text.push(": drop the field, or mark it #[lianlian(skip)]").see(meta).stop();
    }
}

#[track_caller]
const fn type_of(meta: &'static OperationMeta, at: usize, fit: Option<Fit>, type_name: &str) {
    let Some(field) = field_at(meta, at) else { return };
    match fit {
        None => unfit(meta, field, type_name),
        Some(Fit { codes: Some(codes), .. }) => {
            if let Kind::Code(list) = field.kind {
                check_codes(meta, field, list, codes, type_name);
            }
        }
        Some(_) => {}
    }
}

#[track_caller]
const fn unfit(meta: &'static OperationMeta, field: &FieldMeta, type_name: &str) -> ! {
    let text = Text::new("").code(type_name).push(" cannot hold ").field(field);
    let text = text.push("\nwrite ").type_for(field);
    let text = match field.kind {
        Kind::Amount if contains(type_name, "f64") || contains(type_name, "f32") => text.push(
            "\na float cannot hold 0.1, so sums of it are not the sums that were agreed on: money would \
             be lost; an `Amount` counts fen: let the price be one where it is made",
        ),
        Kind::Amount if contains(type_name, "Decimal") => {
            text.push(", or switch on the feature `rust_decimal` of `lianlian`")
        }
        Kind::Amount if contains(type_name, "str") || contains(type_name, "String") => {
            text.push(", which is parsed from the text")
        }
        Kind::Amount => text.push(
            ", which counts fen; a bare number would not say whether it counts fen or yuan",
        ),
        Kind::Time => text.push(
            "; with the feature `jiff`, `chrono` or `time` also a time of that library that names its \
             zone",
        ),
        Kind::Code(_) if contains(type_name, "str") || contains(type_name, "String") => text.push(
            ", so that no code is sent which does not exist; or take the text as it is: #[lianlian(raw)]",
        ),
        _ => text,
    };
    // A float is not to be converted on the way out.
    let is_float = contains(type_name, "f64") || contains(type_name, "f32");
    let text = if is_float && matches!(field.kind, Kind::Amount) {
        text
    } else {
        text.push("\nto convert another type: #[lianlian(with = path::to::function)]")
    };
    text.see(meta).stop()
}

#[track_caller]
const fn check_codes(
    meta: &'static OperationMeta,
    field: &FieldMeta,
    list: &CodeList,
    codes: &[&str],
    type_name: &str,
) {
    let mut at = 0;
    while at < codes.len() {
        if !has_code(list, codes[at], at) {
            let text = Text::new("").code(type_name).push(" has the code \"").push(codes[at]);
            let text = text.push("\", which ").field(field).push(" does not take\nwrite ");
            let text = text.type_for(field).push(", or an enum with no more than its codes");
            let text = text.push("\nor let the code be checked when it is sent: #[lianlian(raw)]");
            text.see(meta).stop();
        }
        at += 1;
    }
}

/// Whether the list has the code; looked for from `from` on, since enums mostly have the list's order.
pub(super) const fn has_code(list: &CodeList, code: &str, from: usize) -> bool {
    let mut steps = 0;
    while steps < list.codes.len() {
        if same(list.codes[(from + steps) % list.codes.len()].code, code) {
            return true;
        }
        steps += 1;
    }
    false
}

/// Checks that an enum names only codes of this list.
///
/// # Panics
/// While compiling, if it names another one.
#[track_caller]
pub const fn check_code_list(list: &'static CodeList, code: &str) {
    if !has_code(list, code, 0) {
        let text = Text::new("the list ").code(list.name).push(" has no code \"").push(code);
        codes_of(text.push("\"; it has: "), list).stop();
    }
}

pub(super) const fn codes_of(mut text: Text, list: &CodeList) -> Text {
    const MOST: usize = 20;
    let mut at = 0;
    while at < list.codes.len() && at < MOST {
        let entry = &list.codes[at];
        text = text.push(if at > 0 { ", \"" } else { "\"" }).push(entry.code).push("\" (");
        text = text.push(entry.name).push(")");
        at += 1;
    }
    if list.codes.len() > MOST { text.push(", …") } else { text }
}

pub(super) const fn contains(text: &str, part: &str) -> bool {
    position(text, part).is_some()
}

/// Checks that the spec knows a default for the field.
///
/// # Panics
/// While compiling, if it does not.
#[track_caller]
pub const fn check_default(meta: &'static OperationMeta, at: usize) {
    let Some(field) = field_at(meta, at) else { return };
    if field.default.is_none() {
        let text = Text::new("no default is documented for ").field(field);
        text.push("; give one: #[lianlian(default = …)]").see(meta).stop();
    }
}

/// The default that the spec knows for a field.
pub fn default_value(meta: &'static OperationMeta, at: usize) -> Value<'static> {
    let default = meta.request.get(at).and_then(|field| field.default);
    default.map_or(Value::absent(), Value::text)
}

/// Checks that a field may be the time of sending.
///
/// # Panics
/// While compiling, if it is no time, or if it identifies the order.
#[track_caller]
pub const fn check_now(meta: &'static OperationMeta, at: usize) {
    let Some(field) = field_at(meta, at) else { return };
    if !matches!(field.kind, Kind::Time | Kind::Date) {
        let text = Text::new("`now` is a time, and ").field(field);
        text.push(" is none").see(meta).stop();
    }
    let identity = meta.gateway.order.identity;
    let mut part = 0;
    while part < identity.len() {
        if same(identity[part], field.name) {
            let text =
                Text::new("").code(field.name).push(" is part of what identifies the order: sent");
            let text = text
                .push(" again after a time-out with another time, it would be refused, and the");
            let text = text.push(" order could not be completed");
            let text = text.push("\nkeep the time with the order, in a field that holds ");
            text.type_for(field).see(meta).stop();
        }
        part += 1;
    }
    if matches!(field.required, Required::Yes) && !meta.query_with.is_empty() {
        let text =
            Text::new("").code(field.name).push(" is needed to ask what became of this, with ");
        let text = text.list(meta.query_with).push(": after a time-out nobody would know it");
        let text = text.push("\nkeep the time with the record, in a field that holds ");
        text.type_for(field).see(meta).stop();
    }
}

/// Checks that a flattened struct is a part of the request, and that no field of it is sent twice.
///
/// # Panics
/// While compiling, if it is none, or shares a field with what stands before it.
#[track_caller]
pub const fn check_part(
    meta: &'static OperationMeta,
    own: &[Own],
    before: &[Option<Fields>],
    part: &Option<Fields>,
    type_name: &str,
) {
    let Some(part) = part else {
        if !meta.request.is_empty() {
            let text = Text::new("").code(type_name).push(" is not a part of a request of ");
            let text =
                text.code(meta.id).push("\nwrite #[derive(RequestPart)] and #[lianlian(operation");
            text.push(" = …)] on it, with the operation of this struct").see(meta).stop();
        }
        return;
    };
    let mut at = 0;
    while at < part.len() {
        let one = part.get(at);
        let mut first = find_own(own, one.at);
        let mut other = 0;
        while other < before.len() && first.is_none() {
            first = match &before[other] {
                Some(fields) => find_in(fields, one.at),
                None => None,
            };
            other += 1;
        }
        if let Some(first) = first {
            let name = meta.request[one.at].name;
            let text = Text::new("").code(type_name).push(" sends ").code(name);
            let text =
                text.push(" from its field ").code(one.name).push(", but it is already sent from ");
            text.code(first).push("\nmark one of the two #[lianlian(skip)]").see(meta).stop();
        }
        at += 1;
    }
}

const fn find_own(own: &[Own], place: usize) -> Option<&'static str> {
    let mut at = 0;
    while at < own.len() {
        if own[at].at == place && place != NOWHERE {
            return Some(own[at].name);
        }
        at += 1;
    }
    None
}

const fn find_in(fields: &Fields, place: usize) -> Option<&'static str> {
    let mut at = 0;
    while at < fields.len() {
        let own = fields.get(at);
        if own.at == place && place != NOWHERE {
            return Some(own.name);
        }
        at += 1;
    }
    None
}

/// Checks that a struct with these fields can be a request of the operation.
///
/// # Panics
/// While compiling, naming every required field that is missing and every rule that no message of this
/// struct can keep.
#[track_caller]
pub const fn check_request<const MOST: usize>(meta: &'static OperationMeta, fields: &Fields) {
    if matches!(meta.transport, Transport::Notification | Transport::SyncNotification) {
        let text = Text::new("")
            .code(meta.id)
            .push(" is sent by the gateway, so there is no request of it");
        text.push("\nto read it into this struct: #[derive(Notification)]").see(meta).stop();
    }
    // What is no part has been told; what it would have sent is not known.
    if !fields.is_complete {
        return;
    }
    let present = Present { meta, fields, owners: &fields.owners::<MOST>() };
    if !present.lacks_nothing() {
        let (text, count) = missing(&present);
        let (text, broken) = broken_rules(&present, text, count);
        if count + broken > 0 {
            text.see(meta).stop();
        }
    }
}
