//! Tables of the gateway: banks, and addresses that notifications come from.

use std::net::Ipv4Addr;

/// A bank that the gateway knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bank {
    /// The code that `bank_code` carries, eight digits.
    pub code: &'static str,
    /// Its name in English.
    pub name: &'static str,
    /// Its name in Chinese, as `bank_name` carries it.
    pub zh: &'static str,
    /// Its abbreviation in the documentation. Two banks share one: go by the code.
    pub abbreviation: &'static str,
}

/// Addresses that one edition of the documentation says notifications come from.
#[derive(Clone, Copy, Debug)]
pub struct NotificationAddresses {
    /// The edition.
    pub edition: &'static str,
    /// The addresses.
    pub ranges: &'static [AddressRange],
}

/// Addresses from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressRange {
    /// The first address.
    pub first: Ipv4Addr,
    /// The last address.
    pub last: Ipv4Addr,
}
