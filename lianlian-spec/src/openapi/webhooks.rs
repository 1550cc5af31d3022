//! The webhooks: notifications, to the server and through the payer's browser.

use serde_json::{Map, Value, json};

use super::components::Components;
use super::message::{self, Part};
use super::paths::media_type;
use super::{enveloped, prose};
use crate::model::{Envelope, Operation, Spec, Transport};

/// The notifications by operation id.
pub(super) fn webhooks(spec: &Spec, components: &mut Components<'_>) -> Map<String, Value> {
    let mut webhooks = Map::new();
    for operation in spec.operations() {
        let item = match (operation.transport, &operation.envelope) {
            (Transport::Notification, _) => server(spec, operation, components),
            (Transport::SyncNotification, Some(envelope)) => {
                in_query(operation, envelope, components)
            }
            (Transport::SyncNotification, None) => form(operation, components),
            _ => continue,
        };
        webhooks.insert(operation.id.clone(), item);
    }
    webhooks
}

/// What every webhook says of itself.
fn described(operation: &Operation, members: Value) -> Value {
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.title,
        "description": prose::operation(operation, false),
        "tags": [operation.product],
        "x-destination": operation.destination,
        "x-query-with": operation.query_with,
    });
    if let (Some(own), Value::Object(members)) = (described.as_object_mut(), members) {
        own.extend(members);
    }
    described
}

fn server(spec: &Spec, operation: &Operation, components: &mut Components<'_>) -> Value {
    let content = json!({
        "schema": message::request(operation, components),
        "examples": message::named(operation, Part::Request),
    });
    let answer = json!({
        "schema": message::reply(operation, components),
        "examples": message::named(operation, Part::Reply),
    });
    let policy = &spec.gateway.notification;
    let members = json!({
        "requestBody": {
            "required": true,
            "content": single(&media_type(&policy.content_type), content),
        },
        "responses": {
            "200": {
                "description": format!(
                    "Acknowledged, within {} seconds.", policy.answer_seconds
                ),
                "content": { "application/json": answer },
            },
            "default": {
                "description": format!(
                    "Not acknowledged: it comes again, every {} minutes and {} times at most.",
                    policy.interval_minutes, policy.attempts,
                ),
            },
        },
    });
    json!({ "post": described(operation, members) })
}

fn form(operation: &Operation, components: &mut Components<'_>) -> Value {
    let content = json!({
        "schema": message::request(operation, components),
        "examples": message::named(operation, Part::Request),
    });
    let members = json!({
        "requestBody": {
            "required": true,
            "content": single("application/x-www-form-urlencoded", content),
        },
        "responses": page(),
    });
    json!({ "post": described(operation, members) })
}

/// JSON in one parameter of the address.
fn in_query(operation: &Operation, envelope: &Envelope, components: &mut Components<'_>) -> Value {
    let inner = message::request(operation, components);
    let about = format!("The signed message `{}.message`, as JSON text.", operation.id);
    let members = json!({
        "parameters": [{
            "name": envelope.field,
            "in": "query",
            "required": true,
            "schema": enveloped::plain(&inner, &about),
        }],
        "responses": page(),
    });
    json!({ "get": described(operation, members) })
}

fn page() -> Value {
    json!({ "200": { "description": "The merchant's own page for the payer." } })
}

fn single(media_type: &str, content: Value) -> Value {
    let mut by_type = Map::new();
    by_type.insert(media_type.to_owned(), content);
    Value::Object(by_type)
}
