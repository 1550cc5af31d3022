//! Requests by name: the samples of the spec, with fields changed as a fuzzer's input says.

use std::path::Path;
use std::sync::LazyLock;

use lianlian::{Filling, OrderTime, Scheme};
use lianlian_spec::Spec;
use lianlian_spec::model::{Field, FilledBy, Kind, Operation};

use crate::cast::{MERCHANT, NOW, SIGNATURE};
use crate::model::{self, Member};

/// Names and texts of the fields that a request is given.
pub type Fields = [(String, String)];

/// The gateway's spec.
pub static SPEC: LazyLock<Spec> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    lianlian_spec::load(&folder).unwrap_or_else(|mistakes| panic!("{mistakes}"))
});

/// What the client adds here.
pub fn filling() -> Filling<'static> {
    let now: OrderTime = NOW.parse().unwrap();
    Filling { merchant: MERCHANT, scheme: Scheme::Rsa, now }
}

/// The operation of this id.
pub fn operation(id: &str) -> &'static Operation {
    SPEC.operation(id).unwrap_or_else(|| panic!("the spec has no operation {id}"))
}

/// The fields of the operation's first sample, without what the client adds.
pub fn sample(operation: &Operation) -> Vec<(String, String)> {
    let request = operation.samples[0].request.as_deref().expect("a sample of a request");
    let members = model::members(request.as_bytes()).expect("a message").into_iter();
    let own: Vec<&str> = own(operation).map(|field| &*field.name).collect();
    let own = members.filter(|member| own.contains(&&*member.name));
    own.filter_map(|member| Some((member.name, member.text?))).collect()
}

/// The fields that are not the client's.
fn own(operation: &Operation) -> impl Iterator<Item = &Field> {
    operation.request.iter().filter(|field| field.filled_by.is_none())
}

/// The sample's fields and those of a query or form, whose strange names stand for fields as well.
pub fn changed(operation: &Operation, text: &str) -> Vec<(String, String)> {
    let own: Vec<&str> = own(operation).map(|field| &*field.name).collect();
    let mut fields = sample(operation);
    for (name, text) in decoded(text).unwrap_or_default() {
        // A name with a space is meant to be unknown.
        let is_known = own.contains(&&*name) || name.contains(' ');
        let sum = || name.bytes().map(usize::from).sum::<usize>();
        let name = if is_known { name } else { own[sum() % own.len()].to_owned() };
        fields.push((name, text));
    }
    fields
}

/// The text of a field among these: the later of two counts, and an empty one leaves the field out.
pub fn text_of<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    let given = fields.iter().rev().find(|(own, _)| own == name);
    given.map(|(_, text)| &**text).filter(|text| !text.is_empty())
}

/// Names and texts of such fields, as the library takes them.
pub fn borrowed(fields: &Fields) -> impl Iterator<Item = (&str, &str)> {
    fields.iter().map(|(name, text)| (&**name, &**text))
}

/// The members of the message that such fields become, signature included.
pub fn message(operation: &Operation, fields: &Fields) -> Vec<Member> {
    let members = operation.request.iter();
    members.filter_map(|field| Some(Member::new(&*field.name, sent(field, fields)?))).collect()
}

fn sent<'f>(field: &'f Field, fields: &'f Fields) -> Option<&'f str> {
    match field.filled_by {
        Some(FilledBy::Merchant) => Some(MERCHANT),
        Some(FilledBy::Scheme) => Some("RSA"),
        Some(FilledBy::Signature) => Some(SIGNATURE),
        Some(FilledBy::Clock) if field.kind == Kind::Date => Some(&NOW[..8]),
        Some(FilledBy::Clock) => Some(NOW),
        None => field.fixed.as_deref().or_else(|| text_of(fields, &field.name)),
    }
}

/// The pairs of an `application/x-www-form-urlencoded` text; `None` if it is not UTF-8.
pub fn decoded(text: &str) -> Option<Vec<(String, String)>> {
    let pairs = decoded_bytes(text.as_bytes()).into_iter();
    let text = |bytes| String::from_utf8(bytes).ok();
    pairs.map(|(name, value)| Some((text(name)?, text(value)?))).collect()
}

/// The pairs of such a text in any encoding.
pub fn decoded_bytes(text: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut pairs = Vec::new();
    for piece in text.split(|byte| *byte == b'&') {
        if piece.is_empty() {
            continue;
        }
        let equals = piece.iter().position(|byte| *byte == b'=').unwrap_or(piece.len());
        let value = piece.get(equals + 1..).unwrap_or_default();
        pairs.push((unescaped(&piece[..equals]), unescaped(value)));
    }
    pairs
}

fn unescaped(text: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut bytes = Vec::new();
    let mut rest = text;
    loop {
        rest = match rest {
            [] => return bytes,
            [b'%', high, low, after @ ..] if digit(*high).is_some() && digit(*low).is_some() => {
                let byte = digit(*high).unwrap() * 16 + digit(*low).unwrap();
                bytes.push(u8::try_from(byte).unwrap());
                after
            }
            [first, after @ ..] => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                after
            }
        };
    }
}
