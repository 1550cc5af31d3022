//! The gateway as OpenAPI 3.1 (feature `openapi`).
//!
//! What JSON Schema can say is said in it. The rest stands in descriptions and in extensions: keys
//! that begin with `x-`, which the document's own description explains.

mod components;
mod enveloped;
mod field;
mod message;
mod paths;
mod prose;
mod return_codes;
mod rules;
mod structure;
mod webhooks;

use serde_json::{Map, Value, json};

use crate::model::{Spec, Tells, Transport};
use crate::sorted::sorted;
use components::Components;

/// The gateway as an OpenAPI 3.1 document.
///
/// Operations are the paths, notifications the webhooks; payloads for the SDK on a phone are component
/// schemas only. Requests are described strictly, what the gateway sends leniently: codes and
/// fields that nobody has documented stay valid, and only `ret_code` is promised.
///
/// Keys are sorted, so the text of two runs is the same.
pub fn openapi(spec: &Spec) -> Value {
    let mut components = Components::new(spec);
    let paths = paths::paths(spec, &mut components);
    let webhooks = webhooks::webhooks(spec, &mut components);
    let on_phones =
        spec.operations().filter(|operation| operation.transport == Transport::MobileSdk);
    let on_phones: Vec<Value> = on_phones
        .map(|operation| {
            let payload = message::request(operation, &mut components);
            json!({ "operation": operation.id, "payload": payload })
        })
        .collect();
    sorted(json!({
        "openapi": "3.1.0",
        "info": {
            "title": spec.gateway.title,
            "version": version(spec),
            "summary": first_sentence(&spec.gateway.description),
            "description": prose::description(spec),
        },
        "servers": servers(spec),
        "security": [],
        "tags": tags(spec),
        "paths": paths,
        "webhooks": webhooks,
        "components": { "schemas": components.into_schemas() },
        "x-signature": prose::signature(spec),
        "x-mobile-payloads": on_phones,
        "x-return-codes": return_codes::table(spec),
    }))
}

/// What is described has no version of its own, only editions of its documentation.
fn version(spec: &Spec) -> String {
    let editions: Vec<&str> =
        spec.gateway.editions.iter().map(|edition| edition.name.as_str()).collect();
    if editions.is_empty() { "1".to_owned() } else { editions.join("+") }
}

fn first_sentence(text: &str) -> String {
    let end = text.split_once(". ").map_or(text, |(first, _)| first);
    end.trim_end_matches('.').to_owned()
}

fn servers(spec: &Spec) -> Vec<Value> {
    let hosts = spec.gateway.hosts.iter();
    hosts.map(|host| json!({ "url": host.url, "description": host.meaning })).collect()
}

/// The products that have operations.
fn tags(spec: &Spec) -> Vec<Value> {
    let products = spec.products.iter().filter(|product| !product.operations.is_empty());
    let tag = |product: &crate::model::Product| {
        json!({
            "name": product.id,
            "description": format!("{}. {}", product.title, product.description),
        })
    };
    products.map(tag).collect()
}

/// How a message tells what became of an order.
fn tells(tells: &Tells) -> Value {
    let Tells { state, number, amount, settled, missing } = tells;
    let mut told = Map::new();
    told.insert("state".to_owned(), state.as_str().into());
    insert_some(&mut told, "number", number.as_deref());
    insert_some(&mut told, "amount", amount.as_deref());
    insert_some(&mut told, "settled", settled.as_deref());
    if !missing.is_empty() {
        told.insert("missing".to_owned(), missing.as_slice().into());
    }
    Value::Object(told)
}

/// Puts a value in, unless there is none.
fn insert_some(members: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        members.insert(key.to_owned(), value.into());
    }
}
