//! The OpenAPI document, its schemas judged by a validator that is not ours. The document as a whole is
//! judged by another one: `cargo xtask openapi`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::collections::BTreeSet;
use std::path::Path;

use jsonschema::Validator;
use lianlian_spec::model::{Field, FilledBy, Kind, Operation, Required, RuleKind, Transport};
use lianlian_spec::{Spec, load, openapi};
use serde_json::{Value, json};

fn spec() -> Spec {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    load(&folder).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// Calls `see` with every value of a document.
fn walk<'v>(value: &'v Value, see: &mut impl FnMut(&'v Value)) {
    see(value);
    match value {
        Value::Object(members) => members.values().for_each(|member| walk(member, see)),
        Value::Array(elements) => elements.iter().for_each(|element| walk(element, see)),
        _ => {}
    }
}

fn references(document: &Value) -> BTreeSet<&str> {
    let mut references = BTreeSet::new();
    walk(document, &mut |value| {
        references.extend(value.get("$ref").and_then(Value::as_str));
    });
    references
}

/// A validator of one component, with the others at hand.
fn validator(document: &Value, component: &str) -> Validator {
    assert!(document["components"]["schemas"][component].is_object(), "{component}");
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/components/schemas/{component}"),
        "components": document["components"],
    });
    jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{component}: {error}"))
}

fn component(operation: &Operation) -> String {
    let part = if operation.transport.is_notification() { "message" } else { "request" };
    format!("{}.{part}", operation.id)
}

/// The samples of a request, with what a client adds.
fn requests(operation: &Operation) -> Vec<Value> {
    let samples = operation.samples.iter().filter_map(|sample| sample.request.as_deref());
    let complete = samples.map(|sample| {
        let mut message: Value = serde_json::from_str(sample).unwrap();
        for field in &operation.request {
            let is_missing = message.get(&field.name).is_none();
            let value = match field.filled_by {
                Some(FilledBy::Signature) => "c2lnbmF0dXJl",
                Some(FilledBy::Clock) => "20261122093000",
                _ => continue,
            };
            if field.required == Required::Yes && is_missing {
                message[&field.name] = value.into();
            }
        }
        message
    });
    complete.collect()
}

fn errors(validator: &Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn every_reference_leads_somewhere_and_no_component_is_unused() {
    let document = openapi(&spec());
    let references = references(&document);
    for reference in &references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some_and(Value::is_object), "{reference}");
    }
    let components = document["components"]["schemas"].as_object().unwrap().keys();
    for component in components {
        assert!(references.contains(&*format!("#/components/schemas/{component}")), "{component}");
    }
}

#[test]
fn every_component_is_a_valid_json_schema() {
    let document = openapi(&spec());
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        if let Err(error) = jsonschema::draft202012::meta::validate(schema) {
            panic!("{name}: {error}");
        }
    }
}

#[test]
fn a_broken_schema_is_seen() {
    let broken = json!({ "type": "text" });
    assert!(jsonschema::draft202012::meta::validate(&broken).is_err());
}

#[test]
fn every_operation_is_in_the_document_once_under_its_id() {
    let spec = spec();
    let document = openapi(&spec);
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for described in item["post"]["x-operations"].as_array().unwrap() {
            let id = described["operation"].as_str().unwrap();
            let operation = spec.operation(id).unwrap();
            assert_eq!(operation.path.as_deref(), Some(&**path));
            let host = item["servers"].as_array().unwrap().iter();
            let urls: Vec<String> =
                host.map(|host| format!("{}{path}", host["url"].as_str().unwrap())).collect();
            assert!(urls.contains(operation.url.as_ref().unwrap()), "{id}: {urls:?}");
            assert!(ids.insert(id), "{id}");
        }
    }
    for id in document["webhooks"].as_object().unwrap().keys() {
        assert!(spec.operation(id).unwrap().transport.is_notification(), "{id}");
        assert!(ids.insert(id), "{id}");
    }
    for payload in document["x-mobile-payloads"].as_array().unwrap() {
        let id = payload["operation"].as_str().unwrap();
        assert_eq!(spec.operation(id).unwrap().transport, Transport::MobileSdk);
        assert!(ids.insert(id), "{id}");
    }
    assert_eq!(ids, spec.operations().map(|operation| operation.id.as_str()).collect());
}

