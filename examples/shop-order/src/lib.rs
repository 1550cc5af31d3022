//! A shop that sends the orders it has: stored as JSON, with the shop's own names and types.
//!
//! [`Order`] is what a row of a database is in a real shop. A few attributes make it a request of the
//! gateway; the rest of this crate is what a shop does with one: keep it, place it, hear that it is paid,
//! and ask when nothing is heard.

mod hook;
mod messages;
mod order;
mod shop;
mod store;

pub use hook::Hook;
pub use messages::Payment;
pub use order::{Checkout, Customer, Item, Order, Receipt, Status, Wallet};
pub use shop::{Heard, Next, Shop, ShopError};
pub use store::{Settled, Store, StoreError};
