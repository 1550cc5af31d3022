//! Planted faults: each property catches code that breaks it.

mod amount;
mod browser;
mod floors;
mod form;
mod key;
mod notification;
mod pay_load;
mod reply;
mod request;
mod source;
mod spec;
mod time;
mod typed;
mod verify;
