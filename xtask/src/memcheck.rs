//! The tests of signatures, keys and encryption under valgrind's memcheck.
//!
//! Nothing of ours is `unsafe`, so what it looks at is the code below: `rsa`, the hashes and ciphers, and OpenSSL.

use serde_json::Value;

use crate::Failure;
use crate::command::{Task, cargo};

/// The tests that reach everything of the kind.
const TESTS: [&str; 4] = ["keys", "pay_load", "vectors", "gateway_keys"];

pub(crate) fn run() -> Result<(), Failure> {
    if !Task::new("valgrind").args(["--version"]).succeeds() {
        return Err(
            "the command `valgrind` is missing; Debian has it in the package valgrind".into()
        );
    }
    let mut words = vec!["test", "--package", "lianlian-api", "--all-features", "--no-run"];
    words.extend(["--message-format", "json"]);
    words.extend(TESTS.iter().flat_map(|test| ["--test", test]));
    let programs = programs(&cargo(words).output()?);
    if programs.len() != TESTS.len() {
        return Err(format!("{} test programs were built of {}", programs.len(), TESTS.len()));
    }
    for program in programs {
        Task::new("valgrind")
            .args(["--quiet", "--error-exitcode=1", &program, "--test-threads", "1"])
            .run()?;
    }
    Ok(())
}

/// The test programs in what cargo says about a build.
fn programs(messages: &str) -> Vec<String> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let program = |message: Value| Some(message.get("executable")?.as_str()?.to_owned());
    messages.filter_map(program).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_among_other_messages() {
        let messages = r#"{"reason":"compiler-artifact","executable":null}
{"reason":"compiler-artifact","executable":"/t/keys-1"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(programs(messages), ["/t/keys-1"]);
    }
}
