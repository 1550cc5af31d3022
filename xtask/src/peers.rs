//! Signature source, signature and verification beside other languages: same request, same keys, one run.
//!
//! The programs under `xtask/peers` wait for orders and take turns, so that whatever else the machine does meets all
//! of them alike. Before anything is timed, all of them have to agree on every source and signature, byte for byte.

mod openssl;
mod program;

use std::path::PathBuf;

use self::openssl::Speed;
use self::program::Program;
use crate::Failure;
use crate::command::{Task, cargo, root};
use crate::metadata::Workspace;

const BITS: [&str; 3] = ["1024", "2048", "4096"];
const HASHES: [&str; 2] = ["MD5", "SHA256"];

/// How long a turn takes, in nanoseconds.
const TURN: f64 = 20_000_000.0;
/// Turns of each program at each work. The first ones let compilers at run time do theirs and do not count.
const ROUNDS: usize = 24;
const WARM_UP: usize = 4;

/// Times of one work by program: nanoseconds of one run, by round.
type Times = Vec<Vec<f64>>;

pub(crate) fn run() -> Result<(), Failure> {
    let mut programs = start()?;
    let has_openssl = Task::new("openssl").args(["version"]).succeeds();
    if !has_openssl {
        eprintln!("the command `openssl` is not installed, left out");
    }
    agree(&mut programs, has_openssl)?;

    let mut heads: Vec<&str> = programs.iter().map(|program| program.name.as_str()).collect();
    if has_openssl {
        heads.push("`openssl speed`");
    }
    println!("| time of one, ratio to ours | {} |", heads.join(" | "));
    println!("|{}", " --- |".repeat(heads.len().saturating_add(1)));
    let source = play(&mut programs, "source")?;
    println!("{}", row("source", &source, has_openssl.then_some(&[])));
    for bits in BITS {
        let mut speed = Speed::default();
        let mut played = Vec::new();
        for (what, hash) in
            [("sign", "MD5"), ("verify", "MD5"), ("sign", "SHA256"), ("verify", "SHA256")]
        {
            played.push((what, hash, play(&mut programs, &format!("{what} {hash} {bits}"))?));
            if has_openssl {
                speed.measure(bits)?;
            }
        }
        for (what, hash, times) in played {
            let bare = if what == "sign" { &speed.sign } else { &speed.verify };
            let bare = has_openssl.then_some(bare.as_slice());
            println!("{}", row(&format!("{what}, {hash}, {bits} bits"), &times, bare));
        }
    }
    println!(
        "\nMedians of {} rounds. Source: from the language's own record of 20 fields to a text. Sign and verify: \
         from the finished text to Base64 and back, keys read once. `openssl speed` is the RSA operation alone, with \
         a key of its own and without hash and Base64.",
        ROUNDS.saturating_sub(WARM_UP),
    );
    Ok(())
}

/// Our programs, one for each backend, and those of the languages that are installed.
fn start() -> Result<Vec<Program>, Failure> {
    let keys = root().join("lianlian-api/tests/vectors");
    let keys = keys.to_string_lossy();
    let has_backends =
        Workspace::read()?.package("lianlian-benches")?.features.iter().any(|f| f == "openssl");
    let mut first = Program::start("ours", &ours("default", &[])?, &[&keys])?;
    // Ours has it as a struct.
    let request = first.ask("fields")?;
    let mut programs = vec![first];
    if has_backends {
        let program = ours("openssl", &["--features", "openssl"])?;
        programs.push(Program::start("ours, feature `openssl`", &program, &[&keys])?);
    }
    let others = [
        ("Node `crypto`", "node", "xtask/peers/sign.js"),
        ("Java JCA", "java", "xtask/peers/Peers.java"),
    ];
    for (name, command, file) in others {
        if Task::new(command).args(["--version"]).succeeds() {
            let file = root().join(file);
            let file = file.to_string_lossy();
            let mut program = Program::start(name, &PathBuf::from(command), &[&file, &keys])?;
            program.tell_request(&request)?;
            programs.push(program);
        } else {
            eprintln!("the command `{command}` is not installed, {name} is left out");
        }
    }
    Ok(programs)
}

