//! The payer's address, in the form the gateway wants it.

use core::fmt;
use core::str::FromStr;
use std::net::Ipv4Addr;

use crate::short_text::ShortText;

/// The IPv4 address of the person who pays, sent as `userreq_ip`.
///
/// On the wire its four numbers are joined with `_` instead of points: `122_11_37_211`. It tells
/// about a person, so `Debug` and `Display` mask it; [`PayerIp::wire`] is the text that is sent.
///
/// ```
/// use lianlian_api::PayerIp;
/// let ip: PayerIp = "122.11.37.211".parse()?;
/// assert_eq!(&*ip.wire(), "122_11_37_211");
/// # Ok::<(), lianlian_api::PayerIpError>(())
/// ```
///
/// # Errors
/// `FromStr` takes four decimal numbers of 0 to 255 without leading zeros, joined all by points or
/// all by `_`; anything else is a [`PayerIpError`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PayerIp(Ipv4Addr);

/// A [`PayerIp`] as it is sent, at most `255_255_255_255`.
pub type PayerIpText = ShortText<15>;

/// A text that is no IPv4 address. The text is not repeated, it may be personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the payer's address is not an IPv4 address; write four numbers like 122.11.37.211 or \
     122_11_37_211 (the gateway takes no IPv6 address)"
)]
#[non_exhaustive]
pub struct PayerIpError;

impl PayerIp {
    /// The address.
    pub const fn address(self) -> Ipv4Addr {
        self.0
    }

    /// The address as it is sent, without allocating.
    pub fn wire(self) -> PayerIpText {
        self.written()
    }

    /// The address as text in as much place as the caller wants.
    pub(crate) fn written<const N: usize>(self) -> ShortText<N> {
        let mut text = ShortText::new();
        let [a, b, c, d] = self.0.octets();
        text.push_number(a.into(), 1);
        for octet in [b, c, d] {
            text.push(b'_');
            text.push_number(octet.into(), 1);
        }
        text
    }
}

impl From<Ipv4Addr> for PayerIp {
    fn from(address: Ipv4Addr) -> Self {
        Self(address)
    }
}

impl FromStr for PayerIp {
    type Err = PayerIpError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address =
            if text.contains('.') { text.parse() } else { text.replace('_', ".").parse() };
        address.map(Self).map_err(|_| PayerIpError)
    }
}

impl fmt::Debug for PayerIp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for PayerIp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_form_joins_with_underscores() {
        assert_eq!(&*PayerIp::from(Ipv4Addr::new(122, 11, 37, 211)).wire(), "122_11_37_211");
        assert_eq!(&*PayerIp::from(Ipv4Addr::BROADCAST).wire(), "255_255_255_255");
    }

    #[test]
    fn both_forms_are_read() {
        let ip = PayerIp::from(Ipv4Addr::new(1, 2, 3, 4));
        assert_eq!("1.2.3.4".parse(), Ok(ip));
        assert_eq!("1_2_3_4".parse(), Ok(ip));
    }

    #[test]
    fn what_is_no_ipv4_address_is_refused() {
        for text in
            ["", "1.2_3.4", "1.2.3", "1_2_3_4_5", "256.1.1.1", "01.2.3.4", "::1", " 1.2.3.4"]
        {
            assert_eq!(text.parse::<PayerIp>(), Err(PayerIpError), "{text}");
        }
    }

    #[test]
    fn an_address_does_not_print() {
        let ip = PayerIp::from(Ipv4Addr::LOCALHOST);
        assert_eq!(format!("{ip} {ip:?}"), "*** ***");
    }
}
