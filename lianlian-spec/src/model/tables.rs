//! Tables: banks, and addresses that notifications come from.

use std::net::Ipv4Addr;

/// A bank.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bank {
    /// Its code.
    pub code: String,
    /// Its name in English.
    pub name: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its abbreviation in the documentation; not unique.
    pub abbreviation: String,
}

/// Where one edition of the documentation says notifications come from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotificationAddresses {
    /// The edition.
    pub edition: String,
    /// First and last address of each range, both included.
    pub ranges: Vec<(Ipv4Addr, Ipv4Addr)>,
}