/// Builds our program. The next backend is written over it, so each gets a place of its own.
fn ours(backend: &str, features: &[&str]) -> Result<PathBuf, Failure> {
    let build = [
        "build",
        "--release",
        "--package",
        "lianlian-benches",
        "--example",
        "peer",
        "--message-format",
    ];
    let messages =
        cargo(build).args(["json-render-diagnostics"]).args(features.iter().copied()).output()?;
    let executable = messages.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message.get("executable")?.as_str().map(PathBuf::from)
    });
    let executable = executable.ok_or("cargo built no example `peer`")?;
    let kept = executable.with_file_name(format!("peer-with-{backend}"));
    std::fs::copy(&executable, &kept).map_err(|e| format!("{}: {e}", kept.display()))?;
    Ok(kept)
}

/// Every program makes the same source and the same signatures, and accepts those of the first.
fn agree(programs: &mut [Program], has_openssl: bool) -> Result<(), Failure> {
    let mut answers = |order: &str| same(order, programs);
    let source = answers("source")?;
    for bits in BITS {
        for hash in HASHES {
            let signature = answers(&format!("sign {hash} {bits}"))?;
            let verified = answers(&format!("verify {hash} {bits} {signature}"))?;
            if verified != "true" {
                return Err(format!("a signature with {hash} and {bits} bits verifies nowhere"));
            }
            if has_openssl && openssl::signature(&source, hash, bits)? != signature {
                return Err(format!("`openssl` makes another signature with {hash}, {bits} bits"));
            }
        }
    }
    eprintln!("all sources and signatures are equal, byte for byte");
    Ok(())
}

/// The answer of all programs to an order, which has to be the same.
fn same(order: &str, programs: &mut [Program]) -> Result<String, Failure> {
    let mut first: Option<String> = None;
    for program in programs {
        let answer = program.ask(order)?;
        match &first {
            Some(first) if *first != answer => {
                return Err(format!("{} answers `{order}` unlike ours: {answer}", program.name));
            }
            _ => first = Some(answer),
        }
    }
    first.ok_or_else(|| "there are no programs".to_owned())
}

/// Has the programs do a work in turn.
fn play(programs: &mut [Program], work: &str) -> Result<Times, Failure> {
    let mut times: Times = vec![Vec::new(); programs.len()];
    let mut repeats = vec![1_u32; programs.len()];
    for round in 0..ROUNDS {
        for ((program, repeats), times) in programs.iter_mut().zip(&mut repeats).zip(&mut times) {
            let took: f64 = program
                .ask(&format!("time {work} {repeats}"))?
                .parse()
                .map_err(|_| format!("{} told no time of `{work}`", program.name))?;
            let one = (took / f64::from(*repeats)).max(1.0);
            if round < WARM_UP {
                *repeats = whole((TURN / one).max(1.0));
            } else {
                times.push(one);
            }
        }
    }
    Ok(times)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
fn whole(number: f64) -> u32 {
    number as u32
}

/// A row of the table. `bare` holds the times by `openssl speed`, if there is a column of it.
fn row(what: &str, times: &Times, bare: Option<&[f64]>) -> String {
    let ours = times.first().map_or(&[][..], Vec::as_slice);
    let mut cells = vec![cell(median(ours.to_vec()), None)];
    cells.extend(times.iter().skip(1).map(|own| {
        let ratios = own.iter().zip(ours).map(|(own, ours)| own / ours).collect();
        cell(median(own.clone()), Some(median(ratios)))
    }));
    cells.extend(bare.map(|bare| match bare {
        [] => String::new(),
        _ => {
            let bare = median(bare.to_vec());
            cell(bare, Some(bare / median(ours.to_vec())))
        }
    }));
    format!("| {what} | {} |", cells.join(" | "))
}

fn cell(nanoseconds: f64, ratio: Option<f64>) -> String {
    let time = if nanoseconds < 1_000_000.0 {
        format!("{:.2} µs", nanoseconds / 1_000.0)
    } else {
        format!("{:.2} ms", nanoseconds / 1_000_000.0)
    };
    ratio.map_or_else(|| time.clone(), |ratio| format!("{time}, {ratio:.2}"))
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_tells_time_and_ratio() {
        assert_eq!(cell(1_234.0, None), "1.23 µs");
        assert_eq!(cell(2_500_000.0, Some(0.5)), "2.50 ms, 0.50");
    }

    #[test]
    fn one_odd_round_does_not_move_the_median() {
        assert!((median(vec![3.0, 900.0, 1.0, 2.0, 2.5]) - 2.5).abs() < f64::EPSILON);
    }
}
