//! The paths: what a merchant or a payer's browser sends.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::components::Components;
use super::field::paragraph;
use super::message::{self, Part};
use super::{enveloped, prose};
use crate::model::{Envelope, Operation, Repeat, Spec, Transport};

/// Operations by path. Those that share one are one to OpenAPI, which knows a method of a path once.
pub(super) fn paths(spec: &Spec, components: &mut Components<'_>) -> Map<String, Value> {
    let mut by_path: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in spec.operations() {
        if let Some(path) = &operation.path {
            by_path.entry(path).or_default().push(operation);
        }
    }
    let items = by_path.into_iter().map(|(path, operations)| {
        let item = json!({
            "servers": servers(spec, &operations),
            "post": post(spec, &operations, components),
        });
        (path.to_owned(), item)
    });
    items.collect()
}

/// Each host that one of the operations is at, once.
fn servers(spec: &Spec, operations: &[&Operation]) -> Vec<Value> {
    let is_used =
        |name: &String| operations.iter().any(|operation| operation.host.as_ref() == Some(name));
    let hosts = spec.gateway.hosts.iter().filter(|host| is_used(&host.name));
    hosts.map(|host| json!({ "url": host.url, "description": host.meaning })).collect()
}

fn post(spec: &Spec, operations: &[&Operation], components: &mut Components<'_>) -> Value {
    let ids: Vec<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
    let mut tags: Vec<&str> = operations.iter().map(|one| one.product.as_str()).collect();
    tags.dedup();
    let mut described: Vec<String> = Vec::new();
    if operations.len() > 1 {
        described.push(format!(
            "{} operations share this path: `{}`. OpenAPI has room for one, so their messages stand \
             side by side in `anyOf`, not in `oneOf` because a message may fit more than one of them.",
            operations.len(),
            ids.join("`, `"),
        ));
    }
    described.extend(operations.iter().map(|one| prose::operation(one, operations.len() > 1)));
    let about: Vec<Value> = operations.iter().map(|operation| extension(operation)).collect();
    json!({
        "operationId": ids.join("-"),
        "summary": summary(operations),
        "description": described.join("\n\n"),
        "tags": tags,
        "requestBody": request_body(spec, operations, components),
        "responses": responses(operations, components),
        "x-operations": about,
    })
}

fn summary(operations: &[&Operation]) -> String {
    operations.iter().map(|operation| operation.title.as_str()).collect::<Vec<_>>().join("; or: ")
}

/// What connects an operation with others.
fn extension(operation: &Operation) -> Value {
    let mut about = Map::new();
    about.insert("operation".to_owned(), operation.id.clone().into());
    about.insert("transport".to_owned(), operation.transport.as_str().into());
    about.insert("success-is-final".to_owned(), operation.success_is_final.into());
    super::insert_some(&mut about, "host", operation.host.as_deref());
    super::insert_some(&mut about, "charset-field", operation.charset_field.as_deref());
    super::insert_some(&mut about, "repeat", operation.repeat.map(Repeat::as_str));
    if let Some(tells) = &operation.tells {
        about.insert("tells".to_owned(), super::tells(tells));
    }
    let steps = operation.steps.iter().map(|step| {
        let mut told = json!({
            "step": step.name,
            "title": step.title,
            "ret-codes": step.codes,
            "operation": step.operation,
            "from-reply": step.from_reply,
            "from-request": step.from_request,
        });
        if let (Some(members), Some(field)) = (told.as_object_mut(), &step.or_present) {
            members.insert("or-present".to_owned(), field.clone().into());
        }
        told
    });
    let leads_to = operation.leads_to.iter().map(|next| {
        let condition = next.condition.as_ref().map(crate::model::Condition::in_words);
        json!({ "operation": next.operation, "condition": condition })
    });
    for (key, list) in [
        ("steps", steps.collect::<Vec<_>>()),
        ("leads-to", leads_to.collect()),
        ("notifications", ids(&operation.notifications)),
        ("query-with", ids(&operation.query_with)),
        ("also-used-by", ids(&operation.also_used_by)),
    ] {
        if !list.is_empty() {
            about.insert(key.to_owned(), list.into());
        }
    }
    Value::Object(about)
}

fn ids(ids: &[String]) -> Vec<Value> {
    ids.iter().map(|id| id.clone().into()).collect()
}

