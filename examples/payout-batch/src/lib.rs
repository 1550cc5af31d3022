//! A pay office that pays a list out, and may run it again without paying anybody twice.
//!
//! [`Payout`] is a line of the list with a few attributes that make it a request of the gateway. The rest
//! is what a pay office needs around it: a [`Journal`] that is written before money moves, a person's
//! decision about what the gateway holds, and questions instead of guesses.

mod batch;
mod journal;
mod list;
mod payout;
mod summary;

pub use batch::run;
pub use journal::{Entry, Journal, JournalError, State};
pub use list::{ListError, payouts};
pub use payout::{Payee, PayeeKind, Payout};
pub use summary::Summary;
