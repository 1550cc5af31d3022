//! Development tasks: `cargo xtask test` is the one test command; `cargo xtask help` lists the others.
#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a command-line tool talks to its terminal"
)]

mod audit;
mod build_cost;
mod claims;
mod command;
mod derive_cost;
mod features;
mod fuzz;
mod memcheck;
mod metadata;
mod msrv;
mod mutants;
mod openapi;
mod package;
mod peers;
mod python;
mod steps;
mod tools;

use std::process::ExitCode;

use command::cargo;
use metadata::Workspace;
use steps::Steps;

const HELP: &str = "\
Usage: cargo xtask <TASK>

  test     everything that must hold before a commit, tests last
  lint     format, clippy, documentation
  openapi  the OpenAPI document, judged by a validator from PyPI
  audit    licences, bans, sources and advisories of the dependencies, with cargo-deny
  bench    the benchmarks
  fuzz     every fuzzer with libFuzzer, and what it reached: --seconds N for each (60), --target T for one
  derives  what #[derive(Request)] adds to `cargo check`, beside serde and bon
  peers    source, signature and verification beside Node, Java and the command openssl
  build-cost [VARIANT]…
           what a program with this library costs to build, in time and size
  mutants  whether the tests notice when the code of a crate is wrong; takes half an hour
  memcheck the tests of signatures, keys and encryption under valgrind
  help     this text

Example: cargo xtask test
";

/// What went wrong, for the terminal.
type Failure = String;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["test"] => test(),
        ["lint"] => lint(),
        ["openapi"] => openapi::check(),
        ["audit"] => audit::run(),
        ["fuzz", arguments @ ..] => fuzz::run(arguments),
        ["derives"] => derive_cost::run(),
        ["memcheck"] => memcheck::run(),
        ["peers"] => peers::run(),
        ["build-cost", variants @ ..] => build_cost::run(variants),
        ["mutants", "--help" | "-h"] => {
            println!("{}", mutants::USAGE);
            return ExitCode::SUCCESS;
        }
        ["mutants", options @ ..] => mutants::run(options),
        ["bench"] => cargo(["bench", "--workspace"]).run(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("xtask: no such task: {}\n\n{HELP}", arguments.join(" "));
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: FAILED: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Every check, the quick ones first. The tests come last and nothing is printed after them, so that the
/// output ends with cargo's own summary.
fn test() -> Result<(), Failure> {
    let mut steps = Steps::of(10);
    steps.run("tools", tools::ensure)?;
    lint_steps(&mut steps)?;
    let workspace = Workspace::read()?;
    steps.run("each feature alone", || features::check(&workspace))?;
    steps.run("OpenAPI document", openapi::check)?;
    steps.run("oldest supported Rust", || msrv::check(&workspace))?;
    steps.run("packages", || package::check(&workspace))?;
    let test = |arguments: &[&str]| {
        let words = [&["test", "--no-fail-fast"], arguments].concat();
        cargo(words).env("CI", "true").env("INSTA_UPDATE", "no").run()
    };
    steps.run("tests with OpenSSL", || test(&["--package", "lianlian-api", "--all-features"]))?;
    steps.print_durations();
    let features = features::all_but(&workspace, "openssl");
    steps.run("tests", || test(&["--workspace", "--features", &features]))
}

fn lint() -> Result<(), Failure> {
    let mut steps = Steps::of(3);
    lint_steps(&mut steps)?;
    steps.print_durations();
    Ok(())
}

fn lint_steps(steps: &mut Steps) -> Result<(), Failure> {
    steps.run("format", || cargo(["fmt", "--all", "--check"]).run())?;
    steps.run("clippy", || {
        cargo(["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"])
            .run()
    })?;
    steps.run("documentation", || {
        // Libraries only: the binary `lianlian` would be written over the library of the same name.
        cargo(["doc", "--workspace", "--no-deps", "--all-features", "--lib"])
            .env("RUSTDOCFLAGS", "-D warnings")
            .run()
    })
}
