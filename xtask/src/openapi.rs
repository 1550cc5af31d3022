//! The OpenAPI document, judged by a validator that is not ours.

use std::path::Path;
use std::{env, fs};

use serde_json::{Value, json};

use crate::Failure;
use crate::command::{Task, cargo, root};
use crate::python::Python;

/// Writes the document, has it validated, and has broken ones refused: a judge that accepts everything
/// proves nothing.
pub(crate) fn check() -> Result<(), Failure> {
    let folder = root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
    let folder = folder.join("openapi");
    fs::create_dir_all(&folder).map_err(|reason| failed(&folder, &reason))?;
    let python = Python::with(&root().join("tests/openapi/requirements.txt"), &folder)?;
    let text = cargo(["run", "--quiet", "--package", "lianlian-cli", "--"])
        .args(["spec", "openapi", "spec"])
        .output()?;
    let document: Value =
        serde_json::from_str(&text).map_err(|error| format!("the document is no JSON: {error}"))?;
    validator(&python, &written(&folder, "lianlian", &document)?).run()?;
    let webhooks = with_webhooks_as_paths(&document);
    validator(&python, &written(&folder, "webhooks-as-paths", &webhooks)?).run()?;
    for (name, broken) in broken(&document) {
        let file = written(&folder, name, &broken)?;
        if validator(&python, &file).succeeds() {
            return Err(format!("the validator accepts {file}, which is broken on purpose"));
        }
        eprintln!("the validator refuses {name}, as it should");
    }
    Ok(())
}

/// The validator looks into paths only, so what webhooks hold is shown to it there as well.
fn with_webhooks_as_paths(document: &Value) -> Value {
    let mut document = document.clone();
    let webhooks = document.get_mut("webhooks").map(Value::take);
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    if let (Some(Value::Object(webhooks)), Some(paths)) = (webhooks, paths) {
        paths.extend(webhooks.into_iter().map(|(name, item)| (format!("/webhooks/{name}"), item)));
    }
    if let Some(members) = document.as_object_mut() {
        members.remove("webhooks");
    }
    document
}

fn validator(python: &Python, file: &str) -> Task {
    python.run(["-m", "openapi_spec_validator", file])
}

fn written(folder: &Path, name: &str, document: &Value) -> Result<String, Failure> {
    let file = folder.join(format!("{name}.openapi.json"));
    fs::write(&file, format!("{document:#}\n")).map_err(|reason| failed(&file, &reason))?;
    let file = file.to_str().ok_or("the target folder's path is not UTF-8")?;
    Ok(file.to_owned())
}

fn failed(path: &Path, reason: &std::io::Error) -> Failure {
    format!("{}: cannot be written: {reason}", path.display())
}

/// Documents with one mistake each, of different depths.
fn broken(document: &Value) -> Vec<(&'static str, Value)> {
    let changed = |pointer: &str, key: &str, value: Option<Value>| {
        let mut document = document.clone();
        let members = document.pointer_mut(pointer).and_then(Value::as_object_mut);
        if let Some(members) = members {
            match value {
                Some(value) => drop(members.insert(key.to_owned(), value)),
                None => drop(members.remove(key)),
            }
        }
        document
    };
    let schemas = "/components/schemas";
    let used = used_schema(document).unwrap_or_default();
    vec![
        ("without-info", changed("", "info", None)),
        ("dangling-reference", changed(schemas, &used, None)),
        ("unknown-type", changed(&format!("{schemas}/{used}"), "type", Some(json!("text")))),
    ]
}

/// A schema that a response refers to; the validator follows no reference of a request body, which the test
/// `openapi` does.
fn used_schema(document: &Value) -> Option<String> {
    let paths = document.get("paths")?.as_object()?;
    let responses = paths.values().filter_map(|item| item.pointer("/post/responses"));
    responses.into_iter().find_map(|responses| {
        let responses = responses.to_string();
        let (_, after) = responses.split_once("\"#/components/schemas/")?;
        Some(after.split_once('"')?.0.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_broken_document_differs_from_the_good_one() {
        let good = json!({
            "info": {},
            "paths": { "/a": { "post": { "responses": { "$ref": "#/components/schemas/b" } } } },
            "components": { "schemas": { "a": { "type": "string" }, "b": { "type": "string" } } },
        });
        let all = broken(&good);
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|(_, document)| *document != good), "{all:?}");
    }

    #[test]
    fn webhooks_are_shown_as_paths() {
        let document = json!({ "paths": { "/a": 1 }, "webhooks": { "b": 2 } });
        let shown = with_webhooks_as_paths(&document);
        assert_eq!(shown, json!({ "paths": { "/a": 1, "/webhooks/b": 2 } }));
    }
}
