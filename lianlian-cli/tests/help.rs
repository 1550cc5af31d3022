//! What `--help` shows, and what wrong usage gives.
#![allow(clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;

use common::lianlian;

const COMMANDS: &[&[&str]] = &[
    &[],
    &["demo"],
    &["call"],
    &["source"],
    &["sign"],
    &["verify"],
    &["encrypt"],
    &["decrypt"],
    &["spec"],
    &["spec", "check"],
    &["spec", "list"],
    &["spec", "diff"],
    &["spec", "schema"],
    &["spec", "openapi"],
    &["spec", "pages"],
    &["generate"],
    &["sandbox"],
    &["explain"],
];

#[test]
fn the_help_of_every_command_is_as_reviewed() {
    for command in COMMANDS {
        let run = lianlian(&[command, &["--help"][..]].concat());
        assert_eq!(run.status, 0, "{run:?}");
        let name = [&["lianlian"], *command].concat().join("_");
        insta::assert_snapshot!(name, run.out);
    }
}

#[test]
fn every_help_shows_an_example_and_fits_eighty_columns() {
    for command in COMMANDS {
        let help = lianlian(&[command, &["--help"][..]].concat()).out;
        assert!(help.contains("Example"), "{command:?}: {help}");
        for line in help.lines() {
            assert!(line.chars().count() <= 80, "{command:?}: {line}");
        }
    }
}

#[test]
fn no_command_of_the_list_is_without_a_snapshot() {
    let help = lianlian(&["--help"]).out;
    let commands = help.split_once("Commands:").map_or("", |(_, rest)| rest);
    let commands = commands.split("\n\n").next().unwrap_or_default();
    for line in commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let name = line.split_whitespace().next().unwrap_or_default();
        let is_known = COMMANDS.iter().any(|command| command.first() == Some(&name));
        assert!(is_known || name == "help", "{name}");
    }
}

#[test]
fn wrong_usage_exits_with_2_and_speaks_on_standard_error() {
    for arguments in [
        &[][..],
        &["pay"],
        &["sign"],
        &["verify", "message.json"],
        &["encrypt", "message.json"],
        &["decrypt"],
        &["sign", "--key", "k.pem", "--scheme", "rsa"],
        &["spec"],
        &["spec", "schema", "operations"],
        &["spec", "diff", "spec"],
        &["generate", "--check"],
        &["explain"],
        &["call"],
        &["demo", "now"],
    ] {
        let run = lianlian(arguments);
        assert_eq!((run.status, &*run.out), (2, ""), "{arguments:?}: {run:?}");
        assert!(!run.err.is_empty(), "{arguments:?}");
    }
}
