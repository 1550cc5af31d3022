//! Faults of the wire: whatever a server does to the connection, the client says what is true, in time.
//!
//! The judge is the server. It notes what it has read, and nothing the client says may contradict that:
//! "not executed" is a lie as soon as a byte of the request arrived, and an answer is believed only if
//! the server wrote all of it.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

#[allow(dead_code, reason = "shared with the tests of the transport")]
#[path = "../../lianlian-api/tests/support/certificates.rs"]
mod certificates;
#[allow(dead_code, reason = "shared with the tests of the transport")]
#[path = "../../lianlian-api/tests/support/server.rs"]
mod server;
#[path = "../support/mod.rs"]
mod support;

mod certificate_faults;
mod cuts;
mod exchange;
mod framing;
mod handshakes;
mod redirects;
mod stalls;
mod tls_cuts;
