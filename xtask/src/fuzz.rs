//! The fuzzers, with libFuzzer: as long as one wants, and what they reached.
//!
//! The same properties run on every machine as tests of the crate `lianlian-fuzz`; this goes on from there
//! with a compiler that counts what is reached, and keeps what reaches more in `fuzz/corpus`.

use std::fs;
use std::path::Path;

use crate::Failure;
use crate::command::{cargo, root};

/// How many seconds a target gets unless it is said.
const SECONDS: u32 = 60;

/// Longest input, in bytes; every seed is shorter.
const MAX_LEN: u32 = 8192;

/// What is to be run.
#[derive(Debug, PartialEq, Eq)]
struct Order<'a> {
    seconds: u32,
    target: Option<&'a str>,
}

/// What a run reached.
#[derive(Debug, Default, PartialEq, Eq)]
struct Reached {
    /// Inputs that were tried.
    executions: u64,
    /// Tries in a second.
    per_second: u64,
    /// Edges of the control flow.
    coverage: u64,
    /// Edges with how often each was taken, and other things that libFuzzer tells apart.
    features: u64,
    /// Inputs that each reach something that no other does.
    corpus: u64,
}

pub(crate) fn run(arguments: &[&str]) -> Result<(), Failure> {
    let order = order(arguments)?;
    if !cargo(["fuzz", "--version"]).succeeds() {
        return Err("cargo-fuzz is missing; get it with `cargo install --locked cargo-fuzz` (it needs a C++ \
                    compiler to build libFuzzer)"
            .into());
    }
    lock_as_the_workspace()?;
    let all = targets()?;
    let chosen = match order.target {
        None => all,
        Some(name) if all.iter().any(|own| own == name) => vec![name.to_owned()],
        Some(name) => return Err(format!("no fuzzer `{name}`; there are {}", all.join(", "))),
    };
    let mut table = vec![HEAD.to_owned()];
    let mut broken = Vec::new();
    for target in &chosen {
        let (is_right, told) = fuzz(target, order.seconds)?;
        let reached = reached(&told);
        table.push(row(target, &reached));
        if let Some(mistake) = mistake(target, is_right, &told, &reached) {
            eprintln!("{told}");
            broken.push(mistake);
        }
    }
    println!("{}", table.join("\n"));
    if broken.is_empty() { Ok(()) } else { Err(broken.join("; ")) }
}

fn order<'a>(arguments: &[&'a str]) -> Result<Order<'a>, Failure> {
    let mut order = Order { seconds: SECONDS, target: None };
    let mut rest = arguments;
    loop {
        rest = match rest {
            [] => return Ok(order),
            ["--seconds", seconds, after @ ..] => {
                let number = seconds.parse().ok().filter(|number| *number > 0);
                order.seconds = number.ok_or_else(|| {
                    format!("--seconds {seconds}: write a number of seconds, 1 or more")
                })?;
                after
            }
            ["--target", target, after @ ..] => {
                order.target = Some(target);
                after
            }
            [other, ..] => {
                return Err(format!("fuzz: no such argument: {other} (--seconds N, --target T)"));
            }
        };
    }
}

/// The fuzzers there are: one for each file.
fn targets() -> Result<Vec<String>, Failure> {
    let folder = root().join("fuzz/fuzz_targets");
    let listed = || -> std::io::Result<Vec<String>> {
        let mut names = Vec::new();
        for file in fs::read_dir(&folder)? {
            let path = file?.path();
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned());
            names.extend(name);
        }
        names.sort();
        Ok(names)
    };
    listed().map_err(|error| format!("{}: {error}", folder.display()))
}

/// Runs one fuzzer: whether it found nothing, and what it told.
fn fuzz(target: &str, seconds: u32) -> Result<(bool, String), Failure> {
    // What is found goes into the first folder; the seeds stay as they are.
    let corpus = format!("fuzz/corpus/{target}");
    let folder = root().join(&corpus);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let seeds = format!("fuzz/seeds/{target}");
    let time = format!("-max_total_time={seconds}");
    let length = format!("-max_len={MAX_LEN}");
    // No code here is unsafe, so the sanitizers, which need another compiler, would find nothing. The profile
    // keeps the assertions of debug builds.
    let build = ["fuzz", "run", "--release", "--sanitizer", "none"];
    let run = ["-dict=fuzz/tokens.dict", "-print_final_stats=1", "-timeout=20"];
    cargo(build).args([target, &corpus, &seeds, "--", &time, &length]).args(run).told()
}

/// Locks the dependencies to those of the workspace; cargo adds libFuzzer's own, which stay until the
/// workspace changes.
fn lock_as_the_workspace() -> Result<(), Failure> {
    let (from, to) = (root().join("Cargo.lock"), root().join("fuzz/Cargo.lock"));
    let changed = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    if changed(&to) >= changed(&from) {
        return Ok(());
    }
    let copied = fs::copy(&from, &to);
    copied.map(drop).map_err(|error| format!("{}: {error}", to.display()))
}

