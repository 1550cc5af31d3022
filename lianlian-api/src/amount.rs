//! Money.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::short_text::ShortText;

/// An amount of money in hundredths of the currency's unit (fen for CNY).
///
/// Prints with exactly two decimals, as the gateway writes it: `Amount::from_fen(5)` is `0.05`.
/// Holds whatever a `u64` of fen can; the range an operation allows is checked with its request.
/// There is no negative amount and no conversion from or to floating point.
///
/// ```
/// use lianlian_api::Amount;
/// let amount: Amount = "210.97".parse()?;
/// assert_eq!(amount, Amount::from_fen(21_097));
/// assert_eq!(amount.to_string(), "210.97");
/// # Ok::<(), lianlian_api::AmountError>(())
/// ```
///
/// # Errors
/// `FromStr` and `Deserialize` (from a string) take what the gateway takes, digits with exactly
/// two decimals, and answer anything else with an [`AmountError`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u64);

/// An amount as text, at most `184467440737095516.15`.
pub type AmountText = ShortText<21>;

/// Why a text is no amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AmountError {
    /// There is no text.
    #[error("the amount is empty, the gateway takes digits and two decimals (210.90)")]
    Empty,
    /// A sign stands before the digits.
    #[error("an amount has no sign, `{0}` stands before this one")]
    Sign(char),
    /// Something other than digits and one point. The text is not repeated: what is no amount may
    /// be anything, a card number in the wrong field for one.
    #[error(
        "an amount is digits, a point and two decimals (210.90), this one has {0:?} in a digit's place"
    )]
    NotDigits(char),
    /// There is no digit before the point.
    #[error("the amount has no digit before the point, write 0 there (0.90)")]
    NoUnits,
    /// Whole units without decimals.
    #[error("{0} has no decimals, the gateway takes two ({0}.00)")]
    NoDecimals(String),
    /// A point with nothing after it.
    #[error("{0} ends with its point, the gateway takes two decimals ({0}00)")]
    EndsWithPoint(String),
    /// One decimal.
    #[error("{0} has one decimal, the gateway takes two ({0}0)")]
    OneDecimal(String),
    /// More than two decimals.
    #[error("{0} has more than two decimals, the smallest amount is 0.01; round it first")]
    TooManyDecimals(String),
    /// More than the type can hold.
    #[error("{0} is more than the largest amount, {max}", max = Amount::from_fen(u64::MAX))]
    TooLarge(String),
}

impl Amount {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// The amount of that many hundredths of the unit.
    pub const fn from_fen(fen: u64) -> Self {
        Self(fen)
    }

    /// The amount in hundredths of the unit.
    pub const fn fen(self) -> u64 {
        self.0
    }

    /// The sum, or `None` when it is more than the type can hold.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// The difference, or `None` when it would be negative.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// Reads an amount out of a reply, which may carry no, one or two decimals.
    ///
    /// Requests are held to exactly two; see [`Amount`]'s `FromStr`.
    ///
    /// # Errors
    /// An [`AmountError`] for a sign, an exponent, more than two decimals, a point without digits
    /// on both sides, or anything that is not ASCII digits.
    pub fn parse_lenient(text: &str) -> Result<Self, AmountError> {
        let (units, decimals) = split(text)?;
        match decimals {
            Some("") => Err(AmountError::EndsWithPoint(text.to_owned())),
            decimals => join(text, units, decimals.unwrap_or_default()),
        }
    }

    /// The amount as the gateway writes it, without allocating.
    pub fn text(self) -> AmountText {
        let mut text = AmountText::new();
        text.push_number(self.0 / 100, 1);
        text.push(b'.');
        text.push_pair(u8::try_from(self.0 % 100).unwrap_or(0));
        text
    }
}

/// The digits before and after the point, checked to be digits and to have digits before it.
fn split(text: &str) -> Result<(&str, Option<&str>), AmountError> {
    match text.chars().next() {
        None => return Err(AmountError::Empty),
        Some(sign @ ('+' | '-')) => return Err(AmountError::Sign(sign)),
        Some(_) => {}
    }
    let (units, decimals) = match text.split_once('.') {
        Some((units, decimals)) => (units, Some(decimals)),
        None => (text, None),
    };
    let is_strange = |character: &char| !character.is_ascii_digit();
    let strange = units.chars().chain(decimals.unwrap_or_default().chars()).find(is_strange);
    if let Some(character) = strange {
        return Err(AmountError::NotDigits(character));
    }
    if units.is_empty() {
        return Err(AmountError::NoUnits);
    }
    Ok((units, decimals))
}

