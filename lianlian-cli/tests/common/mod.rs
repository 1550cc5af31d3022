//! Runs the built command.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    reason = "each test file uses what it needs"
)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the command left.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `lianlian` with these arguments and nothing to read.
pub(crate) fn lianlian(arguments: &[&str]) -> Run {
    lianlian_reading(arguments, b"")
}

/// Runs `lianlian` with these arguments and `input` on its standard input.
pub(crate) fn lianlian_reading(arguments: &[&str], input: &[u8]) -> Run {
    let (success, out, err) = run(Path::new(env!("CARGO_BIN_EXE_lianlian")), arguments, input);
    Run {
        status: success.expect("the command was not killed"),
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

/// Runs `openssl`. Its absence fails the test: a judge that did not come has not agreed.
pub(crate) fn openssl(arguments: &[&str], input: &[u8]) -> (bool, Vec<u8>) {
    let (status, out, _) = run(Path::new("openssl"), arguments, input);
    (status == Some(0), out)
}

fn run(program: &Path, arguments: &[&str], input: &[u8]) -> (Option<i32>, Vec<u8>, Vec<u8>) {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{} cannot be run: {error}", program.display()));
    // A command that fails early does not read to the end.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    (output.status.code(), output.stdout, output.stderr)
}

/// A known answer or key.
pub(crate) fn vector(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../lianlian-api/tests/vectors");
    format!("{folder}/{name}")
}

/// The spec of the repository.
pub(crate) const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");

/// A folder of this test's own, empty.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A file of this test's own.
pub(crate) fn file(name: &str, content: &str) -> String {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, content).unwrap();
    file.to_str().unwrap().to_owned()
}
