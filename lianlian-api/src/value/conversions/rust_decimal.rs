//! `rust_decimal`: amounts as decimal numbers.

use ::rust_decimal::Decimal;

use crate::amount::Amount;
use crate::value::{FieldError, FieldValue, FromField, Value, kind};

/// The number is of the currency's unit, not of fen: `12.3` is 12.30.
///
/// It is sent exactly or not at all: nothing is rounded on the way. How many decimals the number is
/// written with does not matter, `12.3000` is 12.30 too.
#[diagnostic::do_not_recommend]
impl FieldValue<kind::Amount> for Decimal {
    fn value(&self) -> Value<'_> {
        match fen(self) {
            Ok(fen) => FieldValue::<kind::Amount>::value(&Amount::from_fen(fen)).into_owned(),
            Err(reason) => Value::unusable(reason),
        }
    }
}

/// The number in hundredths, or why it is no amount.
fn fen(number: &Decimal) -> Result<u64, String> {
    // A decimal is its digits, an integer, over a power of ten. Zero may have a sign, but has no digits.
    let (digits, scale) = (number.mantissa(), number.scale());
    if digits.is_negative() {
        return Err(format!("{number} is negative, an amount is not"));
    }
    // At most 28 powers of ten, which an i128 holds.
    let power = |exponent: u32| 10_i128.checked_pow(exponent);
    let hundredths = match scale.checked_sub(2) {
        None => power(2_u32.saturating_sub(scale)).and_then(|power| digits.checked_mul(power)),
        Some(surplus) => {
            let power = power(surplus);
            if power.and_then(|power| digits.checked_rem(power)) != Some(0) {
                return Err(format!(
                    "{number} has more than two decimals; round it where the price is made"
                ));
            }
            power.and_then(|power| digits.checked_div(power))
        }
    };
    hundredths.and_then(|hundredths| u64::try_from(hundredths).ok()).ok_or_else(|| {
        format!("{number} is more than the largest amount, {}", Amount::from_fen(u64::MAX))
    })
}

/// The number has two decimals, whatever the text has.
#[diagnostic::do_not_recommend]
impl FromField<kind::Amount> for Decimal {
    fn from_field(text: Option<&str>) -> Result<Self, FieldError> {
        let fen = <Amount as FromField<kind::Amount>>::from_field(text)?.fen();
        // A decimal has 96 bits of digits, so every amount is one.
        Ok(Self::from_i128_with_scale(i128::from(fen), 2))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    /// The text that is sent, or why none is.
    fn sent(number: Decimal) -> Result<String, String> {
        let value = FieldValue::<kind::Amount>::value(&number);
        match value.problem() {
            Some(reason) => Err(reason.to_owned()),
            None => Ok(value.as_str().to_owned()),
        }
    }

    fn read(text: &str) -> Result<Decimal, FieldError> {
        <Decimal as FromField<kind::Amount>>::from_field(Some(text))
    }

    #[test]
    fn zeros_at_the_end_do_not_change_the_amount() {
        for text in ["12.3", "12.30", "12.3000", "12.3000000000000000000000000"] {
            assert_eq!(sent(decimal(text)).unwrap(), "12.30", "{text}");
        }
        assert_eq!(sent(decimal("12")).unwrap(), "12.00");
        assert_eq!(sent(decimal("0.01")).unwrap(), "0.01");
    }

    #[test]
    fn a_part_of_a_fen_is_not_rounded_away() {
        let refused = |text| sent(decimal(text)).unwrap_err();
        assert_eq!(
            refused("0.005"),
            "0.005 has more than two decimals; round it where the price is made"
        );
        assert!(refused("12.3400000000000000000000001").contains("more than two decimals"));
        assert!(refused("0.0000000000000000000000000001").contains("more than two decimals"));
        let third = decimal("10") / decimal("3");
        assert!(sent(third).unwrap_err().contains("more than two decimals"));
    }

    #[test]
    fn a_negative_number_is_no_amount_and_zero_has_no_sign() {
        assert_eq!(sent(decimal("-0.01")).unwrap_err(), "-0.01 is negative, an amount is not");
        assert_eq!(
            sent(Decimal::MIN).unwrap_err().split_once(' ').unwrap().1,
            "is negative, an amount is not"
        );
        let mut zero = Decimal::ZERO;
        zero.set_sign_negative(true);
        assert_eq!(sent(zero).unwrap(), "0.00");
    }

    #[test]
    fn the_largest_amount_is_sent_and_nothing_above_it() {
        assert_eq!(sent(decimal("184467440737095516.15")).unwrap(), "184467440737095516.15");
        assert_eq!(
            sent(decimal("184467440737095516.16")).unwrap_err(),
            "184467440737095516.16 is more than the largest amount, 184467440737095516.15"
        );
        assert!(sent(Decimal::MAX).unwrap_err().contains("more than the largest amount"));
    }

    #[test]
    fn what_is_read_has_two_decimals() {
        for text in ["12.30", "12.3"] {
            assert_eq!(read(text).unwrap().to_string(), "12.30");
        }
        assert_eq!(read("12").unwrap().to_string(), "12.00");
        assert_eq!(read("184467440737095516.15").unwrap().to_string(), "184467440737095516.15");
        assert_eq!(
            <Decimal as FromField<kind::Amount>>::from_field(None),
            Err(FieldError::Missing)
        );
        assert!(matches!(read("-1.00"), Err(FieldError::Amount(_))));
        assert!(matches!(read("1.001"), Err(FieldError::Amount(_))));
    }

    proptest! {
        #[test]
        fn every_amount_is_itself_at_every_scale(fen: u64, shift in 0_u32..64) {
            // Small amounts too: many zeros after them leave less room for digits.
            let amount = Amount::from_fen(fen.checked_shr(shift).unwrap_or_default());
            for scale in 2_u32..=28 {
                let power = 10_i128.pow(scale.saturating_sub(2));
                let digits = i128::from(amount.fen()).checked_mul(power);
                let number = digits.map(|digits| Decimal::try_from_i128_with_scale(digits, scale));
                if let Some(Ok(number)) = number {
                    prop_assert_eq!(sent(number), Ok(amount.to_string()));
                }
            }
            prop_assert_eq!(sent(read(&amount.to_string()).unwrap()), Ok(amount.to_string()));
        }

        #[test]
        fn a_number_is_sent_exactly_if_rounding_would_not_change_it(
            digits: u128, shift in 32_u32..=128, is_negative: bool,
        ) {
            let digits = i128::try_from(digits.checked_shr(shift).unwrap_or_default()).unwrap();
            let digits = if is_negative { digits.saturating_neg() } else { digits };
            for scale in 0..=28 {
                let number = Decimal::from_i128_with_scale(digits, scale);
                let is_amount = number >= Decimal::ZERO
                    && number == number.round_dp(2)
                    && number <= decimal("184467440737095516.15");
                prop_assert_eq!(sent(number).ok(), is_amount.then(|| format!("{number:.2}")));
            }
        }
    }
}
