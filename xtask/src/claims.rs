//! What the documentation claims about the repository itself, and that it is so.
#![cfg(test)]
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;

use crate::command::root;

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The lines of a table of a TOML file.
fn table<'a>(toml: &'a str, name: &str) -> Vec<&'a str> {
    let header = format!("[{name}]");
    let lines = toml.lines().skip_while(|line| *line != header).skip(1);
    lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.is_empty()).collect()
}

/// The names in code marks in the first column of each table of a page.
fn first_column(page: &str) -> BTreeSet<&str> {
    let cells = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_dependency_has_a_reason_in_docs_dependencies() {
    let manifest = read("Cargo.toml");
    let page = read("docs/dependencies.md");
    let (in_use, left) = page.split_once("## What was looked at and left").unwrap();
    let reasons = first_column(in_use);
    let names = table(&manifest, "workspace.dependencies");
    let names = names.iter().filter_map(|line| line.split_once(" = ").map(|(name, _)| name));
    let names: BTreeSet<&str> = names.filter(|name| !name.starts_with("lianlian")).collect();
    assert!(names.contains("rsa") && reasons.contains("rsa"));
    let without_reason: Vec<_> = names.difference(&reasons).collect();
    assert!(without_reason.is_empty(), "no reason is given for {without_reason:?}");
    let gone: Vec<_> = reasons.difference(&names).collect();
    assert!(gone.is_empty(), "the page gives reasons for what is not there: {gone:?}");
    assert!(!first_column(left).is_empty());
}

#[test]
fn every_crate_forbids_unsafe_code() {
    let manifest = read("Cargo.toml");
    assert!(table(&manifest, "workspace.lints.rust").contains(&r#"unsafe_code = "forbid""#));
    let members = manifest.lines().skip_while(|line| *line != "members = [").skip(1);
    let members: Vec<&str> = members
        .take_while(|line| *line != "]")
        .map(|line| line.trim_matches([' ', '"', ',']))
        .collect();
    assert!(members.contains(&"lianlian-api"));
    for member in members.into_iter().chain(["."]) {
        let manifest = read(&format!("{member}/Cargo.toml"));
        assert_eq!(table(&manifest, "lints"), ["workspace = true"], "{member}");
    }
}

#[test]
fn every_command_that_the_tables_name_exists() {
    for page in ["docs/performance.md", "docs/security.md", "docs/dependencies.md", "SECURITY.md"] {
        let page = read(page);
        let tasks = page.split("cargo xtask ").skip(1);
        for task in
            tasks.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '-').next())
        {
            let line = format!("\n  {task} ");
            assert!(crate::HELP.contains(&line), "`cargo xtask {task}` is no task");
        }
    }
}

#[test]
fn every_test_that_the_tables_name_exists() {
    let page = read("docs/security.md");
    let mut named = 0;
    for command in page.split("cargo test ").skip(1).filter_map(|rest| rest.split('`').next()) {
        let words: Vec<&str> = command.split(' ').collect();
        let after = |option: &str| {
            let at = words.iter().position(|word| *word == option)?;
            words.get(at.checked_add(1)?).copied()
        };
        let Some(test) = after("--test") else { continue };
        let folder = after("-p").unwrap_or(".");
        let files = [format!("{folder}/tests/{test}.rs"), format!("{folder}/tests/{test}/main.rs")];
        assert!(files.iter().any(|file| root().join(file).exists()), "`cargo test {command}`");
        named += 1;
    }
    assert!(named > 7, "{named}");
}

#[test]
fn every_file_that_the_threat_model_names_exists() {
    for page in ["docs/threat-model.md", "docs/security.md"] {
        let text = read(page);
        let names = text.split('`').skip(1).step_by(2);
        let folders = ["tests/", "examples/", "spec/", "xtask/", "lianlian-api/"];
        let paths: Vec<&str> =
            names.filter(|name| folders.iter().any(|folder| name.starts_with(folder))).collect();
        assert!(paths.len() > 2, "{page}");
        for path in paths {
            assert!(root().join(path).exists(), "{page} names {path}, which is not there");
        }
    }
}
