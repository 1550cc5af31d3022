//! Nothing that is sensitive, and nothing of a key, is seen anywhere but in the bytes that are sent.
//!
//! Every sensitive field of every message gets a value that is found again in whatever form, everything is driven that
//! can show something, and what is shown is searched.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects
)]

mod keys;
mod marks;
mod messages;
mod observer;
mod outcomes;
mod sandbox;
mod violations;

#[path = "../support/mod.rs"]
mod support;
