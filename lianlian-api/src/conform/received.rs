//! Checks of structs that replies and notifications are read into.

use super::find::unknown;
use super::fit::Fit;
use super::request::{contains, has_code};
use super::text::Text;
use crate::meta::{FieldMeta, Kind, OperationMeta, Required, Transport};

/// Which of the fields the signature may leave out.
pub const fn unsigned<const LEN: usize>(
    fields: &'static [FieldMeta],
    places: [usize; LEN],
) -> [bool; LEN] {
    let mut unsigned = [false; LEN];
    let mut at = 0;
    while at < LEN {
        unsigned[at] = places[at] < fields.len() && fields[places[at]].unsigned.is_some();
        at += 1;
    }
    unsigned
}

/// Which of the fields every message carries.
pub const fn certain<const LEN: usize>(
    fields: &'static [FieldMeta],
    places: [usize; LEN],
) -> [bool; LEN] {
    let mut certain = [true; LEN];
    let mut at = 0;
    while at < LEN {
        certain[at] = places[at] >= fields.len() || is_certain(&fields[places[at]]);
        at += 1;
    }
    certain
}

/// Checks that the message has a field of this name, at this place.
///
/// # Panics
/// While compiling, if it has no such field.
#[track_caller]
pub const fn check_read_name(
    meta: &'static OperationMeta,
    fields: &'static [FieldMeta],
    part: &str,
    name: &str,
    at: usize,
) {
    if at >= fields.len() && !meta.gateway.title.is_empty() {
        let text = unknown(meta, part, fields, name);
        text.push("\nnot from the gateway? #[lianlian(skip)]").see(meta).stop();
    }
}

/// Checks that a field can be read into a type; `has_default` if something stands in where it is absent.
///
/// # Panics
/// While compiling, if it cannot, or if the field is not always there and the type has no value for that.
#[track_caller]
pub const fn check_read_type(
    meta: &'static OperationMeta,
    fields: &'static [FieldMeta],
    at: usize,
    fit: Option<Fit>,
    lacks_unsigned: bool,
    has_default: bool,
    type_name: &str,
) {
    if at >= fields.len() {
        return;
    }
    let field = &fields[at];
    match fit {
        None if lacks_unsigned => {
            let text = Text::new("the signature may not cover ").field(field);
            let text = text.push(": anybody on the way could have written it\nwrite `Unsigned<");
            text.push(bare(type_name)).push(">`, whose accessors say so").see(meta).stop();
        }
        None => {
            let text = Text::new("").field(field).push(" cannot be read into ").code(type_name);
            let text = text.push("\nwrite ");
            let text = match field.kind {
                Kind::Text | Kind::Digits | Kind::Structure(_) if field.sensitive => {
                    text.push("`Sensitive`")
                }
                Kind::Text | Kind::Digits | Kind::Structure(_) => text.push("`String`"),
                _ => text.type_for(field),
            };
            let text = text.push(", in an `Option` if it is not always there");
            let is_float = contains(type_name, "f64") || contains(type_name, "f32");
            let text = if is_float && matches!(field.kind, Kind::Amount) {
                text.push(
                    "\na float cannot hold 0.1, so sums of it are not the sums that were paid",
                )
            } else {
                text
            };
            let text = text.push("\nto take the text as it is: #[lianlian(raw)] on a `String`; ");
            text.push("to convert: #[lianlian(with = path::to::function)]").see(meta).stop();
        }
        Some(Fit { codes: Some(codes), .. }) if has_none_of(field, codes) => {
            let text = Text::new("").code(type_name).push(" names no code of ").field(field);
            text.push(", so each would be an unknown one\nwrite ").type_for(field).see(meta).stop();
        }
        Some(Fit { may_be_absent: false, .. }) if !has_default && !is_certain(field) => {
            let text = Text::new("").field(field).push(" is not always there\nwrite `Option<");
            let text = text.push(type_name).push(">`, or say what stands in for it: ");
            text.push("#[lianlian(default)]").see(meta).stop();
        }
        Some(_) => {}
    }
}

/// Whether the enum's codes are all none of the field's.
const fn has_none_of(field: &FieldMeta, codes: &[&str]) -> bool {
    let Kind::Code(list) = field.kind else { return false };
    let mut at = 0;
    while at < codes.len() {
        if has_code(list, codes[at], at) {
            return false;
        }
        at += 1;
    }
    !codes.is_empty()
}

/// Whether every message carries the field.
const fn is_certain(field: &FieldMeta) -> bool {
    matches!(field.required, Required::Yes) && field.when.is_none()
}

/// The type within an `Option`: what is `Unsigned` needs none.
const fn bare(type_name: &str) -> &str {
    const OPTION: &str = "Option<";
    let bytes = type_name.as_bytes();
    let (start, end) = (OPTION.len(), bytes.len());
    if end <= start + 1 || bytes[end - 1] != b'>' {
        return type_name;
    }
    let mut at = 0;
    while at < start {
        if bytes[at] != OPTION.as_bytes()[at] {
            return type_name;
        }
        at += 1;
    }
    match core::str::from_utf8(bytes.split_at(end - 1).0.split_at(start).1) {
        Ok(bare) => bare,
        Err(_) => type_name,
    }
}

/// Checks that the operation is a message that the gateway sends.
///
/// # Panics
/// While compiling, if the merchant sends it.
#[track_caller]
pub const fn check_notification(meta: &'static OperationMeta) {
    if !meta.gateway.title.is_empty()
        && !matches!(meta.transport, Transport::Notification | Transport::SyncNotification)
    {
        let text = Text::new("").code(meta.id).push(" is no notification: the merchant sends it");
        let text =
            text.push("\nto send it: #[derive(Request)]; to read its answer: #[derive(Reply)]");
        text.see(meta).stop();
    }
}

/// Checks that a flattened struct is read from the same message.
///
/// # Panics
/// While compiling, if it is not.
#[track_caller]
pub const fn check_read_part(
    meta: &'static OperationMeta,
    is_part: bool,
    derive: &str,
    type_name: &str,
) {
    if !is_part && !meta.gateway.title.is_empty() && contains(type_name, "Option<") {
        let text = Text::new("")
            .code(type_name)
            .push(" cannot be flattened: a message is always there, its");
        let text = text.push(" fields may not be\nwrite ").code(bare(type_name));
        text.push(", whose fields may be `Option`s").see(meta).stop();
    }
    if !is_part && !meta.gateway.title.is_empty() {
        let text =
            Text::new("").code(type_name).push(" is not read from this message\nwrite #[derive(");
        let text =
            text.push(derive).push(")] and #[lianlian(operation = …)] on it, with the operation");
        text.push(" of this struct").see(meta).stop();
    }
}
