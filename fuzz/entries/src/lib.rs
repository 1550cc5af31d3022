//! What fuzzing runs: for each target a function of any bytes that panics when a property is broken.
//!
//! `fuzz/fuzz_targets` hands these functions to libFuzzer, and `tests/stable.rs` runs them over the seeds
//! and their mutants on every machine. What a property compares with is written here once more and slowly,
//! from the rules of the gateway. Fields, codes and samples are those of the folder `spec` as `lianlian-spec`
//! loads it, not of the generated tables; of the code that is judged, a comparison takes the ids of operations
//! only. Each property also exists with the judged function as a parameter, so that a test can plant a fault
//! and see it caught.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::missing_panics_doc,
    reason = "a broken property panics"
)]

pub mod amount;
pub mod browser;
pub mod cast;
pub mod edit;
pub mod fields;
pub mod form;
pub mod html;
pub mod json;
pub mod key;
pub mod model;
pub mod mutate;
pub mod notification;
pub mod pay_load;
pub mod reply;
pub mod request;
pub mod rules;
pub mod source;
pub mod spec;
pub mod time;
pub mod told;
pub mod typed;
pub mod verify;

/// How far an input came in its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// To a refusal, which was found right.
    Refusal,
    /// To what the target is about: something was read, made or verified, and compared.
    Property,
}

impl Reached {
    /// The property, or a refusal.
    pub const fn property_if(is_reached: bool) -> Self {
        if is_reached { Self::Property } else { Self::Refusal }
    }
}

/// A property and what is run for it.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of its file in `fuzz_targets` and of its folder in `seeds`.
    pub name: &'static str,
    /// Panics if the property does not hold for the bytes.
    pub run: fn(&[u8]) -> Reached,
    /// How many mutants of the seeds the stable run tries.
    pub mutants: u32,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "amount", run: amount::amount, mutants: 20_000 },
    Target { name: "browser", run: browser::browser, mutants: 5_000 },
    Target { name: "form", run: form::form, mutants: 1_000 },
    Target { name: "key", run: key::key, mutants: 2_000 },
    Target { name: "notification", run: notification::notification, mutants: 5_000 },
    Target { name: "pay_load", run: pay_load::pay_load, mutants: 500 },
    Target { name: "reply", run: reply::reply, mutants: 3_000 },
    Target { name: "request", run: request::request, mutants: 3_000 },
    Target { name: "source", run: source::source, mutants: 5_000 },
    Target { name: "spec", run: spec::spec, mutants: 300 },
    Target { name: "time", run: time::time, mutants: 3_000 },
    Target { name: "verify", run: verify::verify, mutants: 3_000 },
];

/// The target of this name.
pub fn target(name: &str) -> Target {
    *TARGETS.iter().find(|target| target.name == name).expect("a target")
}
