//! The schemas of whole messages, and their samples.

use serde_json::{Map, Value, json};

use super::components::Components;
use super::field::{self, Way, paragraph};
use super::rules;
use crate::model::{Field, FilledBy, Operation, Required, Rule};

/// What stands for a signature and for the current time where a sample leaves them to the client.
const EXAMPLE_SIGNATURE: &str = "c2FtcGxl";
const EXAMPLE_TIME: &str = "20261122093000";

/// A reference to the message that starts an operation; of a notification, what the gateway sends.
pub(super) fn request(operation: &Operation, components: &mut Components<'_>) -> Value {
    let is_received = operation.transport.is_notification();
    let (part, way) = if is_received { ("message", Way::Received) } else { ("request", Way::Sent) };
    components.refer(&format!("{}.{part}", operation.id), |components| {
        let about = if is_received { "What the gateway sends" } else { "What the merchant sends" };
        let about = paragraph(&[format!("{about}. {}", operation.title)]);
        let mut schema =
            object(&operation.request, &operation.rules, way, is_always_there, components);
        schema.insert("title".to_owned(), format!("{} ({part})", operation.id).into());
        schema.insert("description".to_owned(), about.into());
        schema.insert("x-sign-types".to_owned(), json!(operation.sign_types));
        if !is_received {
            accept_only(&operation.sign_types, operation, &mut schema);
        }
        schema.insert("examples".to_owned(), request_samples(operation).into());
        described(schema)
    })
}

/// Narrows the field that names the scheme to those that the operation takes.
fn accept_only(schemes: &[String], operation: &Operation, schema: &mut Map<String, Value>) {
    let names_scheme = |field: &&Field| field.filled_by == Some(FilledBy::Scheme);
    let field = operation.request.iter().find(names_scheme);
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    let property = field.zip(properties).and_then(|(field, all)| all.get_mut(&field.name));
    if let Some(property) = property.and_then(Value::as_object_mut) {
        property.insert("enum".to_owned(), json!(schemes));
    }
}

/// A reference to the answer; of a notification, the acknowledgement.
pub(super) fn reply(operation: &Operation, components: &mut Components<'_>) -> Value {
    let is_sent = operation.transport.is_notification();
    let (part, way) =
        if is_sent { ("acknowledgement", Way::Sent) } else { ("reply", Way::Received) };
    components.refer(&format!("{}.{part}", operation.id), |components| {
        let about = if is_sent {
            "What the merchant answers once the notification has been acted upon."
        } else {
            "What the gateway answers. Only `ret_code` is certain to be there; `x-required` tells \
             what the documentation says of the rest."
        };
        // A signed answer that lacks something else is still an answer.
        let is_certain =
            |field: &Field| if is_sent { is_always_there(field) } else { field.name == "ret_code" };
        let mut schema = object(&operation.reply, &[], way, is_certain, components);
        schema.insert("title".to_owned(), format!("{} ({part})", operation.id).into());
        schema.insert("description".to_owned(), about.into());
        let samples = operation.samples.iter().filter_map(|sample| parsed(sample.reply.as_deref()));
        schema.insert("examples".to_owned(), samples.collect());
        described(schema)
    })
}

/// Without the lists that turned out to be empty.
fn described(mut schema: Map<String, Value>) -> Value {
    schema.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
    Value::Object(schema)
}

/// Whether every message of its kind has the field.
pub(super) fn is_always_there(field: &Field) -> bool {
    field.required == Required::Yes && field.when.is_none()
}

/// The schema of an object with these fields, those that are certain being required.
pub(super) fn object(
    fields: &[Field],
    rules: &[Rule],
    way: Way,
    is_certain: impl Fn(&Field) -> bool,
    components: &mut Components<'_>,
) -> Map<String, Value> {
    let mut properties = Map::new();
    for field in fields {
        properties.insert(field.name.clone(), field::schema(field, way, components));
    }
    let required: Vec<&str> =
        fields.iter().filter(|one| is_certain(one)).map(|field| field.name.as_str()).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    if way == Way::Sent {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
    rules::add(rules, &mut schema);
    schema
}

/// The samples of the message that starts an operation, with what the client would have filled in.
pub(super) fn request_samples(operation: &Operation) -> Vec<Value> {
    let samples = operation.samples.iter().filter_map(|sample| parsed(sample.request.as_deref()));
    samples.map(|sample| completed(operation, sample)).collect()
}

/// The samples as OpenAPI names them in the content of a body.
pub(super) fn named(operation: &Operation, part: Part) -> Map<String, Value> {
    let texts = operation.samples.iter().filter_map(|sample| {
        let value = match part {
            Part::Request => completed(operation, parsed(sample.request.as_deref())?),
            Part::Reply => parsed(sample.reply.as_deref())?,
        };
        Some(json!({ "summary": sample.title, "value": value }))
    });
    let names = (1_usize..).map(|at| format!("{}.{at}", operation.id));
    names.zip(texts).collect()
}

/// A half of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What starts it.
    Request,
    /// What answers.
    Reply,
}

/// A checked sample is JSON.
fn parsed(text: Option<&str>) -> Option<Value> {
    serde_json::from_str(text?).ok()
}

fn completed(operation: &Operation, mut sample: Value) -> Value {
    let Some(members) = sample.as_object_mut() else {
        return sample;
    };
    let missing = operation
        .request
        .iter()
        .filter(|field| field.required == Required::Yes && !members.contains_key(&field.name));
    let filled: Vec<(String, String)> = missing
        .filter_map(|field| {
            let value = match field.filled_by? {
                FilledBy::Signature => EXAMPLE_SIGNATURE.to_owned(),
                FilledBy::Clock => EXAMPLE_TIME.to_owned(),
                FilledBy::Scheme => operation.sign_types.first()?.clone(),
                FilledBy::Merchant => return None,
            };
            Some((field.name.clone(), value))
        })
        .collect();
    members.extend(filled.into_iter().map(|(name, value)| (name, value.into())));
    sample
}
