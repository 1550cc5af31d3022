//! Instructions of one signature source, counted by valgrind: the same on every run, whatever else the machine does.
//!
//! `cargo bench -p lianlian-benches --bench instructions`; needs the command `valgrind`.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::hint::black_box;
use std::process::{Command, ExitCode};

use lianlian::{Message, Scheme, source_of, write_source};
use lianlian_benches::messages::{PAID, signed};
use lianlian_benches::orders::{filling, twenty};
use lianlian_benches::plain::{Nowhere, map_source, map_source_of_json};
use lianlian_benches::verify;

const CASES: [&str; 8] = [
    "static, sink",
    "static, text",
    "map, text",
    "message, sink",
    "message map, text",
    "verify, to typed",
    "verify, map",
    "verify, bare",
];

/// Does the work of a case `times` times; run under valgrind.
fn work(case: &str, times: u32) {
    let order = twenty();
    let filling = filling(Scheme::Rsa);
    let body = signed(PAID, 1024, Scheme::Rsa);
    // The first contest is that of the shortest key and of MD5, and its contenders are in this order.
    let [typed, map, .., bare] = &mut *verify::contests().swap_remove(0).contenders else {
        panic!("the contest has other contenders than before")
    };
    for _ in 0..times {
        let order = black_box(&order);
        let body = black_box(body.as_bytes());
        match case {
            "static, sink" => write_source(order, &filling, &mut Nowhere),
            "static, text" => drop(black_box(source_of(order, &filling))),
            "map, text" => drop(black_box(map_source(order))),
            "message, sink" => Message::parse(body).unwrap().write_source(&[], &mut Nowhere),
            "message map, text" => drop(black_box(map_source_of_json(body))),
            "verify, to typed" => (typed.run)(),
            "verify, map" => (map.run)(),
            _ => (bare.run)(),
        }
    }
}

/// Instructions of the whole program doing a case `times` times.
fn instructions(case: &str, times: u32) -> Option<u64> {
    let program = std::env::current_exe().unwrap();
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["work", case, &times.to_string()])
        .output()
        .ok()?;
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = report.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, case, times] = arguments.as_slice()
        && word == "work"
    {
        work(case, times.parse().unwrap());
        return ExitCode::SUCCESS;
    }
    println!("{:<20} {:>14}", "case", "instructions");
    for case in CASES {
        // The difference leaves out what the program does once.
        let counted = instructions(case, 1_000).zip(instructions(case, 3_000));
        let Some((few, many)) = counted else {
            eprintln!("nothing was counted: is the command `valgrind` installed?");
            return ExitCode::FAILURE;
        };
        println!("{case:<20} {:>14}", many.saturating_sub(few) / 2_000);
    }
    ExitCode::SUCCESS
}
