//! A shop whose contract with `LianLian` differs from the public documentation.
//!
//! The folder `our-spec` says what differs; the build script lays it over the spec and generates the
//! bindings, which are re-exported here and used as those of the crate `lianlian` are.

mod closing;
mod orders;
mod stand_in;

#[allow(clippy::pedantic)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/lianlian.rs"));
}
pub use generated::*;

pub use closing::{AbandonedBasket, Closing, close};
pub use orders::{Store, order};
pub use stand_in::{Sent, StandIn};
