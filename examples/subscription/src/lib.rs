//! A club whose members pay every month with a card that they bound once.
//!
//! The card passes through: what is written down is the agreement that stands for it. Messages are
//! the club's own structs, put together from parts that several of them share; the gateway's steps (an SMS
//! code is waited for, or not) are matched as the library gives them.

mod billing;
mod binding;
mod book;
mod club;
mod people;

pub use billing::Key;
pub use book::{Agreement, Book, Charge, ChargeState, Month};
pub use club::{Charged, Club, ClubError};
pub use people::{CardForm, CardKind, CreditCard, Subscriber};
