//! Requests that a payer's browser posts: inputs of a form, or one input with the signed JSON.
//!
//! The browser writes the form in the encoding that one of its inputs names, where the operation has such
//! an input, and in UTF-8 elsewhere. What was signed is UTF-8 in any case.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use lianlian::meta::{FieldMeta, OperationMeta, Transport};
use lianlian::{Message, MessageError};
use percent_encoding::percent_decode;

use crate::house::House;
use crate::incoming::{Refused, readable};

/// The message in the body of a form.
pub(crate) fn message(
    house: &House,
    meta: &'static OperationMeta,
    body: &[u8],
) -> Result<Message<'static>, Refused> {
    readable(&house.codes, claims(meta, body))
}

/// The message in the body of a form, before anything is checked.
pub(crate) fn claims(meta: &OperationMeta, body: &[u8]) -> Result<Message<'static>, MessageError> {
    let mut pairs = inputs(meta, body)?;
    if let (Transport::FormReqData, Some(envelope)) = (meta.transport, meta.envelope) {
        let inside = pairs.iter().find(|(name, _)| name == envelope.field);
        let text = inside.map(|(_, text)| text.clone()).unwrap_or_default();
        let message = Message::parse(text.as_bytes())?;
        let texts = message.members().filter_map(|(name, value)| Some((name, value.text()?)));
        pairs = texts.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    }
    Message::from_pairs(pairs)
}

/// The inputs of a form.
fn inputs(meta: &OperationMeta, body: &[u8]) -> Result<Vec<(String, String)>, MessageError> {
    let parts = body.split(|byte| *byte == b'&').filter(|part| !part.is_empty());
    let raw: Vec<_> = parts
        .map(|part| {
            let mut halves = part.splitn(2, |byte| *byte == b'=');
            let mut half = || bytes(halves.next().unwrap_or_default());
            (half(), half())
        })
        .collect();
    let encoding = encoding(meta, &raw);
    let text = |bytes: &[u8]| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        let unreadable = || MessageError::NotUtf8 { valid_up_to: readable_part(bytes) };
        text.map(Cow::into_owned).ok_or_else(unreadable)
    };
    raw.iter().map(|(name, value)| Ok((text(name)?, text(value)?))).collect()
}

/// The encoding that the form says it is written in, if the operation's list has it.
fn encoding(meta: &OperationMeta, raw: &[(Vec<u8>, Vec<u8>)]) -> &'static Encoding {
    let named = || {
        let field = meta.request_field(meta.charset_field?)?;
        let (_, value) = raw.iter().find(|(name, _)| name == field.name.as_bytes())?;
        let value = std::str::from_utf8(value).ok()?;
        FieldMeta::codes(field)?.find(value)?;
        Encoding::for_label(value.as_bytes())
    };
    named().unwrap_or(UTF_8)
}

/// The bytes that an input stands for.
fn bytes(part: &[u8]) -> Vec<u8> {
    let spaced: Vec<_> = part.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&spaced).collect()
}

/// How many bytes are readable whatever the encoding is.
fn readable_part(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii()).count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lianlian::{Operation as _, aggregate, online_banking};

    use super::*;

    #[test]
    fn a_form_is_read_in_the_encoding_that_it_names() {
        let meta = online_banking::Redirect::META;
        for (charset, goods) in [
            ("GBK", "%D3%F0+%3D"),
            ("GB2312", "%D3%F0+%3D"),
            ("GB18030", "%D3%F0+%3D"),
            ("UTF-8", "%E7%BE%BD+%3D"),
        ] {
            let body = format!("name_goods={goods}&charset_name={charset}");
            let message = claims(meta, body.as_bytes()).unwrap();
            assert_eq!(message.text("name_goods").as_deref(), Some("羽 ="), "{charset}");
        }
    }

    #[test]
    fn what_is_not_written_in_its_encoding_is_no_message() {
        for body in ["name_goods=%D3%F0", "name_goods=%FF%FF&charset_name=GBK"] {
            let error = claims(online_banking::Redirect::META, body.as_bytes()).unwrap_err();
            assert_eq!(error, MessageError::NotUtf8 { valid_up_to: 0 }, "{body}");
        }
    }

    #[test]
    fn only_operations_that_offer_a_choice_are_read_in_another_encoding() {
        let body = b"name_goods=%D3%F0&charset_name=GBK";
        assert!(claims(aggregate::WebRedirect::META, body).is_err());
    }
}
