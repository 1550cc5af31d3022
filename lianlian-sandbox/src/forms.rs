//! Requests that a payer's browser posts: inputs of a form, or one input with the signed JSON.

use lianlian::meta::{OperationMeta, Transport};
use lianlian::{Message, MessageError};

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
    let mut pairs: Vec<_> = form_urlencoded::parse(body).into_owned().collect();
    if let (Transport::FormReqData, Some(envelope)) = (meta.transport, meta.envelope) {
        let inside = pairs.iter().find(|(name, _)| name == envelope.field);
        let text = inside.map(|(_, text)| text.clone()).unwrap_or_default();
        let message = Message::parse(text.as_bytes())?;
        let texts = message.members().filter_map(|(name, value)| Some((name, value.text()?)));
        pairs = texts.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    }
    Message::from_pairs(pairs)
}