#[test]
fn ids_of_operations_are_unique() {
    let document = openapi(&spec());
    let mut all = Vec::new();
    walk(&document, &mut |value| {
        all.extend(value.get("operationId").and_then(Value::as_str));
    });
    let unique: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(all.len(), unique.len());
}

#[test]
fn every_sample_fits_its_schema() {
    let spec = spec();
    let document = openapi(&spec);
    for operation in spec.operations() {
        let request = validator(&document, &component(operation));
        let samples = requests(operation);
        assert!(!samples.is_empty(), "{} has no sample", operation.id);
        for sample in &samples {
            assert_eq!(errors(&request, sample), [""; 0], "{}", operation.id);
        }
        let part = if operation.transport.is_notification() { "acknowledgement" } else { "reply" };
        for sample in operation.samples.iter().filter_map(|sample| sample.reply.as_deref()) {
            let sample: Value = serde_json::from_str(sample).unwrap();
            let reply = validator(&document, &format!("{}.{part}", operation.id));
            assert_eq!(errors(&reply, &sample), [""; 0], "{}", operation.id);
        }
    }
}

#[test]
fn every_example_of_the_document_fits_the_schema_it_stands_at() {
    let spec = spec();
    let document = openapi(&spec);
    let mut seen = 0;
    walk(&document, &mut |value| {
        let (Some(schema), Some(examples)) = (value.get("schema"), value.get("examples")) else {
            return;
        };
        let mut schema = schema.clone();
        schema["components"] = document["components"].clone();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for example in examples.as_object().unwrap().values() {
            assert_eq!(errors(&validator, &example["value"]), [""; 0], "{example}");
            seen += 1;
        }
    });
    assert!(seen >= spec.operations().count(), "{seen}");
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        for example in schema.get("examples").and_then(Value::as_array).into_iter().flatten() {
            assert_eq!(errors(&validator(&document, name), example), [""; 0], "{name}");
        }
    }
}

