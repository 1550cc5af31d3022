//! `lianlian generate`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::fs;

use common::{SPEC, folder, lianlian};

#[test]
fn the_source_is_what_the_build_script_writes() {
    let file = folder("as-build-script").join("lianlian.rs");
    lianlian_codegen::Config::new()
        .spec(SPEC)
        .out_file(&file)
        .feature_per_product(true)
        .generate()
        .unwrap();
    let run = lianlian(&["generate", SPEC]);
    assert_eq!((run.status, &*run.err), (0, ""));
    assert!(run.out == fs::read_to_string(file).unwrap());
}

#[test]
fn a_written_file_is_fresh_until_it_is_changed_or_gone() {
    let file = folder("fresh").join("generated.rs");
    let path = file.to_str().unwrap();
    let check = ["generate", SPEC, "--out", path, "--check"];

    let missing = lianlian(&check);
    assert_eq!((missing.status, &*missing.out), (1, ""), "{missing:?}");
    assert!(!file.exists(), "--check writes nothing");

    let written = lianlian(&["generate", SPEC, "--out", path]);
    assert_eq!((written.status, &*written.out, &*written.err), (0, "", ""));
    assert_eq!(lianlian(&check).status, 0);

    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen('\n', "\n// by hand\n", 1)).unwrap();
    let stale = lianlian(&check);
    assert_eq!((stale.status, &*stale.out), (1, ""), "{stale:?}");
    assert!(stale.err.contains("from line 2 on"), "{stale:?}");
    assert!(stale.err.contains(&format!("lianlian generate {SPEC} --out {path}")), "{stale:?}");
}

#[test]
fn a_file_that_is_up_to_date_is_not_written_again() {
    let file = folder("untouched").join("generated.rs");
    let path = file.to_str().unwrap();
    assert_eq!(lianlian(&["generate", SPEC, "--out", path]).status, 0);
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    let before = fs::metadata(&file).unwrap().modified().unwrap();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    assert_eq!(lianlian(&["generate", SPEC, "--out", path]).status, 0);
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), before);
}

#[test]
fn a_file_that_cannot_be_written_exits_with_2() {
    let folder = folder("a-folder");
    let path = folder.to_str().unwrap();
    for arguments in
        [&["generate", SPEC, "--out", path][..], &["generate", SPEC, "--out", path, "--check"]]
    {
        let run = lianlian(arguments);
        assert_eq!((run.status, &*run.out), (2, ""), "{run:?}");
        assert!(run.err.contains(path), "{run:?}");
    }
}

#[test]
fn a_spec_with_mistakes_gives_no_source() {
    let spec = folder("empty-spec");
    let run = lianlian(&["generate", spec.to_str().unwrap()]);
    assert_eq!((run.status, &*run.out), (1, ""), "{run:?}");
    assert!(run.err.contains("mistake"), "{run:?}");
}
