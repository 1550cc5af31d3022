//! Judges what is promised of speed: each contender beside its yardstick, in turn, many times over.
//!
//! `cargo bench -p lianlian-benches --bench ratios -- [--seconds N] [WORDS OF A TITLE]` prints one table; with
//! `--features openssl` before the two dashes, that of the other backend. Contenders take turns of a few milliseconds,
//! so that whatever else the machine does meets them alike, and a ratio is the median of those of the single rounds.
//! Behind each ratio stand its quartiles.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

use std::time::{Duration, Instant};

use lianlian_benches::{Claim, Clock, Contender, Contest};
use lianlian_benches::{encryption, round_trip, send, sign, source, verify};

/// How long a turn is at least.
const TURN: Duration = Duration::from_millis(4);
/// Rounds that a median needs, whatever time they take.
const FEWEST_ROUNDS: usize = 15;

fn main() {
    let (seconds, words) = arguments();
    println!("| what | time | ratio | quartiles | promised | |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let all = [
        source::contests,
        sign::contests,
        verify::contests,
        send::contests,
        encryption::contests,
        round_trip::contests,
    ];
    for contests in all {
        for contest in contests() {
            if words.iter().all(|word| contest.title.contains(word)) {
                play(contest, Duration::from_secs(seconds));
            }
        }
    }
}

fn arguments() -> (u64, Vec<String>) {
    let mut seconds = 4;
    let mut words = Vec::new();
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            // Cargo says so to every benchmark.
            "--bench" => {}
            "--seconds" => {
                let number = given.next().and_then(|number| number.parse().ok());
                seconds = number.expect("--seconds takes a number of seconds for each contest");
            }
            _ => words.push(argument),
        }
    }
    (seconds, words)
}

/// Measures a contest for so long, and prints a row for each contender.
fn play(mut contest: Contest, budget: Duration) {
    let clock = contest.clock;
    let repeats: Vec<u32> = contest.contenders.iter_mut().map(|one| repeats(one, clock)).collect();
    // Nanoseconds of one run, by contender and round.
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); repeats.len()];
    let started = Instant::now();
    for round in 0.. {
        if round >= FEWEST_ROUNDS && started.elapsed() > budget {
            break;
        }
        let mut order: Vec<usize> = (0..repeats.len()).collect();
        // Who comes first finds the caches as the last one left them.
        if round % 2 == 1 {
            order.reverse();
        }
        for at in order {
            let took = turn(&mut contest.contenders[at], repeats[at], clock);
            times[at].push(took.as_nanos() as f64 / f64::from(repeats[at]));
        }
    }
    println!("| **{}** ({} rounds) | | | | | |", contest.title, times[0].len());
    let yardstick = times.last().unwrap();
    for (at, contender) in contest.contenders.iter().enumerate() {
        let ratios = times[at].iter().zip(yardstick).map(|(own, bare)| own / bare).collect();
        let time = Spread::of(times[at].clone());
        let ratio = Spread::of(ratios);
        let claim = contest.claim.filter(|_| at == 0);
        println!(
            "| {} | {} | {:.3} | {:.3} to {:.3} | {} |",
            contender.name,
            shown(time.median),
            ratio.median,
            ratio.low,
            ratio.high,
            judged(claim, &time, &ratio),
        );
    }
}

/// What is promised of a contender, and whether it is kept: by three quarters of the rounds, or else by less than one.
/// Between them the machine was too busy to tell.
fn judged(claim: Option<Claim>, time: &Spread, ratio: &Spread) -> String {
    let (promise, found, most) = match claim {
        None => return " | ".to_owned(),
        Some(Claim::Times(most)) => (format!("≤ {most:.2} ×"), ratio, most),
        Some(Claim::Nanoseconds(most)) => (format!("≤ {most} ns"), time, most),
    };
    let verdict = match found {
        _ if found.high <= most => "kept",
        _ if found.low <= most => "unsure",
        _ => "MISSED",
    };
    format!("{promise} | {verdict}")
}

/// How often a contender runs in one turn.
fn repeats(contender: &mut Contender, clock: Clock) -> u32 {
    let mut repeats = 1_u32;
    loop {
        // The first run warms up.
        (contender.run)();
        let took = turn(contender, repeats, clock);
        if took >= TURN {
            return repeats;
        }
        let missing = TURN.as_nanos() as f64 / (took.as_nanos() as f64).max(1.0);
        repeats = (f64::from(repeats) * missing.clamp(1.2, 100.0)).ceil() as u32;
    }
}

fn turn(contender: &mut Contender, repeats: u32, clock: Clock) -> Duration {
    let started = now(clock);
    for _ in 0..repeats {
        (contender.run)();
    }
    now(clock).saturating_sub(started)
}

/// A time that only differences mean something of.
fn now(clock: Clock) -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    match clock {
        #[cfg(unix)]
        Clock::Thread => {
            use rustix::time::{ClockId, clock_gettime};
            let time = clock_gettime(ClockId::ThreadCPUTime);
            Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
        }
        _ => START.elapsed(),
    }
}

/// A median with its quartiles.
struct Spread {
    low: f64,
    median: f64,
    high: f64,
}

impl Spread {
    fn of(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        let last = numbers.len() - 1;
        Self { low: numbers[last / 4], median: numbers[last / 2], high: numbers[last - last / 4] }
    }
}

fn shown(nanoseconds: f64) -> String {
    match nanoseconds {
        ..1_000.0 => format!("{nanoseconds:.0} ns"),
        ..1_000_000.0 => format!("{:.2} µs", nanoseconds / 1_000.0),
        _ => format!("{:.3} ms", nanoseconds / 1_000_000.0),
    }
}
