//! Amounts: read, printed, added, against the same in wider numbers and digit by digit.

use lianlian::Amount;

use crate::Reached;

/// `data` is a text that may be an amount; its first bytes are also an amount in hundredths.
pub fn amount(data: &[u8]) -> Reached {
    let text = String::from_utf8_lossy(data);
    reads(
        &text,
        |text| text.parse().ok().map(Amount::fen),
        |text| Amount::parse_lenient(text).ok().map(Amount::fen),
    );
    let number = |at: usize| {
        let bytes = data.get(at..).unwrap_or_default();
        let bytes = bytes.iter().copied().chain(std::iter::repeat(0));
        bytes.take(8).fold(0_u64, |number, byte| number << 8 | u64::from(byte))
    };
    for fen in [number(0), number(8), number(0) >> (number(16) % 64)] {
        prints(fen, |fen| Amount::from_fen(fen).to_string());
    }
    adds(number(0), number(8));
    let json = serde_json::to_string(&text).unwrap();
    let read = serde_json::from_str::<Amount>(&json).ok();
    assert_eq!(read, text.parse().ok(), "JSON is read otherwise than text");
    Reached::property_if(lenient(&text).is_some())
}

/// Two readers, as requests are held to and as replies are read.
pub fn reads(
    text: &str,
    strict: impl Fn(&str) -> Option<u64>,
    lenient: impl Fn(&str) -> Option<u64>,
) {
    if digits(text).is_none() {
        assert_eq!((strict(text), lenient(text)), (None, None), "{text:?} is no amount");
    }
    assert_eq!(strict(text), self::strict(text), "{text:?} in a request");
    assert_eq!(lenient(text), self::lenient(text), "{text:?} in a reply");
}

/// A printer of hundredths.
pub fn prints(fen: u64, print: impl Fn(u64) -> String) {
    let text = print(fen);
    let digits = format!("{fen:03}");
    let (units, hundredths) = digits.split_at(digits.len() - 2);
    assert_eq!(text, format!("{units}.{hundredths}"));
    assert_eq!(text.parse(), Ok(Amount::from_fen(fen)));
    assert_eq!(Amount::parse_lenient(&text), Ok(Amount::from_fen(fen)));
    assert_eq!(*Amount::from_fen(fen).text(), *text);
}

fn adds(a: u64, b: u64) {
    let (one, other) = (Amount::from_fen(a), Amount::from_fen(b));
    let sum = u64::try_from(u128::from(a) + u128::from(b)).ok().map(Amount::from_fen);
    assert_eq!(one.checked_add(other), sum);
    let difference = u64::try_from(i128::from(a) - i128::from(b)).ok().map(Amount::from_fen);
    assert_eq!(one.checked_sub(other), difference);
    assert_eq!(one.cmp(&other), a.cmp(&b));
}

/// The amount of a request, in hundredths; `None` for what is none.
pub fn strict(text: &str) -> Option<u64> {
    let (_, decimals) = digits(text)?;
    lenient(text).filter(|_| decimals.is_some_and(|decimals| decimals.len() == 2))
}

/// The amount of a reply, in hundredths; `None` for what is none.
pub fn lenient(text: &str) -> Option<u64> {
    let (units, decimals) = digits(text)?;
    match decimals {
        Some(decimals) if !matches!(decimals.len(), 1 | 2) => None,
        decimals => fen(units, decimals.unwrap_or_default()),
    }
}

/// The digits before and after the point; `None` for anything but digits and at most one point.
fn digits(text: &str) -> Option<(&str, Option<&str>)> {
    let mut parts = text.split('.');
    let (units, decimals) = (parts.next()?, parts.next());
    let is_amount = parts.next().is_none()
        && !units.is_empty()
        && text.chars().all(|letter| matches!(letter, '0'..='9' | '.'));
    is_amount.then_some((units, decimals))
}

/// The value, digit by digit; `None` beyond what 64 bits hold.
fn fen(units: &str, decimals: &str) -> Option<u64> {
    let written = format!("{units}{decimals:0<2}");
    let mut value = 0_u128;
    for digit in written.bytes() {
        value = value * 10 + u128::from(digit - b'0');
        if value > u128::from(u64::MAX) {
            return None;
        }
    }
    u64::try_from(value).ok()
}
