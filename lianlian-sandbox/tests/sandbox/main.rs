//! The sandbox as a merchant's program meets it: over HTTP, with the real client.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    missing_docs
)]

mod browser;
mod card_binding;
mod card_orders;
mod control;
mod dashboard;
mod interventions;
mod lifetime;
mod notification;
mod openssl;
mod payment;
mod payouts;
mod refusals;
mod support;
