//! An embedded LianLian Pay gateway to develop and test against.
//!
//! A [`Sandbox`] serves the gateway's operations on loopback, at their production paths, from the same
//! description the library is generated from: it checks signature, fields and rules, keeps orders, signs
//! its replies, and notifies the merchant until the notification is acknowledged. No money, no internet.
//!
//! It shares the library's code for signatures, so it proves that a program's flow is right, not that a
//! signature is; known answers and OpenSSL do that elsewhere.
//!
//! ```
//! use lianlian::aggregate::Query;
//! use lianlian_sandbox::Sandbox;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::builder().key_bits(1024).start()?;
//! let client = sandbox.client().build()?;
//! let answer = client.send(&Query::builder().no_order("20261122000001").build()?);
//! assert!(answer.is_err(), "nobody has placed that order yet");
//! # Ok(())
//! # }
//! ```
//!
//! Programs in other languages find two addresses beside the gateway's own:
//!
//! | address | does |
//! | --- | --- |
//! | `POST /sandbox/orders/{no_order}/pay` | pays the order, as [`Sandbox::pay`] |
//! | `GET /sandbox/orders/{no_order}` | tells its state as JSON |

mod builder;
mod control;
mod delivery;
mod error;
mod exchange;
mod gateway;
mod hosted;
mod incoming;
mod ledger;
mod operations;
mod outgoing;
mod pages;
mod return_codes;
mod sandbox;
mod server;
mod values;
mod view;

pub use builder::SandboxBuilder;
pub use error::SandboxError;
pub use exchange::{Direction, Exchange, Verdict};
pub use sandbox::Sandbox;
pub use view::{Answer, Attempt, OrderState, OrderView};
