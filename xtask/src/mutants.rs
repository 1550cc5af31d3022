//! Whether the tests notice when the code is wrong.
//!
//! cargo-mutants lists changes of the source, its mutants, and would build everything anew for each. Here
//! all of them are woven into one copy of the workspace, each behind a switch that an environment
//! variable turns on, and built once. Each test runs alone and notes the mutants that it reaches; then
//! every mutant is switched on in turn, and the tests that reach it run until one fails.
//!
//! A mutant that no test minds survives: an assertion is missing, or the change makes no difference.

mod judge;
mod list;
mod sites;
mod tests;
mod tree;
mod viable;
mod weave;

use std::collections::{BTreeMap, HashMap};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::Failure;
use crate::command::root;
use judge::{Outcome, judge};
use list::Mutant;
use tree::Tree;
use weave::Left;

pub(crate) const USAGE: &str = "\
cargo xtask mutants [--package NAME] [--tests-of NAME]… [--only TEXT] [--survivors] [--thorough]
  --package NAME   the crate to change: lianlian-api (default) or lianlian-derive
  --tests-of NAME  packages whose tests judge it; the default is the crate itself, and the crate
                   lianlian with it for lianlian-api
  --only TEXT      mutants whose name (file:line:column: change) has this text in it
  --survivors      mutants that no run so far has caught
  --thorough       tests of more than five seconds judge too, not only what no other reaches";

struct Options {
    package: String,
    tests_of: Vec<String>,
    only: Option<String>,
    survivors: bool,
    thorough: bool,
}

impl Options {
    fn read(arguments: &[&str]) -> Result<Self, Failure> {
        let mut options = Self {
            package: "lianlian-api".to_owned(),
            tests_of: Vec::new(),
            only: None,
            survivors: false,
            thorough: false,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || {
                let value = arguments.next().map(|value| (*value).to_owned());
                value.ok_or_else(|| format!("{argument} wants a value\n{USAGE}"))
            };
            match *argument {
                "--package" => options.package = value()?,
                "--tests-of" => options.tests_of.push(value()?),
                "--only" => options.only = Some(value()?),
                "--survivors" => options.survivors = true,
                "--thorough" => options.thorough = true,
                other => return Err(format!("no such option: {other}\n{USAGE}")),
            }
        }
        if options.tests_of.is_empty() {
            options.tests_of.push(options.package.clone());
            if options.package == "lianlian-api" {
                options.tests_of.push("lianlian".to_owned());
            }
        }
        Ok(options)
    }
}

/// Judges the mutants of a crate, and prints the counts and those that live.
pub(crate) fn run(arguments: &[&str]) -> Result<(), Failure> {
    let options = Options::read(arguments)?;
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = target.join("mutants");
    let mutants = list::of(&options.package)?;
    eprintln!("{} mutants of {}", mutants.len(), options.package);
    let mut tree = Tree::copy(&folder, &mutants)?;
    let left = viable::weave_viable(&mut tree, &options.package, &mutants)?;
    let packages: Vec<&str> = options.tests_of.iter().map(String::as_str).collect();
    let tests = tests::record(&tree, &packages, &folder.join("reached"))?;
    let saved = folder.join(format!("{}.json", options.package));
    let mut outcomes = Outcomes::read(&saved);
    let chosen: Vec<&Mutant> = mutants
        .iter()
        .filter(|mutant| !left.contains_key(&mutant.id))
        .filter(|mutant| options.only.as_ref().is_none_or(|text| mutant.name.contains(text)))
        .filter(|mutant| !options.survivors || !outcomes.caught(&mutant.name))
        .collect();
    eprintln!("{} mutants to judge", chosen.len());
    let judged =
        tests::in_parallel(&chosen, |_, mutant| judge(&tests, mutant.id, options.thorough))?;
    for (mutant, outcome) in chosen.iter().zip(&judged) {
        outcomes.note(&mutant.name, outcome);
    }
    outcomes.keep(&mutants, &left);
    outcomes.write(&saved)?;
    for broken in &tests.broken {
        println!("fails without a mutant and judges nothing: {broken}");
    }
    outcomes.print(&mutants, &left);
    Ok(())
}

/// What became of the mutants in this run and those before, by name.
struct Outcomes(BTreeMap<String, String>);

impl Outcomes {
    fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap_or_default();
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        let all = value.as_object().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self(all.map(|(name, outcome)| (name.clone(), text(outcome))).collect())
    }

    fn write(&self, file: &Path) -> Result<(), Failure> {
        let all: Map<String, Value> =
            self.0.iter().map(|(name, outcome)| (name.clone(), outcome.as_str().into())).collect();
        let text = serde_json::to_string_pretty(&all).map_err(|error| error.to_string())?;
        fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
    }

    fn note(&mut self, name: &str, outcome: &Outcome) {
        let text = match outcome {
            Outcome::Caught(by) => format!("caught by {by}"),
            Outcome::TimedOut(by) => format!("timed out in {by}"),
            Outcome::Survived(tests) => format!("survived {tests} tests"),
            Outcome::Unreached => "survived, unreached".to_owned(),
        };
        self.0.insert(name.to_owned(), text);
    }

    /// Forgets mutants that are no more.
    fn keep(&mut self, mutants: &[Mutant], left: &HashMap<usize, Left>) {
        let there: HashMap<&str, usize> =
            mutants.iter().map(|mutant| (mutant.name.as_str(), mutant.id)).collect();
        self.0.retain(|name, _| there.contains_key(name.as_str()));
        for mutant in mutants {
            let Some(why) = left.get(&mutant.id) else { continue };
            let why = match why {
                Left::Unviable => "refused by the compiler",
                Left::Const => "not judged: a constant",
                Left::NoPlace => "not judged: no place for a switch",
            };
            self.0.insert(mutant.name.clone(), why.to_owned());
        }
    }

    fn caught(&self, name: &str) -> bool {
        let outcome = self.0.get(name);
        outcome.is_some_and(|text| text.starts_with("caught") || text.starts_with("timed out"))
    }

    fn print(&self, mutants: &[Mutant], left: &HashMap<usize, Left>) {
        for mutant in mutants {
            let outcome = self.0.get(&mutant.name).map_or("not judged", String::as_str);
            if outcome.starts_with("survived") || outcome.starts_with("not judged") {
                println!("{} ({outcome})", mutant.name);
            }
        }
        let with = |start: &str| self.0.values().filter(|text| text.starts_with(start)).count();
        let without = |why: Left| left.values().filter(|it| **it == why).count();
        println!("{:>5} made", mutants.len());
        println!("{:>5} refused by the compiler", without(Left::Unviable));
        println!("{:>5} in constants, not judged", without(Left::Const));
        println!("{:>5} without a place for a switch, not judged", without(Left::NoPlace));
        println!("{:>5} caught", with("caught"));
        println!("{:>5} caught by running out of time", with("timed out"));
        println!("{:>5} survived", with("survived"));
        println!("{:>5} of these unreached by any test", with("survived, unreached"));
    }
}
