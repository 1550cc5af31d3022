//! Runs the tests that reach a mutant until one of them fails.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

use super::tests::{Test, Tests, Verdict};
use crate::Failure;

/// A test that takes longer judges only what no quicker one reaches, or on request.
const SLOW: Duration = Duration::from_secs(5);
/// A test with a mutant may take this many times as long as without.
const TIMES: u32 = 10;
/// And this, so that a busy machine is no failure.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// By this test.
    Caught(String),
    /// By this test, which did not end in time.
    TimedOut(String),
    /// So many tests reach it, and none minds.
    Survived(usize),
    /// No test reaches it.
    Unreached,
}

/// What becomes of a mutant. With `thorough`, slow tests judge what the quick ones let live.
pub(crate) fn judge(tests: &Tests, id: usize, thorough: bool) -> Result<Outcome, Failure> {
    let reaching = tests.reaching.get(&id).map(Vec::as_slice).unwrap_or_default();
    let all: Vec<&Test> = reaching.iter().filter_map(|at| tests.all.get(*at)).collect();
    let (mut slow, mut quick): (Vec<&Test>, Vec<&Test>) =
        all.into_iter().partition(|test| test.duration >= SLOW);
    slow.sort_by_key(|test| Reverse(test.duration));
    quick.sort_by_key(|test| test.duration);
    if thorough || quick.is_empty() {
        slow.reverse();
        quick.extend(slow);
    }
    if quick.is_empty() {
        return Ok(Outcome::Unreached);
    }
    let judged = quick.len();
    // A few at first, for most mutants are caught by any test; many at once where none was.
    let mut some = 1_usize;
    while !quick.is_empty() {
        let rest = quick.split_off(some.min(quick.len()));
        let now = std::mem::replace(&mut quick, rest);
        some = some.saturating_mul(2).min(64);
        let mut by_binary: BTreeMap<usize, Vec<&Test>> = BTreeMap::new();
        for test in now {
            by_binary.entry(test.binary).or_default().push(test);
        }
        for (binary, now) in by_binary {
            let names: Vec<&String> = now.iter().map(|test| &test.name).collect();
            let usual: Duration = now.iter().map(|test| test.duration).sum();
            let limit = usual.saturating_mul(TIMES).saturating_add(GRACE);
            let mutated = [("LIANLIAN_MUTANT", id.to_string())];
            let run = |env: &[(&str, String)]| tests.run(binary, &names, env, limit);
            let by = || {
                let of = tests.binaries.get(binary).map_or("", |binary| binary.name.as_str());
                match names.as_slice() {
                    [name] => format!("{of} {name}"),
                    _ => format!("{of}, one of {}", names.len()),
                }
            };
            let verdict = run(&mutated)?;
            if verdict == Verdict::Passed {
                continue;
            }
            // They have to pass without the mutant, in this company and on this machine as busy as it is, and to
            // fail with it once more: a test that fails now and then catches nothing.
            if run(&[])? != Verdict::Passed || run(&mutated)? == Verdict::Passed {
                eprintln!("of no use here: {}", by());
                continue;
            }
            return Ok(match verdict {
                Verdict::TimedOut => Outcome::TimedOut(by()),
                _ => Outcome::Caught(by()),
            });
        }
    }
    Ok(Outcome::Survived(judged))
}
