//! Types of other libraries that merchants keep their orders in, each behind the feature of its name.
//!
//! A type is here if it says all that its field says, so that nothing is guessed on the way: a decimal
//! number is an amount, an instant of any zone is a time in UTC+8. Date-times without a zone
//! (`jiff::civil::DateTime`, `chrono::NaiveDateTime`, `time::PrimitiveDateTime`) are missing on purpose:
//! whoever made one knew which clock it was read from, but the value does not say it, and a wrong guess
//! moves an order by hours. Their owner gives them a zone first. Days have no zone to lose, so dates of
//! the same libraries are dates of the gateway.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod day;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;
