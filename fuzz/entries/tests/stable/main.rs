//! Every target over its seeds and over mutants of them, the same ones on every machine.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    missing_docs
)]

mod faults;
mod floors;
mod folders;
mod json;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use lianlian_fuzz::mutate::{Numbers, mutant};
use lianlian_fuzz::{Reached, Target, target};

/// What the mutants are drawn from.
const SEED: u64 = 20_261_122;

/// The folder `fuzz`.
fn fuzz_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The seeds of a target, in the order of their names.
fn seeds(target: &Target) -> Vec<(String, Vec<u8>)> {
    let folder = fuzz_folder().join("seeds").join(target.name);
    let files =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    let seed = |path: PathBuf| (path.display().to_string(), fs::read(path).unwrap());
    paths.into_iter().map(seed).collect()
}

/// Runs the target over one input. What breaks it is kept, to become a seed.
fn run(target: &Target, origin: &str, input: &[u8]) -> Reached {
    catch_unwind(AssertUnwindSafe(|| (target.run)(input))).unwrap_or_else(|_| {
        let file = format!("fuzz-{}-{origin}", target.name);
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
        fs::write(&file, input).unwrap();
        panic!("{} breaks, {origin}; the input is in {}", target.name, file.display());
    })
}

fn holds(name: &str) {
    let target = target(name);
    let seeds = seeds(&target);
    let mut refused = Vec::new();
    for (path, bytes) in &seeds {
        let name = Path::new(path).file_name().unwrap().to_string_lossy().into_owned();
        if run(&target, &format!("seed-{name}"), bytes) == Reached::Refusal {
            refused.push(name);
        }
    }
    let seeds: Vec<Vec<u8>> = seeds.into_iter().map(|(_, bytes)| bytes).collect();
    let mut numbers = Numbers::from_seed(SEED);
    let reached = (0..target.mutants).filter(|number| {
        let origin = format!("mutant-{number}-of-{SEED}");
        run(&target, &origin, &mutant(&seeds, &mut numbers)) == Reached::Property
    });
    let reached = reached.count();
    floors::of(name).judge(&refused, reached);
}

macro_rules! tests {
    ($($test:ident: $target:literal;)+) => {
        $(
            #[test]
            fn $test() {
                holds($target);
            }
        )+

        /// The targets that have a test here.
        const TESTED: &[&str] = &[$($target),+];
    };
}

tests! {
    amounts_are_read_and_printed_as_in_wider_numbers: "amount";
    what_a_browser_brings_is_read_as_it_stands: "browser";
    no_page_shows_what_is_not_escaped: "form";
    what_is_taken_for_a_key_works_as_one: "key";
    notifications_are_read_as_they_stand: "notification";
    no_pay_load_decrypts_to_what_was_not_encrypted: "pay_load";
    replies_are_read_as_they_stand_and_prove_no_more_than_they_say: "reply";
    what_is_signed_is_what_is_sent_is_what_was_given: "request";
    the_source_of_any_message_is_that_of_the_slow_model: "source";
    a_spec_is_right_or_wrong_at_a_place_that_there_is: "spec";
    times_are_read_and_printed_as_days_are_counted: "time";
    a_changed_message_is_believed_only_if_it_still_says_what_was_signed: "verify";
}
