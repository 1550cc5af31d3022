//! The textual forms of the gateway's values, as pure functions.

use std::cmp::Ordering;

/// At least one ASCII digit and nothing else.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A whole number that an `i64` holds, with an optional minus sign.
pub(crate) fn is_int(text: &str) -> bool {
    is_digits(text.strip_prefix('-').unwrap_or(text)) && text.parse::<i64>().is_ok()
}

/// Digits, a point, exactly two digits.
pub(crate) fn is_amount(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(yuan, fen)| is_digits(yuan) && is_digits(fen) && fen.len() == 2)
}

/// `yyyyMMdd` of a day that exists.
pub(crate) fn is_date(text: &str) -> bool {
    if text.len() != 8 || !is_digits(text) {
        return false;
    }
    let year = number(text, 0, 4);
    let day = number(text, 6, 8);
    day >= 1 && day <= days_of(year, number(text, 4, 6))
}

/// `yyyyMMddHHmmss` of a second that exists (leap seconds do not).
pub(crate) fn is_time(text: &str) -> bool {
    text.len() == 14
        && is_digits(text)
        && text.get(..8).is_some_and(is_date)
        && number(text, 8, 10) < 24
        && number(text, 10, 12) < 60
        && number(text, 12, 14) < 60
}

/// A character, or first and last of several: `_`, `a-z`.
pub(crate) fn range_of(text: &str) -> Option<(char, char)> {
    let mut letters = text.chars();
    match (letters.next()?, letters.next(), letters.next(), letters.next()) {
        (one, None, ..) => Some((one, one)),
        (first, Some('-'), Some(last), None) if first <= last => Some((first, last)),
        _ => None,
    }
}

/// An IPv4 address with `_` for `.`: `10_1_2_3`.
pub(crate) fn is_ip(text: &str) -> bool {
    let mut parts = 0_usize;
    let all_bytes = text.split('_').all(|part| {
        parts = parts.saturating_add(1);
        is_digits(part) && part.len() <= 3 && part.parse::<u8>().is_ok()
    });
    all_bytes && parts == 4
}

/// A decimal number without sign or exponent: `100`, `0.01`.
pub(crate) fn is_decimal(text: &str) -> bool {
    match text.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(text),
    }
}

/// Orders two texts for which [`is_decimal`] holds, of any length.
pub(crate) fn compare_decimals(a: &str, b: &str) -> Ordering {
    let (a_whole, a_fraction) = a.split_once('.').unwrap_or((a, ""));
    let (b_whole, b_fraction) = b.split_once('.').unwrap_or((b, ""));
    let a_whole = a_whole.trim_start_matches('0');
    let b_whole = b_whole.trim_start_matches('0');
    let wholes = a_whole.len().cmp(&b_whole.len()).then_with(|| a_whole.cmp(b_whole));
    // Without trailing zeros a longer fraction with an equal beginning is the larger one.
    wholes.then_with(|| a_fraction.trim_end_matches('0').cmp(b_fraction.trim_end_matches('0')))
}

/// Orders two texts for which [`is_int`] holds.
pub(crate) fn compare_ints(a: &str, b: &str) -> Ordering {
    a.parse::<i64>().unwrap_or_default().cmp(&b.parse::<i64>().unwrap_or_default())
}

fn number(digits: &str, from: usize, to: usize) -> u32 {
    digits.get(from..to).and_then(|part| part.parse().ok()).unwrap_or_default()
}

fn days_of(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_exactly_two_decimals() {
        assert!(is_amount("0.01") && is_amount("100000000.00"));
        for wrong in ["1", "1.0", "1.000", ".01", "-1.00", "1.0x", "１.00", "1.00.00", ""] {
            assert!(!is_amount(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_date_must_exist() {
        assert!(is_date("20240229") && is_date("20000229") && is_date("20261231"));
        for wrong in ["20260229", "19000229", "20260431", "20261301", "20260100", "2026010", ""] {
            assert!(!is_date(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_time_must_exist() {
        assert!(is_time("20261122235959"));
        for wrong in ["20261122240000", "20261122236000", "20261122235960", "20261122"] {
            assert!(!is_time(wrong), "{wrong}");
        }
    }

    #[test]
    fn an_address_has_four_bytes_and_underscores() {
        assert!(is_ip("122_224_25_3"));
        for wrong in ["122.224.25.3", "1_2_3", "1_2_3_4_5", "1_2_3_256", "1_2__4", "+1_2_3_4"] {
            assert!(!is_ip(wrong), "{wrong}");
        }
    }

    #[test]
    fn whole_numbers_may_be_negative_but_not_signed_otherwise() {
        assert!(is_int("-5") && is_int("0"));
        for wrong in ["+5", "5.0", "", "-", "99999999999999999999"] {
            assert!(!is_int(wrong), "{wrong}");
        }
    }

    #[test]
    fn decimals_compare_by_value_whatever_their_length() {
        assert_eq!(compare_decimals("0.10", "0.1"), Ordering::Equal);
        assert_eq!(compare_decimals("010.5", "9.99"), Ordering::Greater);
        assert_eq!(compare_decimals("1.05", "1.5"), Ordering::Less);
        assert_eq!(compare_decimals("123456789012345678901234567890", "1"), Ordering::Greater);
    }
}
