//! Checks of constants that are written out.

use super::find::same;
use super::request::{codes_of, field_at, has_code};
use super::text::Text;
use crate::meta::{FieldMeta, Kind, OperationMeta};

/// Checks a constant that is written out: form, length and code, and whether it is needed at all.
///
/// # Panics
/// While compiling, if the field does not take the text, or if the gateway takes that value anyway.
#[track_caller]
pub const fn check_constant(meta: &'static OperationMeta, at: usize, value: &str) {
    let Some(field) = field_at(meta, at) else { return };
    if let Some(default) = field.default
        && same(default, value)
    {
        let text = Text::new("the gateway takes ").code(field.name).push(" to be \"").push(default);
        let text =
            text.push("\" when it is left out: leave it out, or say that it is to be sent all the");
        text.push(" same: #[lianlian(field = \"…\", default)]").see(meta).stop();
    }
    let text = Text::new("\"").push(value).push("\" cannot be the value of ").field(field);
    if value.is_empty() {
        text.push(": an empty text is never sent").see(meta).stop();
    }
    let length = characters(value);
    if let Some(max) = field.max_len
        && length > max as usize
    {
        let text = text.push(": it has ").number(length).push(" characters, at most ");
        text.number(max as usize).push(" are allowed").see(meta).stop();
    }
    if let Some(character) = not_allowed(field, value) {
        let text = text.push(": it has a character that is not allowed, `");
        text.push(value_at(value, character)).push("`").see(meta).stop();
    }
    let wanted = match field.kind {
        Kind::Code(list) if !has_code(list, value, 0) => {
            codes_of(text.push("; its codes are "), list).see(meta).stop()
        }
        Kind::Digits if !is_like(value, b"") => "digits only",
        Kind::Int if !is_like(value, b"") => "a whole number",
        Kind::Amount if !is_amount(value) => "an amount in yuan with two decimals, such as 0.05",
        Kind::Time if !is_like(value, b"00000000000000") => "a time, yyyyMMddHHmmss",
        Kind::Date if !is_like(value, b"00000000") => "a date, yyyyMMdd",
        _ => return,
    };
    text.push(": it is not ").push(wanted).see(meta).stop()
}

/// Where the first character is that the field does not take.
const fn not_allowed(field: &FieldMeta, value: &str) -> Option<usize> {
    let mut part = 0;
    while part < field.forbidden.len() {
        if let Some(at) = position(value, field.forbidden[part]) {
            return Some(at);
        }
        part += 1;
    }
    let bytes = value.as_bytes();
    let mut at = 0;
    while at < bytes.len() && !field.allowed.is_empty() {
        let (character, len) = character_at(bytes, at);
        let mut range = 0;
        let mut is_allowed = false;
        while range < field.allowed.len() {
            let (first, last) = field.allowed[range];
            is_allowed |= first as u32 <= character && character <= last as u32;
            range += 1;
        }
        if !is_allowed {
            return Some(at);
        }
        at += len;
    }
    None
}

/// The character that begins at this byte, and how many bytes it has.
const fn character_at(bytes: &[u8], at: usize) -> (u32, usize) {
    let first = bytes[at] as u32;
    let len = match first {
        0..0x80 => return (first, 1),
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    let mut character = first & (0x7f >> len);
    let mut next = 1;
    while next < len {
        character = (character << 6) | (bytes[at + next] as u32 & 0x3f);
        next += 1;
    }
    (character, len)
}

/// The character that begins at this byte, as text.
const fn value_at(value: &str, at: usize) -> &str {
    let (_, len) = character_at(value.as_bytes(), at);
    match core::str::from_utf8(value.as_bytes().split_at(at).1.split_at(len).0) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// Whether the text is digits only, as many as the pattern has if that has any.
const fn is_like(text: &str, pattern: &[u8]) -> bool {
    let text = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_digit() {
            return false;
        }
        at += 1;
    }
    pattern.is_empty() || pattern.len() == text.len()
}

const fn is_amount(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < 4 {
        return false;
    }
    let point = bytes.len() - 3;
    let mut at = 0;
    while at < bytes.len() {
        if if at == point { bytes[at] != b'.' } else { !bytes[at].is_ascii_digit() } {
            return false;
        }
        at += 1;
    }
    true
}

const fn characters(text: &str) -> usize {
    let text = text.as_bytes();
    let mut count = 0;
    let mut at = 0;
    while at < text.len() {
        // All bytes but those that go on with a character.
        if text[at] & 0b1100_0000 != 0b1000_0000 {
            count += 1;
        }
        at += 1;
    }
    count
}

/// Where the part begins in the text.
pub(super) const fn position(text: &str, part: &str) -> Option<usize> {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let mut start = 0;
    while start + part.len() <= text.len() {
        let mut at = 0;
        while at < part.len() && text[start + at] == part[at] {
            at += 1;
        }
        if at == part.len() {
            return Some(start);
        }
        start += 1;
    }
    None
}
