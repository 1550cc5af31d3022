//! # Notifications with axum
//!
//! A shop that takes what the gateway posts to `notify_url`, in a server that is asynchronous, with a library
//! that blocks.
//!
//! | file | shows |
//! | --- | --- |
//! | `shop.rs` | `Receiver::once` with an inbox in memory, the amount and time compared, the answer |
//! | `server.rs` | the handler: the bytes of the body as they came, `spawn_blocking`, an [`Answer`] as a response |
//! | `tests/server.rs` | signed notifications over HTTP: repeated, all at once, forged, about another amount |
//!
//! ```sh
//! cargo run -p receive-axum -- 201304121000001004 llpay_public_key.pem
//! cargo test -p receive-axum
//! ```
//!
//! [`Answer`]: lianlian::Answer
#![allow(clippy::print_stderr, reason = "a real shop has its own log")]

mod server;
mod shop;

pub use server::{app, serve};
pub use shop::{Order, Shop, ShopError};
