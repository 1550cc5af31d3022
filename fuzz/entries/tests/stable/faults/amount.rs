//! Wrong readers and printers of amounts, which are caught.

use lianlian::Amount;
use lianlian_fuzz::amount;

/// Reads an amount through a floating point number, which loses some of them.
fn through_a_float(text: &str) -> Option<u64> {
    let fen = format!("{:.0}", text.parse::<f64>().ok()? * 100.0);
    fen.parse().ok()
}

#[test]
#[should_panic(expected = "in a request")]
fn an_amount_read_through_a_float_is_caught() {
    let lenient = |text: &str| Amount::parse_lenient(text).ok().map(Amount::fen);
    amount::reads("92233720368547758.07", through_a_float, lenient);
}

#[test]
#[should_panic(expected = "in a reply")]
fn an_amount_that_is_refused_is_caught() {
    let strict = |text: &str| text.parse().ok().map(Amount::fen);
    amount::reads("0.5", strict, strict);
}

#[test]
#[should_panic(expected = "is no amount")]
fn an_exponent_in_an_amount_is_caught() {
    amount::reads("1e2", through_a_float, through_a_float);
}

#[test]
#[should_panic(expected = "assertion `left == right` failed")]
fn an_amount_printed_without_its_zero_is_caught() {
    amount::prints(21_090, |fen| format!("{}.{}", fen / 100, fen % 10));
}
