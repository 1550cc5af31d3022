//! The overlay as data: editors can check it, and what does not fit is shown where it stands.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use lianlian_spec::{Severity, diff, load, load_with};
use serde_json::Value;

// Tests run in the folder of their package.
const SPEC: &str = "../../spec";
const OURS: &str = "our-spec";
const CONFLICT: &str = "tests/conflict";

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = entries.map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    below.flatten().collect()
}

#[test]
fn every_file_of_an_overlay_is_valid_under_the_schema_it_names() {
    let json = |path: &Path| -> Value { serde_json::from_slice(&fs::read(path).unwrap()).unwrap() };
    for path in [files(OURS.as_ref()), files(CONFLICT.as_ref())].concat() {
        let file = json(&path);
        let schema = path.parent().unwrap().join(file["$schema"].as_str().unwrap());
        let validator = jsonschema::validator_for(&json(&schema)).unwrap();
        let errors: Vec<_> = validator.iter_errors(&file).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
    }
}

#[test]
fn what_an_overlay_does_not_override_is_a_mistake_with_file_line_and_column() {
    let overlays = [Path::new(OURS), Path::new(CONFLICT)];
    let mistakes = load_with(SPEC.as_ref(), &overlays).unwrap_err();
    // Windows joins folders with another character.
    let shown = mistakes.to_string().replace('\\', "/");
    assert_eq!(shown, include_str!("conflict.txt").trim_end());
}

#[test]
fn the_diff_of_spec_and_overlay_says_what_the_contract_means_for_programs() {
    let public = load(SPEC.as_ref()).unwrap();
    let ours = load_with(SPEC.as_ref(), &[Path::new(OURS)]).unwrap();
    let changes = diff(&public, &ours);
    let of = |severity| changes.iter().filter(move |change| change.severity == severity);
    // Programs written for the public contract may send longer order numbers.
    let shortened = of(Severity::Breaking).map(ToString::to_string);
    let expected = "request.no_order: at most 32 characters become 20";
    assert!(shortened.into_iter().any(|line| line.ends_with(expected)), "{changes:?}");
    let is_added = of(Severity::Additive).any(|change| change.place.contains("close_order"));
    assert!(is_added, "{changes:?}");
}
