//! `lianlian spec openapi` and `spec pages`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::fs;
use std::path::Path;

use common::{SPEC, folder, lianlian};
use serde_json::Value;

#[test]
fn the_openapi_document_is_that_of_the_library() {
    let run = lianlian(&["spec", "openapi", SPEC]);
    assert_eq!((run.status, &*run.err), (0, ""));
    let printed: Value = serde_json::from_str(&run.out).unwrap();
    let spec = lianlian_spec::load(Path::new(SPEC)).unwrap();
    assert!(printed == lianlian_spec::openapi(&spec));
}

#[test]
fn pages_are_fresh_until_one_is_changed_gone_or_left_over() {
    let pages = folder("pages");
    let path = pages.to_str().unwrap();
    let write = ["spec", "pages", SPEC, "--out", path];
    let check = ["spec", "pages", SPEC, "--out", path, "--check"];

    let missing = lianlian(&check);
    assert_eq!((missing.status, &*missing.out), (1, ""), "{missing:?}");
    assert!(missing.err.contains("README.md: is not there"), "{missing:?}");
    assert_eq!(fs::read_dir(&pages).unwrap().count(), 0, "--check writes nothing");

    let written = lianlian(&write);
    assert_eq!((written.status, &*written.err), (0, ""), "{written:?}");
    let fresh = lianlian(&check);
    assert_eq!((fresh.status, &*fresh.out, &*fresh.err), (0, "", ""));

    let index = pages.join("README.md");
    let text = fs::read_to_string(&index).unwrap();
    fs::write(&index, format!("{text}By hand.\n")).unwrap();
    let header = text.lines().next().unwrap();
    fs::write(pages.join("gone.md"), format!("{header}\n\n# A product that is gone\n")).unwrap();
    fs::write(pages.join("own.md"), "# Somebody's own page\n").unwrap();
    let stale = lianlian(&check);
    assert_eq!((stale.status, &*stale.out), (1, ""), "{stale:?}");
    assert!(stale.err.contains("README.md: is not what the spec gives"), "{stale:?}");
    assert!(stale.err.contains("gone.md: is left over"), "{stale:?}");
    assert!(!stale.err.contains("own.md"), "{stale:?}");
    assert!(stale.err.contains(&format!("lianlian spec pages {SPEC} --out {path}")), "{stale:?}");

    assert_eq!(lianlian(&write).status, 0);
    assert_eq!(lianlian(&check).status, 0);
    assert!(!pages.join("gone.md").exists());
    assert!(pages.join("own.md").exists());
}

#[test]
fn a_spec_with_mistakes_gives_no_document_and_no_page() {
    let spec = folder("empty-spec-for-documents");
    let out = folder("no-pages");
    let (spec, pages) = (spec.to_str().unwrap(), out.to_str().unwrap());
    for arguments in [&["spec", "openapi", spec][..], &["spec", "pages", spec, "--out", pages]] {
        let run = lianlian(arguments);
        assert_eq!((run.status, &*run.out), (1, ""), "{run:?}");
        assert!(run.err.contains("mistake"), "{run:?}");
    }
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0);
}

#[test]
fn a_folder_that_cannot_be_written_exits_with_2() {
    let file = common::file("a-file-for-pages", "");
    let run = lianlian(&["spec", "pages", SPEC, "--out", &file]);
    assert_eq!((run.status, &*run.out), (2, ""), "{run:?}");
    assert!(run.err.contains(&file), "{run:?}");
}
