//! From the spec folder to Rust source, and its parts: reading and checking, generating.
//!
//! `cargo bench -p lianlian-benches --bench generation`; generating, from model to source, has to stay below 50 ms.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use lianlian_codegen::{Options, generate};
use lianlian_spec::load;

fn generation(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let spec = load(&folder).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let options = Options::default().with_feature_per_product(true);
    let mut group = criterion.benchmark_group("the whole spec");
    group.sample_size(20);
    group.bench_function("read and checked", |bench| bench.iter(|| load(black_box(&folder))));
    group.bench_function("model to source", |bench| {
        bench.iter(|| generate(black_box(&spec), &options));
    });
    group.bench_function("folder to source", |bench| {
        bench.iter(|| generate(&load(black_box(&folder)).unwrap(), &options));
    });
    group.finish();
}

criterion_group!(benches, generation);
criterion_main!(benches);