#[test]
fn json_inside_a_text_fits_the_schema_that_the_text_names() {
    let spec = spec();
    let document = openapi(&spec);
    let mut seen = 0;
    for operation in spec.operations() {
        for field in &operation.request {
            let Kind::Structure(id) = &field.kind else { continue };
            let structure = validator(&document, &format!("structures.{id}"));
            for sample in requests(operation) {
                let Some(text) = sample[&field.name].as_str() else { continue };
                let content = serde_json::from_str(text).unwrap_or_else(|_| text.into());
                assert_eq!(errors(&structure, &content), [""; 0], "{}", operation.id);
                assert!(!structure.is_valid(&json!({})), "{id}");
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
}

#[test]
fn a_request_that_lacks_a_required_field_is_invalid() {
    let spec = spec();
    let document = openapi(&spec);
    for operation in spec.operations() {
        let validator = validator(&document, &component(operation));
        let is_required = |field: &&Field| field.required == Required::Yes && field.when.is_none();
        for field in operation.request.iter().filter(is_required) {
            for mut sample in requests(operation) {
                sample.as_object_mut().unwrap().remove(&field.name);
                assert!(!validator.is_valid(&sample), "{} without {}", operation.id, field.name);
            }
        }
    }
}

#[test]
fn an_unknown_code_is_invalid_in_a_request_and_valid_in_an_answer() {
    let spec = spec();
    let document = openapi(&spec);
    for operation in spec.operations() {
        let is_sent = !operation.transport.is_notification();
        let request = validator(&document, &component(operation));
        let codes = operation.request.iter().filter(|field| matches!(field.kind, Kind::Code(_)));
        for field in codes {
            for mut sample in requests(operation) {
                sample[&field.name] = "?".into();
                let what = format!("{} of {}", field.name, operation.id);
                assert_eq!(request.is_valid(&sample), !is_sent, "{what}");
            }
        }
        for field in operation.reply.iter().filter(|field| matches!(field.kind, Kind::Code(_))) {
            if !is_sent {
                continue;
            }
            let reply = validator(&document, &format!("{}.reply", operation.id));
            let answer = json!({ "ret_code": "0000", &field.name: "?", "from_the_future": 1 });
            assert!(reply.is_valid(&answer), "{} of {}", field.name, operation.id);
        }
    }
}

#[test]
fn an_unknown_member_is_invalid_in_a_request() {
    let spec = spec();
    let document = openapi(&spec);
    for operation in spec.operations().filter(|one| !one.transport.is_notification()) {
        let validator = validator(&document, &component(operation));
        for mut sample in requests(operation) {
            sample["colour"] = "red".into();
            assert!(!validator.is_valid(&sample), "{}", operation.id);
        }
    }
}

/// A text that fits the field.
fn fitting(spec: &Spec, field: &Field) -> Value {
    let text = match &field.kind {
        Kind::Text => "x".repeat(field.lengths.first().copied().unwrap_or(1) as usize),
        Kind::Digits => "1".repeat(field.lengths.first().copied().unwrap_or(1) as usize),
        Kind::Int => "1".to_owned(),
        Kind::Amount => "1.00".to_owned(),
        Kind::Time => "20261122093000".to_owned(),
        Kind::Date => "20261122".to_owned(),
        Kind::Ip => "203_0_113_7".to_owned(),
        Kind::Code(list) => spec.code_list(list).unwrap().codes[0].code.clone(),
        Kind::Structure(_) => "a^0^1.00^x".to_owned(),
    };
    text.into()
}

#[test]
fn rules_about_presence_are_enforced() {
    let spec = spec();
    let document = openapi(&spec);
    let mut kinds = BTreeSet::new();
    for operation in spec.operations().filter(|one| !one.transport.is_notification()) {
        let validator = validator(&document, &component(operation));
        let field = |name: &str| operation.request.iter().find(|one| one.name == name).unwrap();
        for rule in &operation.rules {
            for mut sample in requests(operation) {
                let members = sample.as_object_mut().unwrap();
                match &rule.kind {
                    RuleKind::OneOf { fields } => {
                        members.retain(|name, _| !fields.contains(name));
                        kinds.insert("one of");
                    }
                    RuleKind::MutuallyExclusive { fields } => {
                        for name in fields {
                            members.insert(name.clone(), fitting(&spec, field(name)));
                        }
                        kinds.insert("exclusive");
                    }
                    RuleKind::RequiresTogether { fields } => {
                        members.retain(|name, _| !fields.contains(name));
                        members.insert(fields[0].clone(), fitting(&spec, field(&fields[0])));
                        kinds.insert("together");
                    }
                    RuleKind::RequiredIf { field: name, condition } => {
                        use lianlian_spec::model::Condition;
                        match condition {
                            Condition::In { field, values } => {
                                members.insert(field.clone(), values[0].clone().into());
                            }
                            Condition::Present { field: other, present: true } => {
                                members.insert(other.clone(), fitting(&spec, field(other)));
                            }
                            Condition::Present { field: other, present: false } => {
                                members.remove(other);
                            }
                            Condition::Contract { .. } | Condition::Card { .. } => continue,
                        }
                        members.remove(name);
                        kinds.insert("required if");
                    }
                    _ => continue,
                }
                let said = rule.kind.in_words();
                assert!(!validator.is_valid(&sample), "{}: {said}", operation.id);
            }
        }
    }
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        ["exclusive", "one of", "required if", "together"]
    );
}

#[test]
fn every_fact_about_a_field_stands_in_its_schema() {
    let spec = spec();
    let document = openapi(&spec);
    for operation in spec.operations() {
        let name = component(operation);
        let properties = &document["components"]["schemas"][&name]["properties"];
        assert_eq!(properties.as_object().unwrap().len(), operation.request.len(), "{name}");
        for field in &operation.request {
            let schema = &properties[&field.name];
            let what = format!("{} of {name}", field.name);
            assert_eq!(schema["maxLength"].as_u64(), field.max_len.map(u64::from), "{what}");
            assert_eq!(schema["default"].as_str(), field.default.as_deref(), "{what}");
            assert_eq!(schema["x-sensitive"].as_bool().unwrap_or(false), field.sensitive, "{what}");
            assert!(schema["description"].as_str().unwrap().contains(&field.meaning), "{what}");
            if !operation.transport.is_notification() {
                assert_eq!(schema["const"].as_str(), field.fixed.as_deref(), "{what}");
            }
        }
    }
    let codes = document["x-return-codes"].as_array().unwrap();
    assert_eq!(codes.len(), spec.return_codes.len());
}

#[test]
fn the_same_spec_gives_the_same_bytes() {
    assert!(format!("{:#}", openapi(&spec())) == format!("{:#}", openapi(&spec())));
}
