//! The sandbox as a merchant's program meets it: over HTTP, with the real client.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    missing_docs
)]

mod accounts;
mod all_operations;
mod balances;
mod browser;
mod card_binding;
mod card_orders;
mod control;
mod dashboard;
mod data;
mod exchange;
mod interventions;
mod lifetime;
mod mpay;
mod notification;
mod online_banking;
mod openssl;
mod outcomes;
mod payment;
mod payouts;
mod preauth;
mod redirects;
mod refunds;
mod refusals;
mod support;
mod troubles;
mod unified;
