//! The JSON Schema of the files.
#![cfg(feature = "schema")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use lianlian_spec::{FileKind, schema, schema_of};

#[test]
fn the_bundle_offers_every_kind_of_file() {
    let bundle = schema();
    let offered = bundle["anyOf"].as_array().unwrap();
    assert_eq!(offered.len(), FileKind::ALL.len());
    for reference in offered {
        let name = reference["$ref"].as_str().unwrap().strip_prefix("#/$defs/").unwrap();
        assert!(bundle["$defs"][name].is_object(), "{name}");
    }
}

#[test]
fn each_kind_is_complete_and_closed() {
    for kind in FileKind::ALL {
        let schema = schema_of(*kind);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["additionalProperties"], false);
        assert!(schema["required"].as_array().unwrap().iter().any(|key| key == "$schema"));
        for part in schema.to_string().split("\"$ref\":\"#/$defs/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(schema["$defs"][name].is_object(), "{name} in {}", kind.name());
        }
    }
}

#[test]
fn every_key_is_described() {
    let bundle = schema();
    for (name, definition) in bundle["$defs"].as_object().unwrap() {
        assert!(definition["description"].is_string(), "{name}");
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            assert!(property["description"].is_string(), "{key} of {name}");
        }
    }
}

#[test]
fn the_schema_of_an_operation_is_as_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    let text = format!("{:#}", schema_of(FileKind::Operation));
    settings.bind(|| insta::assert_snapshot!("operation_schema", text));
}

#[test]
fn names_of_kinds_and_files_agree() {
    assert_eq!(FileKind::Operation.file_name(), "operation.schema.json");
    assert_eq!(FileKind::CodeLists.file_name(), "code_lists.schema.json");
}
