//! The JSON Schema of spec files, judged by a validator that is not ours.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::fs;
use std::path::{Path, PathBuf};

use lianlian_spec::{FileKind, load, schema, schema_of};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("spec")
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The files of the spec with the schema that each names in `$schema`.
fn files() -> Vec<(String, Value, PathBuf)> {
    let spec = load(&folder()).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let files = spec.files.iter().map(|name| {
        let path = folder().join(name);
        let value = json(&path);
        let schema = path.parent().unwrap().join(value["$schema"].as_str().unwrap());
        (name.clone(), value, schema)
    });
    files.collect()
}

#[test]
fn the_committed_schemas_are_those_of_the_model() {
    for kind in FileKind::ALL {
        let path = folder().join("schema").join(kind.file_name());
        let committed = fs::read_to_string(&path).unwrap_or_default();
        let fresh = format!("{:#}\n", schema_of(*kind));
        assert!(
            committed == fresh,
            "{} is stale: cargo run -- spec schema {} > spec/schema/{}",
            path.display(),
            kind.name(),
            kind.file_name()
        );
    }
}

#[test]
fn every_spec_file_is_valid_under_the_schema_it_names_and_under_the_one_for_all() {
    let all = jsonschema::validator_for(&schema()).unwrap();
    for (name, value, schema) in files() {
        let own = jsonschema::validator_for(&json(&schema)).unwrap();
        let errors: Vec<_> = own.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        assert!(all.is_valid(&value), "{name}");
    }
}

#[test]
fn a_file_with_an_unknown_key_is_invalid() {
    let all = jsonschema::validator_for(&schema()).unwrap();
    for (name, mut value, schema) in files() {
        value["colour"] = "red".into();
        assert!(!jsonschema::validator_for(&json(&schema)).unwrap().is_valid(&value), "{name}");
        assert!(!all.is_valid(&value), "{name}");
    }
}

#[test]
fn a_file_that_lacks_a_required_key_is_invalid() {
    for (name, value, schema) in files() {
        let validator = jsonschema::validator_for(&json(&schema)).unwrap();
        for key in json(&schema)["required"].as_array().unwrap() {
            let mut broken = value.clone();
            broken.as_object_mut().unwrap().remove(key.as_str().unwrap());
            assert!(!validator.is_valid(&broken), "{name} without {key}");
        }
    }
}
