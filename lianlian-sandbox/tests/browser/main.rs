//! The pages and the dashboard as a real browser shows them: headless Chromium clicks, types, goes back,
//! reloads, and opens second tabs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    missing_docs
)]

mod cards;
mod chromium;
mod dashboard;
mod looks;
mod payments;
mod shop;
