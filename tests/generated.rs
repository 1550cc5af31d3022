//! The generated source, one snapshot for each operation.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::fs;
use std::path::{Path, PathBuf};

use lianlian_codegen::{Options, Part, generate, generate_files, generate_part};
use lianlian_spec::{SourceFile, Spec, load, load_files};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("spec")
}

fn spec() -> Spec {
    load(&folder()).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn snapshot(spec: &Spec, name: &str, part: Part<'_>) {
    let source = generate_part(spec, part).unwrap();
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, source);
    });
}

#[test]
fn every_operation_is_what_its_snapshot_says() {
    let spec = spec();
    for operation in spec.operations() {
        snapshot(&spec, &operation.id, Part::Operation(&operation.id));
    }
}

#[test]
fn what_operations_share_is_what_its_snapshots_say() {
    let spec = spec();
    snapshot(&spec, "gateway", Part::Gateway);
    snapshot(&spec, "codes", Part::Codes);
    snapshot(&spec, "structures", Part::Structures);
}

#[test]
fn the_same_spec_gives_the_same_bytes() {
    let first = generate(&spec(), &Options::default());
    let second = generate(&spec(), &Options::default());
    assert!(first == second);
}

#[test]
fn the_compiled_source_is_the_generated_one() {
    let options = Options::default().with_feature_per_product(true).with_pages("docs/gateway");
    let files = generate_files(&spec(), &options);
    assert_eq!(files.len(), 11);
    for file in files {
        let compiled = fs::read_to_string(Path::new(env!("OUT_DIR")).join(&file.path)).unwrap();
        assert!(file.text == compiled, "{}", file.path);
    }
}

#[test]
fn one_file_and_several_hold_the_same_items() {
    let spec = spec();
    let whole = generate(&spec, &Options::default());
    let files = generate_files(&spec, &Options::default());
    // How lines are broken, and so whether a list ends in a comma, depends on how deep they stand.
    let flat = |text: &str| {
        let flat: String = text.split_whitespace().collect();
        [(",)", ")"), (",}", "}"), (",]", "]")]
            .iter()
            .fold(flat, |flat, (from, to)| flat.replace(from, to))
    };
    let whole = flat(&whole);
    for file in &files[1..] {
        let (_, items) = file.text.split_once('\n').unwrap();
        assert!(items.len() > 10_000 && whole.contains(&flat(items)), "{}", file.path);
    }
}

/// Every file of the spec, in memory.
fn files(folder: &Path, below: &Path, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().unwrap() != "schema" {
                self::files(&path, below, files);
            }
        } else {
            let name = path.strip_prefix(below).unwrap().to_str().unwrap().replace('\\', "/");
            files.push(SourceFile { path: name, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

#[test]
fn a_field_added_to_a_spec_file_is_a_documented_and_signed_field_of_one_struct() {
    let mut with_field = Vec::new();
    files(&folder(), &folder(), &mut with_field);
    let mut changed = 0;
    for file in &mut with_field {
        if file.path == "aggregate/direct_pay.json" {
            let before = r#""request": {"#;
            let after =
                r#""request": { "dt_flight": { "max_len": 8, "note": "Added by a test." },"#;
            file.text = file.text.replacen(before, after, 1);
            changed += 1;
        }
    }
    assert_eq!(changed, 1);
    let (old, new) =
        (spec(), load_files(with_field).unwrap_or_else(|mistakes| panic!("{mistakes}")));
    for operation in old.operations() {
        let before = generate_part(&old, Part::Operation(&operation.id)).unwrap();
        let after = generate_part(&new, Part::Operation(&operation.id)).unwrap();
        assert_eq!(before != after, operation.id == "aggregate.direct_pay", "{}", operation.id);
    }
    for part in [Part::Gateway, Part::Codes, Part::Structures] {
        assert!(generate_part(&old, part).unwrap() == generate_part(&new, part).unwrap());
    }
    let source = generate_part(&new, Part::Operation("aggregate.direct_pay")).unwrap();
    for part in [
        "/// Date of the journey.\n///\n/// `dt_flight`: optional, at most 8 characters.\n///\n\
         /// Added by a test.\npub dt_flight: Option<__p::Date>,",
        "pub fn dt_flight(mut self, value: __p::Date) -> Self {",
        "__p::FieldMeta::new(\"dt_flight\", \"Date of the journey\", __p::Kind::Date)",
    ] {
        // Without regard to indentation and line breaks inside calls.
        let flat = |text: &str| text.split_whitespace().collect::<String>().replace(",)", ")");
        assert!(flat(&source).contains(&flat(part)), "{part}");
    }
}
