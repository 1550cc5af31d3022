//! `lianlian spec check`, `spec list`, `spec diff` and `spec schema`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{SPEC, folder, lianlian};
use lianlian_spec::FileKind;
use serde_json::Value;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_spec_of_the_repository_has_no_mistakes() {
    let run = lianlian(&["spec", "check", SPEC]);
    assert_eq!((run.status, &*run.err), (0, ""), "{run:?}");
    assert!(run.out.starts_with("no mistakes in "), "{run:?}");
}

#[test]
fn every_mistake_is_shown_where_it_stands_and_counted() {
    let spec = folder("broken-spec");
    copy(Path::new(SPEC), &spec);
    for (file, right, wrong) in [
        ("aggregate/direct_pay.json", "\"no_order\": {", "\"no_odrer\": {"),
        ("aggregate/query.json", "\"transport\": \"json_post\"", "\"transport\": \"json_pots\""),
    ] {
        let file = spec.join(file);
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replacen(right, wrong, 1)).unwrap();
    }
    let run = lianlian(&["spec", "check", spec.to_str().unwrap()]);
    assert_eq!((run.status, &*run.out), (1, ""), "{run:?}");
    assert!(run.err.contains("direct_pay.json:"), "{}", run.err);
    assert!(run.err.contains("no_odrer"), "{}", run.err);
    assert!(run.err.contains("query.json:"), "{}", run.err);
    let last = run.err.lines().last().unwrap();
    assert!(last.contains(" mistakes in ") && last.ends_with("files"), "{last}");
    assert!(!run.err.contains('\x1b'), "no colour where there is no terminal");
}

#[test]
fn a_folder_that_is_not_there_exits_with_2() {
    for arguments in [&["spec", "check", "no-such"][..], &["generate", "no-such"]] {
        let run = lianlian(arguments);
        assert_eq!((run.status, &*run.out), (2, ""), "{run:?}");
        assert!(run.err.contains("no-such: there is no such folder"), "{run:?}");
    }
}

#[test]
fn the_list_for_programs_has_every_operation_of_the_spec_and_every_field() {
    let run = lianlian(&["spec", "list", "--json"]);
    assert_eq!((run.status, &*run.err), (0, ""));
    let list: Value = serde_json::from_str(&run.out).unwrap();
    let spec = lianlian_spec::load(Path::new(SPEC)).unwrap();
    let listed: BTreeSet<&str> =
        list.as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap()).collect();
    let described: BTreeSet<&str> = spec.operations().map(|operation| &*operation.id).collect();
    assert_eq!(listed, described);
    for operation in spec.operations() {
        let entries = list.as_array().unwrap();
        let entry = entries.iter().find(|entry| entry["operation"] == *operation.id).unwrap();
        let keys: BTreeSet<&str> = entry.as_object().unwrap().keys().map(|key| &**key).collect();
        let expected = ["operation", "product", "transport", "url", "request", "reply"];
        assert!(keys.is_superset(&BTreeSet::from(expected)), "{keys:?}");
        assert_eq!(entry["rules"].as_array().unwrap().len(), operation.rules.len());
        assert_eq!(entry["notifications"], serde_json::json!(operation.notifications));
        assert_eq!(entry["product"], *operation.product);
        assert_eq!(entry["url"].as_str(), operation.url.as_deref());
        for (fields, described) in
            [(&entry["request"], &operation.request), (&entry["reply"], &operation.reply)]
        {
            let fields = fields.as_array().unwrap();
            assert_eq!(fields.len(), described.len());
            for (field, described) in fields.iter().zip(described) {
                assert_eq!(field["name"], *described.name);
                assert_eq!(field["max_len"].as_u64(), described.max_len.map(u64::from));
                assert_eq!(field["required"], described.required.as_str());
                assert_eq!(field["sensitive"], described.sensitive);
                assert_eq!(field["when"].as_str(), described.when.as_deref());
                assert_eq!(field["fixed"].as_str(), described.fixed.as_deref());
            }
        }
    }
}

