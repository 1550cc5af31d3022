//! What the benchmarks measure: contests of this library with the bare work that it cannot avoid.
//!
//! `signature` and `exchange` have criterion measure each contender by itself, `ratios` measures them in turn.

#![allow(
    missing_docs,
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    clippy::new_without_default,
    reason = "a program of our own that stops at the first mistake"
)]

pub mod bare;
pub mod encryption;
pub mod keys;
pub mod messages;
pub mod orders;
pub mod plain;
pub mod round_trip;
pub mod send;
pub mod sign;
pub mod source;
pub mod verify;

use criterion::Criterion;
use lianlian::Scheme;

/// Several ways to the same result.
pub struct Contest {
    pub title: String,
    /// This library's own way first, the yardstick last.
    pub contenders: Vec<Contender>,
    /// What is promised of the first contender.
    pub claim: Option<Claim>,
    pub clock: Clock,
}

pub struct Contender {
    pub name: &'static str,
    pub run: Box<dyn FnMut()>,
}

#[derive(Clone, Copy)]
pub enum Claim {
    /// It takes at most so many times as long as the yardstick.
    Times(f64),
    /// It takes at most so many nanoseconds.
    Nanoseconds(f64),
}

/// Which time counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// What the measuring thread spent on a processor.
    Thread,
    /// What passes on the wall, where other threads have a part in the work.
    Wall,
}

impl Contest {
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), contenders: Vec::new(), claim: None, clock: Clock::Thread }
    }

    pub fn contender(mut self, name: &'static str, run: impl FnMut() + 'static) -> Self {
        self.contenders.push(Contender { name, run: Box::new(run) });
        self
    }

    pub fn contenders(mut self, more: impl IntoIterator<Item = Contender>) -> Self {
        self.contenders.extend(more);
        self
    }

    pub fn claim(mut self, claim: Claim) -> Self {
        self.claim = Some(claim);
        self
    }

    pub fn on_the_wall(mut self) -> Self {
        self.clock = Clock::Wall;
        self
    }

    /// Has criterion measure each contender, in a group of the contest's name.
    pub fn bench(self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group(self.title);
        group.sample_size(20);
        for Contender { name, mut run } in self.contenders {
            group.bench_function(name, |bench| bench.iter(&mut run));
        }
        group.finish();
    }
}

/// The schemes of RSA, and what their titles say.
pub const SCHEMES: [(Scheme, &str); 2] = [(Scheme::Rsa, "MD5"), (Scheme::Sha256WithRsa, "SHA-256")];
