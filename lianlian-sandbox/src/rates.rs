//! Rates of exchange: a small table that never changes, so that a test can count on it.
//!
//! They are invented and roughly of the right size. Amounts of every currency have two decimals here, as
//! the spec has it even of yen.

use lianlian::codes::Currency;
use lianlian::{Amount, Code as _};

/// A yuan in the units of the table.
const UNIT: u64 = 10_000;

/// What one unit of a currency costs, in ten-thousandths of a yuan.
const RATES: [(Currency, u64); 11] = [
    (Currency::Aud, 46_500),
    (Currency::Cny, UNIT),
    (Currency::Dkk, 10_400),
    (Currency::Eur, 77_500),
    (Currency::Gbp, 90_100),
    (Currency::Hkd, 9_130),
    (Currency::Jpy, 475),
    (Currency::Nzd, 42_000),
    (Currency::Sek, 6_900),
    (Currency::Sgd, 53_200),
    (Currency::Usd, 71_200),
];

/// The rate of a currency, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate(u64);

impl Rate {
    /// The rate of the currency of this code, if the spec lists it.
    pub(crate) fn of(code: &str) -> Option<Self> {
        let found = RATES.iter().find(|(currency, _)| currency.code() == code);
        found.map(|(_, rate)| Self(*rate))
    }

    /// What an amount costs in yuan, rounded to the nearest fen, and half a fen up.
    ///
    /// `None` if that is more than an amount holds.
    pub(crate) fn in_yuan(self, money: Amount) -> Option<Amount> {
        let exact = money.fen().checked_mul(self.0)?;
        let fen = exact.checked_add(UNIT / 2)?.checked_div(UNIT)?;
        Some(Amount::from_fen(fen))
    }
}

impl std::fmt::Display for Rate {
    /// With four decimals, as the documentation's samples have it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:04}", self.0 / UNIT, self.0 % UNIT)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_amount_in_dollars_costs_what_the_sample_says() {
        let rate = Rate::of("USD").unwrap();
        assert_eq!(rate.to_string(), "7.1200");
        assert_eq!(rate.in_yuan(Amount::from_fen(21_097)), Some(Amount::from_fen(150_211)));
        assert_eq!(Rate::of("JPY").unwrap().to_string(), "0.0475");
        assert_eq!(
            Rate::of("JPY").unwrap().in_yuan(Amount::from_fen(1)),
            Some(Amount::from_fen(0))
        );
        assert_eq!(rate.in_yuan(Amount::from_fen(u64::MAX)), None);
    }

    #[test]
    fn every_currency_of_the_spec_has_a_rate() {
        for currency in Currency::LIST.codes {
            assert!(Rate::of(currency.code).is_some(), "{}", currency.code);
        }
        assert_eq!(Currency::LIST.codes.len(), RATES.len());
    }
}