#[test]
fn the_list_for_programs_tells_the_facts_of_a_known_operation() {
    let list: Value = serde_json::from_str(&lianlian(&["spec", "list", "--json"]).out).unwrap();
    let find = |id: &str| {
        let entries = list.as_array().unwrap();
        entries.iter().find(|entry| entry["operation"] == id).unwrap().clone()
    };
    let direct_pay = find("aggregate.direct_pay");
    assert_eq!(direct_pay["transport"], "json_post");
    assert_eq!(direct_pay["url"], "https://wallet.lianlianpay.com/llwalletapi/combinepay.htm");
    let no_order = &direct_pay["request"][0];
    assert_eq!(
        (&no_order["name"], &no_order["required"], &no_order["max_len"], &no_order["type"]),
        (&"no_order".into(), &"yes".into(), &32.into(), &"text".into())
    );
    let confirm = find("instant.apply");
    assert_eq!(
        confirm["rules"][0].to_string(),
        r#"{"field":"bank_code","if":{"field":"flag_card","in":["1"]},"kind":"required_if"}"#
    );
    let mut fields = confirm["request"].as_array().unwrap().iter();
    let flag_card = fields.find(|field| field["name"] == "flag_card").unwrap();
    assert_eq!(flag_card["codes"].to_string(), r#"["0","1"]"#);
    assert_eq!(find("aggregate.async_notification")["url"], Value::Null);
}

#[test]
fn the_list_for_people_has_a_line_for_each_operation() {
    let run = lianlian(&["spec", "list"]);
    let operations = lianlian::OPERATIONS.iter().map(|meta| meta.id);
    let first_words = run.out.lines().skip(1).map(|line| line.split(' ').next().unwrap());
    assert!(operations.eq(first_words), "{}", run.out);
}

#[test]
fn every_kind_of_file_has_a_schema_that_is_json() {
    for kind in FileKind::ALL {
        let run = lianlian(&["spec", "schema", kind.name()]);
        let schema: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(schema, lianlian_spec::schema_of(*kind));
    }
    let bundled: Value = serde_json::from_str(&lianlian(&["spec", "schema"]).out).unwrap();
    assert_eq!(bundled, lianlian_spec::schema());
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_lianlian"))
        .args(["generate", SPEC])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Far more is written than a pipe holds, so the command is still writing when it breaks.
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{err}");
    assert_eq!(err, "");
}

/// An overlay of one file, which moves the gateway.
fn overlay(name: &str, text: &str) -> String {
    let ours = folder(name);
    fs::write(ours.join("gateway.json"), text).unwrap();
    ours.to_str().unwrap().to_owned()
}

const MOVED: &str =
    r#"{ "hosts": { "wallet": { "override": true, "url": "https://gate.shop.example" } } }"#;

#[test]
fn an_overlay_is_checked_listed_and_generated_with_the_spec() {
    let ours = overlay("overlay", MOVED);
    let check = lianlian(&["spec", "check", SPEC, "--overlay", &ours]);
    assert_eq!((check.status, &*check.err), (0, ""), "{check:?}");
    let list = lianlian(&["spec", "list", SPEC, "--overlay", &ours, "--json"]);
    assert_eq!((list.status, &*list.err), (0, ""), "{list:?}");
    assert!(list.out.contains("https://gate.shop.example/llwalletapi/combinepay.htm"));
    assert!(!list.out.contains("https://wallet.lianlianpay.com"));
    let source = lianlian(&["generate", SPEC, "--overlay", &ours]);
    assert_eq!((source.status, &*source.err), (0, ""));
    assert!(source.out.contains("https://gate.shop.example/llwalletapi/combinepay.htm"));
    let stale = ["generate", SPEC, "--overlay", &ours, "--out", "no-such.rs", "--check"];
    let advice = format!("run `lianlian generate {SPEC} --overlay {ours} --out no-such.rs`");
    assert!(lianlian(&stale).err.contains(&advice));
}

#[test]
fn the_list_of_a_folder_is_the_list_of_what_was_built_from_it() {
    let read = lianlian(&["spec", "list", SPEC, "--json"]);
    let read: Value = serde_json::from_str(&read.out).unwrap();
    let built: Value = serde_json::from_str(&lianlian(&["spec", "list", "--json"]).out).unwrap();
    for entry in built.as_array().unwrap() {
        assert!(read.as_array().unwrap().contains(entry), "{entry}");
    }
}

#[test]
fn an_overlay_that_does_not_fit_is_shown_where_it_does_not() {
    let ours = overlay("conflict", r#"{ "title": "Ours" }"#);
    let run = lianlian(&["spec", "check", SPEC, "--overlay", &ours]);
    assert_eq!((run.status, &*run.out), (1, ""), "{run:?}");
    assert!(run.err.contains("conflict/gateway.json:1:3"), "{}", run.err);
    assert!(run.err.ends_with("1 mistake in 1 file\n"), "{}", run.err);
    let run = lianlian(&["spec", "check", SPEC, "--overlay", "no-such"]);
    assert_eq!(run.status, 2, "{run:?}");
    assert!(run.err.contains("no-such: there is no such folder to lay over the spec"), "{run:?}");
}

#[test]
fn a_spec_that_is_not_changed_has_no_differences() {
    let run = lianlian(&["spec", "diff", SPEC, SPEC]);
    assert_eq!((run.status, &*run.out, &*run.err), (0, "", "no change\n"));
    let run = lianlian(&["spec", "diff", SPEC, SPEC, "--json"]);
    assert_eq!((run.status, &*run.out, &*run.err), (0, "[]\n", ""));
}

#[test]
fn differences_are_shown_line_by_line_and_a_breaking_one_exits_with_1() {
    let spec = folder("changed-spec");
    copy(Path::new(SPEC), &spec);
    let file = spec.join("aggregate/direct_pay.json");
    let text = fs::read_to_string(&file).unwrap();
    let title = text.lines().find(|line| line.starts_with("  \"title\":")).unwrap();
    fs::write(&file, text.replacen(title, "  \"title\": \"Pay\",", 1)).unwrap();
    let new = spec.to_str().unwrap();
    let run = lianlian(&["spec", "diff", SPEC, new]);
    assert_eq!((run.status, &*run.out), (0, "text      aggregate.direct_pay: the title differs\n"));
    assert_eq!(run.err, "1 change: 0 breaking, 0 additive, 1 text\n");
    let file = spec.join("aggregate/query.json");
    let text = fs::read_to_string(&file).unwrap();
    let path = text.lines().find(|line| line.starts_with("  \"path\":")).unwrap();
    fs::write(&file, text.replacen(path, "  \"path\": \"/v2/query\",", 1)).unwrap();
    let run = lianlian(&["spec", "diff", SPEC, new, "--json"]);
    assert_eq!((run.status, &*run.err), (1, ""), "{run:?}");
    let changes: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(changes[1]["severity"], "breaking");
    assert_eq!(changes[1]["place"], "aggregate.query");
    let message = changes[1]["message"].as_str().unwrap();
    assert!(message.ends_with("/v2/query"), "{message}");
    assert_eq!(changes.as_array().unwrap().len(), 2);
}

#[test]
fn a_spec_with_mistakes_is_not_compared() {
    let broken = overlay("broken-new", "{");
    for folders in [[SPEC, &broken], [&broken, SPEC]] {
        let run = lianlian(&[&["spec", "diff"], &folders[..]].concat());
        assert_eq!((run.status, &*run.out), (2, ""), "{run:?}");
        assert!(run.err.contains("a spec with mistakes cannot be compared"), "{run:?}");
    }
    let run = lianlian(&["spec", "diff", SPEC, "no-such"]);
    assert_eq!(run.status, 2, "{run:?}");
}