/// How a body is written and what it holds.
struct Body {
    media_type: String,
    schema: Value,
    examples: Map<String, Value>,
}

fn request_body(spec: &Spec, operations: &[&Operation], components: &mut Components<'_>) -> Value {
    let bodies = operations.iter().filter_map(|operation| body(spec, operation, components));
    json!({ "required": true, "content": content(bodies.collect()) })
}

fn body(spec: &Spec, operation: &Operation, components: &mut Components<'_>) -> Option<Body> {
    let json = media_type(&spec.gateway.request_content_type);
    let form = "application/x-www-form-urlencoded".to_owned();
    let envelope = operation.envelope.as_ref();
    let examples = message::named(operation, Part::Request);
    let body = match (operation.transport, envelope) {
        (Transport::JsonPost, _) => {
            Body { media_type: json, schema: message::request(operation, components), examples }
        }
        (Transport::FormPost, _) => {
            Body { media_type: form, schema: message::request(operation, components), examples }
        }
        (Transport::FormReqData, Some(envelope)) => Body {
            media_type: form,
            schema: enveloped::form(operation, envelope, components),
            examples: inside(envelope, examples),
        },
        // What is encrypted has no sample: it is another text each time.
        (Transport::EncryptedJsonPost, Some(envelope)) => Body {
            media_type: json,
            schema: enveloped::encrypted(operation, envelope, components),
            examples: Map::new(),
        },
        _ => return None,
    };
    Some(body)
}

/// Samples as they travel: their JSON as text in the one field.
fn inside(envelope: &Envelope, samples: Map<String, Value>) -> Map<String, Value> {
    let wrapped = samples.into_iter().map(|(name, mut sample)| {
        if let Some(value) = sample.get_mut("value") {
            let mut outer = Map::new();
            for field in &envelope.beside {
                super::insert_some(&mut outer, field, value.get(field).cloned());
            }
            let text = crate::sorted::sorted(value.take()).to_string();
            outer.insert(envelope.field.clone(), text.into());
            *value = Value::Object(outer);
        }
        (name, sample)
    });
    wrapped.collect()
}

/// Bodies by media type; several of one type are alternatives.
fn content(bodies: Vec<Body>) -> Value {
    let mut by_type: BTreeMap<String, (Vec<Value>, Map<String, Value>)> = BTreeMap::new();
    for body in bodies {
        let (schemas, examples) = by_type.entry(body.media_type).or_default();
        schemas.push(body.schema);
        examples.extend(body.examples);
    }
    let content = by_type.into_iter().map(|(media_type, (mut schemas, examples))| {
        let schema =
            if schemas.len() == 1 { schemas.remove(0) } else { json!({ "anyOf": schemas }) };
        let mut described = Map::new();
        described.insert("schema".to_owned(), schema);
        if !examples.is_empty() {
            described.insert("examples".to_owned(), examples.into());
        }
        (media_type, Value::Object(described))
    });
    Value::Object(content.collect())
}

/// A content type without its parameters, as OpenAPI matches them.
pub(super) fn media_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_owned()
}

fn responses(operations: &[&Operation], components: &mut Components<'_>) -> Value {
    let is_page = |operation: &&&Operation| {
        matches!(operation.transport, Transport::FormPost | Transport::FormReqData)
    };
    let mut bodies: Vec<Body> = Vec::new();
    for operation in operations.iter().filter(|operation| !is_page(operation)) {
        bodies.push(Body {
            media_type: "application/json".to_owned(),
            schema: message::reply(operation, components),
            examples: message::named(operation, Part::Reply),
        });
    }
    let mut sentences = Vec::new();
    if !bodies.is_empty() {
        sentences.push("The answer; believe it only once its signature is verified");
    }
    if operations.iter().any(|operation| is_page(&operation)) {
        sentences.push("The page for the payer. It is no proof of anything");
        bodies.push(Body {
            media_type: "text/html".to_owned(),
            schema: json!({ "type": "string" }),
            examples: Map::new(),
        });
    }
    json!({
        "200": { "description": paragraph(&sentences), "content": content(bodies) },
        "default": {
            "description": "Any other status, or none at all: what became of the request is unknown. \
                Query the order before anything else is sent.",
        },
    })
}
