//! Whole messages: `send` without a network, `pay_load` both ways, and a round trip to the sandbox.
//!
//! `cargo bench -p lianlian-benches --bench exchange`; `cargo bench -p lianlian-benches --bench ratios` judges the ratios.

#![allow(missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use lianlian_benches::{encryption, round_trip, send};

fn exchange(criterion: &mut Criterion) {
    let contests = [send::contests(), encryption::contests(), round_trip::contests()];
    for contest in contests.into_iter().flatten() {
        contest.bench(criterion);
    }
}

criterion_group!(benches, exchange);
criterion_main!(benches);
