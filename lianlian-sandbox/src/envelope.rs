//! Messages that come encrypted: the envelope is opened with the gateway's private key.

use lianlian::meta::{OperationMeta, Transport};
use lianlian::{Message, MessageError, PayLoad, Sensitive};

use crate::house::House;
use crate::incoming::Refused;

/// The message proper of a request.
pub(crate) enum Opened<'b> {
    /// It came as it is.
    Bare(&'b [u8]),
    /// It came encrypted; wiped when dropped.
    Decrypted(Sensitive),
}

impl Opened<'_> {
    /// Its bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Bare(bytes) => bytes,
            Self::Decrypted(text) => text.expose().as_bytes(),
        }
    }
}

/// The message in a body, decrypted where the operation's messages travel so.
///
/// What stands beside the envelope is not signed: it has to be there and to say what the message
/// says, and nothing else may stand there.
pub(crate) fn open<'b>(
    house: &House,
    meta: &'static OperationMeta,
    body: &'b [u8],
) -> Result<Opened<'b>, Refused> {
    let (Transport::EncryptedJsonPost, Some(envelope)) = (meta.transport, meta.envelope) else {
        return Ok(Opened::Bare(body));
    };
    let codes = &house.codes;
    let unreadable = |error: MessageError| {
        Refused::new(codes.unreadable, format!("around the envelope: {error}"))
    };
    let bad = |name: &str, why: &str| {
        Refused::naming(codes.bad_parameter, &[name], meta, format!("{name}: {why}"))
    };
    let outer = Message::parse(body).map_err(unreadable)?;
    let may_stand = |name: &str| name == envelope.field || envelope.beside.contains(&name);
    if let Some((name, _)) = outer.members().find(|(name, _)| !may_stand(name)) {
        return Err(bad(name, "does not belong beside the envelope"));
    }
    let text = outer.text(envelope.field).filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| bad(envelope.field, "is required, the message travels in it"))?;
    let message = PayLoad::decrypt(&text, &house.key)
        .map_err(|error| Refused::new(codes.undecipherable, error.to_string()))?;
    let message = Sensitive::from(message.as_str());
    // What cannot be read is refused later, with the words for any message.
    if let Ok(inner) = Message::parse(message.expose().as_bytes()) {
        let differs = |name: &&&str| outer.text(name) != inner.text(name);
        if let Some(name) = envelope.beside.iter().find(differs) {
            return Err(bad(name, "is another one beside the envelope than in it"));
        }
    }
    Ok(Opened::Decrypted(message))
}
