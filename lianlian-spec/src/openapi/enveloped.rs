//! Messages that travel inside one field of another message.

use serde_json::{Map, Value, json};

use super::components::Components;
use super::field::{self, Way};
use super::message;
use crate::model::{Envelope, Operation};

/// JSON in one field, as text.
pub(super) fn plain(inner: &Value, about: &str) -> Value {
    json!({
        "type": "string",
        "description": about,
        "contentMediaType": "application/json",
        "contentSchema": inner,
    })
}

/// The object around a message: the field that carries it, and what stands beside.
pub(super) fn outer(
    operation: &Operation,
    envelope: &Envelope,
    carrier: Value,
    components: &mut Components<'_>,
) -> Value {
    components.refer(&format!("{}.envelope", operation.id), |components| {
        let mut properties = Map::new();
        for name in &envelope.beside {
            if let Some(field) = operation.request.iter().find(|field| field.name == *name) {
                properties.insert(name.clone(), field::schema(field, Way::Sent, components));
            }
        }
        let mut required = envelope.beside.clone();
        required.push(envelope.field.clone());
        properties.insert(envelope.field.clone(), carrier);
        json!({
            "type": "object",
            "title": format!("{} (as it travels)", operation.id),
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    })
}

/// What a form posts that carries its message as JSON in one input.
pub(super) fn form(
    operation: &Operation,
    envelope: &Envelope,
    components: &mut Components<'_>,
) -> Value {
    let inner = message::request(operation, components);
    let about = format!(
        "The signed message `{}.request`, as JSON text. The signature is inside.",
        operation.id
    );
    let carrier = plain(&inner, &about);
    outer(operation, envelope, carrier, components)
}

/// What is posted when the message is encrypted.
pub(super) fn encrypted(
    operation: &Operation,
    envelope: &Envelope,
    components: &mut Components<'_>,
) -> Value {
    let inner = message::request(operation, components);
    let carrier = json!({
        "type": "string",
        "description": format!(
            "The signed message `{}.request`, as JSON text encrypted for the gateway. \
             {ENCRYPTION}",
            operation.id
        ),
        "x-decrypted": inner,
    });
    outer(operation, envelope, carrier, components)
}

const ENCRYPTION: &str = "Six parts are joined by `$`: the name of the layout, the key of the HMAC \
    and the key of AES (both fresh and wrapped with the gateway's RSA key, OAEP with SHA-1), the \
    nonce, the text encrypted with AES-256 in counter mode, and the HMAC-SHA256 over nonce and \
    encrypted text as they stand here. All parts but the first are Base64.";
