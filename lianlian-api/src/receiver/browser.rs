//! The forms in which a browser brings a notification: bare fields, or JSON in one parameter.

use crate::message::{Message, MessageError};
use crate::meta::OperationMeta;

use super::ReceiveError;

/// The member without which nothing is a message of the gateway.
const SIGN: &str = "sign";

/// Takes a query or urlencoded body apart.
///
/// Text in another encoding than UTF-8 is refused: decoded with replacements it would only seem to
/// have been tampered with.
pub(super) fn decoded(text: &str) -> Result<Vec<(String, String)>, ReceiveError> {
    let text = text.strip_prefix('?').unwrap_or(text);
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .map_err(|error| MessageError::NotUtf8 { valid_up_to: error.valid_up_to() })?;
    Ok(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
}

/// The message in the one parameter that carries it.
pub(super) fn enveloped<'p>(
    meta: &'static OperationMeta,
    parameter: &'static str,
    pairs: &'p [(String, String)],
) -> Result<&'p str, ReceiveError> {
    let mut texts = pairs.iter().filter(|(name, _)| name == parameter).map(|(_, text)| &**text);
    match (texts.next(), texts.next()) {
        (Some(text), None) => Ok(text),
        (Some(_), Some(_)) => Err(MessageError::DuplicateKey(parameter.to_owned()).into()),
        (None, _) => {
            let is_bare = pairs.iter().any(|(name, _)| name == SIGN);
            let found = if is_bare { " (there are bare fields instead)" } else { "" };
            Err(ReceiveError::NoEnvelope { operation: meta.id, parameter, found })
        }
    }
}

/// Says what is wrong when the fields of a message are inside one parameter.
pub(super) fn refuse_envelope(
    meta: &'static OperationMeta,
    pairs: &[(String, String)],
) -> Result<(), ReceiveError> {
    if pairs.iter().any(|(name, _)| name == SIGN) {
        return Ok(());
    }
    let holds_a_message =
        |text: &str| Message::parse(text.as_bytes()).is_ok_and(|inner| inner.get(SIGN).is_some());
    match pairs.iter().find(|(_, text)| holds_a_message(text)) {
        Some((name, _)) => {
            let parameter = name.clone();
            Err(ReceiveError::UnexpectedEnvelope { operation: meta.id, parameter })
        }
        None => Ok(()),
    }
}