/// What libFuzzer's lines say that was reached: the last status, and the statistics at the end.
fn reached(told: &str) -> Reached {
    let mut reached = Reached::default();
    for line in told.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let after = |name: &str| {
            let value = words.iter().skip_while(|word| **word != name).nth(1)?;
            // A corpus is given with its size: `120/34Kb`.
            value.split('/').next()?.parse().ok()
        };
        if let (true, Some(coverage)) = (line.starts_with('#'), after("cov:")) {
            reached.coverage = coverage;
            reached.features = after("ft:").unwrap_or(reached.features);
            reached.corpus = after("corp:").unwrap_or(reached.corpus);
        }
        if let Some(number) = after("stat::number_of_executed_units:") {
            reached.executions = number;
        }
        if let Some(number) = after("stat::average_exec_per_sec:") {
            reached.per_second = number;
        }
    }
    reached
}

/// What is wrong with a run. One that reached nothing has shown nothing, whatever it was that told so little.
fn mistake(target: &str, is_right: bool, told: &str, reached: &Reached) -> Option<String> {
    if !is_right {
        let input = input_of(told).unwrap_or("see above");
        return Some(format!("{target} breaks with the input {input}"));
    }
    let Reached { executions, coverage, .. } = reached;
    (*executions == 0 || *coverage == 0).then(|| {
        format!(
            "{target}: {executions} executions reached {coverage} edges, by the lines above; if libFuzzer tells it \
             in other words now, teach them to xtask/src/fuzz.rs"
        )
    })
}

/// Where libFuzzer wrote what breaks the target.
fn input_of(told: &str) -> Option<&str> {
    told.lines().find_map(|line| Some(line.split_once("Test unit written to ")?.1.trim()))
}

const HEAD: &str = "\
| target | executions | per second | edges reached | features | corpus |
| --- | ---: | ---: | ---: | ---: | ---: |";

fn row(target: &str, reached: &Reached) -> String {
    let Reached { executions, per_second, coverage, features, corpus } = reached;
    format!("| {target} | {executions} | {per_second} | {coverage} | {features} | {corpus} |")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str = "\
INFO: Loaded 1 modules   (52100 inline 8-bit counters): 52100 [0x1, 0x2),
#17\tINITED cov: 812 ft: 1500 corp: 16/6Kb exec/s: 0 rss: 60Mb
#4096\tpulse  cov: 900 ft: 2100 corp: 80/20Kb lim: 640 exec/s: 2048 rss: 70Mb
#5120\tDONE   cov: 912 ft: 2222 corp: 81/21Kb lim: 640 exec/s: 2000 rss: 70Mb
Done 5120 runs in 2 second(s)
stat::number_of_executed_units: 5120
stat::average_exec_per_sec:     2560
";

    #[test]
    fn what_was_reached_is_read_from_the_last_lines() {
        let reached = reached(TOLD);
        let expected = Reached {
            executions: 5120,
            per_second: 2560,
            coverage: 912,
            features: 2222,
            corpus: 81,
        };
        assert_eq!(reached, expected);
        assert_eq!(row("source", &reached), "| source | 5120 | 2560 | 912 | 2222 | 81 |");
    }

    #[test]
    fn a_run_that_reached_nothing_or_tells_nothing_has_failed() {
        let mistake_of = |told: &str| mistake("form", true, told, &reached(told));
        assert_eq!(mistake_of(TOLD), None);
        for told in [
            "",
            "form: 5120 runs, nothing found\n",
            &TOLD.replace("cov: ", "edges: "),
            &TOLD.replace("number_of_executed_units", "runs"),
            &TOLD.replace("number_of_executed_units: 5120", "number_of_executed_units: 0"),
        ] {
            let told_so = mistake_of(told).is_some_and(|mistake| mistake.starts_with("form: "));
            assert!(told_so, "{told}");
        }
        let broken = mistake("form", false, "", &Reached::default());
        assert_eq!(broken.as_deref(), Some("form breaks with the input see above"));
    }

    #[test]
    fn the_input_that_breaks_a_target_is_named() {
        let told = "artifact_prefix='a/'; Test unit written to a/crash-1\nBase64: eA==\n";
        assert_eq!(input_of(told), Some("a/crash-1"));
        assert_eq!(input_of(TOLD), None);
    }

    #[test]
    fn arguments_are_seconds_and_a_target() {
        assert_eq!(order(&[]), Ok(Order { seconds: SECONDS, target: None }));
        let both = order(&["--target", "form", "--seconds", "5"]);
        assert_eq!(both, Ok(Order { seconds: 5, target: Some("form") }));
        for wrong in [&["--seconds"][..], &["--seconds", "0"], &["--seconds", "x"], &["form"]] {
            assert!(order(wrong).is_err(), "{wrong:?}");
        }
    }
}
