//! Source, signature and verification, each beside a plain `BTreeMap` and the bare RSA operation.
//!
//! `cargo bench -p lianlian-benches --bench signature`; `cargo bench -p lianlian-benches --bench ratios` judges the ratios.

#![allow(missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};
use lianlian_benches::{sign, source, verify};

fn signature(criterion: &mut Criterion) {
    let contests = [source::contests(), sign::contests(), verify::contests()];
    for contest in contests.into_iter().flatten() {
        contest.bench(criterion);
    }
}

criterion_group!(benches, signature);
criterion_main!(benches);