/// The amount of digits split before; `text` is for the error.
fn join(text: &str, units: &str, decimals: &str) -> Result<Amount, AmountError> {
    let hundredths = match decimals.len() {
        0 => Some(0),
        1 => decimals.parse::<u64>().ok().and_then(|tenths| tenths.checked_mul(10)),
        2 => decimals.parse::<u64>().ok(),
        _ => return Err(AmountError::TooManyDecimals(text.to_owned())),
    };
    let fen = units.parse::<u64>().ok().and_then(|units| units.checked_mul(100));
    fen.zip(hundredths)
        .and_then(|(fen, hundredths)| fen.checked_add(hundredths))
        .map(Amount)
        .ok_or_else(|| AmountError::TooLarge(text.to_owned()))
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (units, decimals) = split(text)?;
        let Some(decimals) = decimals else {
            return Err(AmountError::NoDecimals(text.to_owned()));
        };
        match decimals.len() {
            0 => Err(AmountError::EndsWithPoint(text.to_owned())),
            1 => Err(AmountError::OneDecimal(text.to_owned())),
            _ => join(text, units, decimals),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text())
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl de::Visitor<'_> for Text {
            type Value = Amount;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount as a string with two decimals, like \"210.90\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Amount, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        text.parse::<Amount>().unwrap_err().to_string()
    }

    #[test]
    fn an_amount_prints_two_decimals() {
        assert_eq!(Amount::from_fen(0).to_string(), "0.00");
        assert_eq!(Amount::from_fen(5).to_string(), "0.05");
        assert_eq!(Amount::from_fen(21_090).to_string(), "210.90");
        assert_eq!(Amount::from_fen(u64::MAX).to_string(), "184467440737095516.15");
    }

    #[test]
    fn two_decimals_are_read() {
        assert_eq!("210.97".parse(), Ok(Amount::from_fen(21_097)));
        assert_eq!("0.05".parse(), Ok(Amount::from_fen(5)));
        assert_eq!("184467440737095516.15".parse(), Ok(Amount::from_fen(u64::MAX)));
    }

    #[test]
    fn what_the_gateway_does_not_take_is_refused_with_advice() {
        assert_eq!(refused("210.9"), "210.9 has one decimal, the gateway takes two (210.90)");
        assert_eq!(refused("210"), "210 has no decimals, the gateway takes two (210.00)");
        assert_eq!(
            refused("210."),
            "210. ends with its point, the gateway takes two decimals (210.00)"
        );
        assert!(refused("210.901").contains("more than two decimals"));
        assert!(refused("-1.00").contains("no sign"));
        assert!(refused("+1.00").contains("no sign"));
        assert!(refused("1e2.00").contains("'e'"));
        assert!(refused("1,000.00").contains("','"));
        assert!(refused("1.0.0").contains("'.'"));
        assert!(refused(" 1.00").contains("' '"));
        assert!(refused("\u{ff11}.00").contains("'\u{ff11}'"));
        assert!(refused(".50").contains("before the point"));
        assert!(refused("").contains("empty"));
        assert!(refused("184467440737095516.16").contains("184467440737095516.15"));
    }

    #[test]
    fn a_reply_may_leave_decimals_out() {
        for (text, fen) in [("210", 21_000), ("210.9", 21_090), ("210.97", 21_097)] {
            assert_eq!(Amount::parse_lenient(text), Ok(Amount::from_fen(fen)));
        }
        for text in ["", "-1", "1.", ".5", "1.234", "1e2", "99999999999999999999"] {
            assert!(Amount::parse_lenient(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sums_and_differences_do_not_wrap() {
        let (one, max) = (Amount::from_fen(1), Amount::from_fen(u64::MAX));
        assert_eq!(max.checked_add(one), None);
        assert_eq!(Amount::ZERO.checked_sub(one), None);
        assert_eq!(one.checked_add(one), Some(Amount::from_fen(2)));
    }

    #[test]
    fn serde_writes_and_reads_the_two_decimal_string() {
        let json = serde_json::to_string(&Amount::from_fen(21_090)).unwrap();
        assert_eq!(json, "\"210.90\"");
        assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), Amount::from_fen(21_090));
        assert!(serde_json::from_str::<Amount>("210.90").is_err());
        assert!(serde_json::from_str::<Amount>("\"210.9\"").is_err());
    }

    #[test]
    fn a_difference_is_one_unless_it_would_be_negative() {
        let (five, three) = (Amount::from_fen(5), Amount::from_fen(3));
        assert_eq!(five.checked_sub(three), Some(Amount::from_fen(2)));
        assert_eq!(five.checked_sub(five), Some(Amount::ZERO));
        assert_eq!(three.checked_sub(five), None);
    }
}
