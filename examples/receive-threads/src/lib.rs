//! # Notifications with plain threads and `SQLite`
//!
//! A shop that takes what the gateway posts to `notify_url`, with a thread for each request and without any
//! framework, and that keeps what it acted upon in the database that it acts upon. The booking and the
//! fact that it was made are one transaction, so nothing is booked twice, whatever crashes.
//!
//! | file | shows |
//! | --- | --- |
//! | `inbox.rs` | the trait `Inbox` over `SQLite`, with one `INSERT … ON CONFLICT DO NOTHING` |
//! | `shop.rs` | `Receiver::once_within`: the action writes within the claim |
//! | `http.rs` | as much of HTTP as it takes, over `httparse` |
//! | `server.rs` | threads that accept from one listener |
//! | `tests/server.rs` | signed notifications over HTTP: repeated, all at once, forged, about another amount |
//! | `tests/crash.rs` | a process that dies in the middle of booking |
//!
//! ```sh
//! cargo run -p receive-threads -- 201304121000001004 llpay_public_key.pem orders.db
//! cargo test -p receive-threads
//! ```
#![allow(clippy::print_stderr, reason = "a real shop has its own log")]

mod http;
mod inbox;
mod server;
mod shop;

pub use inbox::{SqliteClaim, SqliteInbox};
pub use server::serve;
pub use shop::{Shop, ShopError};
