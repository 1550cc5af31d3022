//! Test data: amounts and card numbers that make something happen on demand.
//!
//! One table for the gateway that plays it, the page that lists it, and the documentation.

use lianlian::meta::OperationMeta;
use lianlian::{Amount, Class, CodeOutcome, GATEWAY, ReturnCode};

/// How the number begins of what is refused with a code.
const REFUSED: u32 = 9999;

/// How the number begins of what is carried out and then answered with a code.
const CARRIED_OUT: u32 = 9998;

/// How the number begins of what has an outcome of its own.
const PLAYED: u32 = 9997;

/// How test cards begin; the number follows.
const CARD: &str = "62220000";

/// Something that an amount or a card number makes happen.
///
/// Each has a number of eight digits, which counts as an amount of so many yuan, and as the end of a
/// card number. Amounts are looked at first. Neither limits nor balances stand in the way of test amounts.
///
/// ```
/// use lianlian_sandbox::{TestData, TestOutcome};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let busy = TestData::refused("1007").ok_or("no such code")?;
/// assert_eq!(busy.amount().to_string(), "99991007.00");
/// let late = TestData::Played(TestOutcome::PaidLater);
/// assert_eq!(late.card_no(), "6222000099970002");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TestData {
    /// The request is answered with this return code, and nothing is executed.
    Refused(&'static ReturnCode),
    /// The request is carried out, and answered with this return code, which leaves open whether it was.
    CarriedOut(&'static ReturnCode),
    /// The order is taken, and this becomes of it.
    Played(TestOutcome),
}

/// What becomes of an order on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TestOutcome {
    /// Paid at once, without a payer.
    PaidAtOnce,
    /// Processing for a while, then paid.
    PaidLater,
    /// Processing for a while, then failed.
    FailedLater,
    /// Processing for ever.
    NeverAnswered,
    /// Paid, and later sent back by the bank.
    Returned,
    /// Held as a repetition of another payout.
    HeldAsRepetition,
    /// Held since the payee's name does not fit.
    HeldForName,
    /// Held for both reasons.
    HeldForBoth,
    /// Paid; its refunds fail.
    RefundFails,
    /// Paid; its refunds stay processing.
    RefundStays,
    /// No SMS code is accepted.
    CodeNeverRight,
    /// Out of time as soon as it is placed.
    ExpiresAtOnce,
}

/// What an outcome does to each kind of order; nothing out of the ordinary where it says nothing.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Plays {
    /// Orders that are paid by scanning a code, or on a page.
    pub orders: Option<&'static str>,
    /// Orders that are paid by card.
    pub cards: Option<&'static str>,
    /// Payouts.
    pub payouts: Option<&'static str>,
}

impl TestData {
    /// A refusal with this code; `None` for a code that the table of return codes lacks, is not all
    /// digits, or says that something was done.
    pub fn refused(code: &str) -> Option<Self> {
        Some(Self::Refused(numbered(code)?))
    }

    /// Carried out, and answered with this code; `None` for a code that proves something, since the gateway
    /// does not lie.
    pub fn carried_out(code: &str) -> Option<Self> {
        let is_open = |code: &&ReturnCode| code.reading.outcome == CodeOutcome::UnknownQueryFirst;
        Some(Self::CarriedOut(numbered(code).filter(is_open)?))
    }

    /// All of it: refusals by code, then what is carried out, then outcomes.
    pub fn all() -> impl Iterator<Item = Self> {
        let codes = || GATEWAY.return_codes.iter().map(|code| code.code);
        let outcomes = TestOutcome::ALL.into_iter().map(Self::Played);
        codes()
            .filter_map(Self::refused)
            .chain(codes().filter_map(Self::carried_out))
            .chain(outcomes)
    }

    /// The amount that makes it happen, as `money_order` or `money_refund`.
    pub fn amount(self) -> Amount {
        Amount::from_fen(u64::from(self.number()).saturating_mul(100))
    }

    /// The card that makes it happen. The card counts as known to the register, as a debit card.
    pub fn card_no(self) -> String {
        format!("{CARD}{:08}", self.number())
    }

    fn number(self) -> u32 {
        let code = |code: &ReturnCode| code.code.parse().unwrap_or(0);
        let (begin, end) = match self {
            Self::Refused(of) => (REFUSED, code(of)),
            Self::CarriedOut(of) => (CARRIED_OUT, code(of)),
            Self::Played(outcome) => (PLAYED, outcome.number()),
        };
        begin.saturating_mul(10_000).saturating_add(end)
    }

    /// What an amount makes happen.
    pub(crate) fn of_amount(money: Amount) -> Option<Self> {
        let fen = money.fen();
        let yuan = u32::try_from(fen.div_euclid(100)).ok()?;
        Self::of_number(yuan).filter(|_| fen.rem_euclid(100) == 0)
    }

    /// What a card makes happen.
    pub(crate) fn of_card(card_no: &str) -> Option<Self> {
        let digits = card_no.strip_prefix(CARD).filter(|digits| digits.len() == 8)?;
        Self::of_number(digits.parse().ok()?)
    }

    fn of_number(number: u32) -> Option<Self> {
        let (begin, end) = (number.div_euclid(10_000), number.rem_euclid(10_000));
        match begin {
            REFUSED => Self::refused(&format!("{end:04}")),
            CARRIED_OUT => Self::carried_out(&format!("{end:04}")),
            PLAYED => {
                let outcome = TestOutcome::ALL.into_iter().find(|known| known.number() == end);
                outcome.map(Self::Played)
            }
            _ => None,
        }
    }

    /// The code that an operation is answered with, unless that is one of its answers: those prove
    /// something, and bring what goes with them.
    pub(crate) fn code(self, meta: &OperationMeta) -> Option<&'static ReturnCode> {
        match self {
            Self::Refused(code) | Self::CarriedOut(code) => {
                Some(code).filter(|code| !meta.answers_with(code.code))
            }
            Self::Played(_) => None,
        }
    }
}

/// A code of the table, of four digits, that does not say that something was done.
fn numbered(code: &str) -> Option<&'static ReturnCode> {
    let is_number = code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
    let known = GATEWAY.return_code(code).filter(|_| is_number)?;
    let says_done =
        known.reading.outcome == CodeOutcome::FinalSuccess || known.reading.class == Class::Success;
    (!says_done).then_some(known)
}

impl TestOutcome {
    /// Every outcome, by number.
    pub const ALL: [Self; 12] = [
        Self::PaidAtOnce,
        Self::PaidLater,
        Self::FailedLater,
        Self::NeverAnswered,
        Self::Returned,
        Self::HeldAsRepetition,
        Self::HeldForName,
        Self::HeldForBoth,
        Self::RefundFails,
        Self::RefundStays,
        Self::CodeNeverRight,
        Self::ExpiresAtOnce,
    ];

    /// The end of its number.
    const fn number(self) -> u32 {
        match self {
            Self::PaidAtOnce => 1,
            Self::PaidLater => 2,
            Self::FailedLater => 3,
            Self::NeverAnswered => 4,
            Self::Returned => 5,
            Self::HeldAsRepetition => 6,
            Self::HeldForName => 7,
            Self::HeldForBoth => 8,
            Self::RefundFails => 9,
            Self::RefundStays => 10,
            Self::CodeNeverRight => 11,
            Self::ExpiresAtOnce => 12,
        }
    }

    /// What it does to each kind of order.
    pub const fn plays(self) -> Plays {
        let (orders, cards, payouts) = match self {
            Self::PaidAtOnce => (Some("paid at once, without a payer"), None, None),
            Self::PaidLater => {
                let text = Some("processing for 10 seconds, then paid");
                (text, text, text)
            }
            Self::FailedLater => {
                let text = Some("processing for 10 seconds, then failed");
                (text, text, Some("processing for 10 seconds, then failed, which is notified"))
            }
            Self::NeverAnswered => {
                let text = Some("processing, for ever: the bank does not answer");
                (text, text, text)
            }
            Self::Returned => {
                let text = Some("paid, and sent back by the bank after 60 seconds (REFUND)");
                let payout =
                    "paid, and sent back by the bank after 60 seconds (CANCEL); both are notified";
                (text, text, Some(payout))
            }
            Self::HeldAsRepetition => (None, None, Some("held as a repetition (4002)")),
            Self::HeldForName => (None, None, Some("held, the name does not fit (4003)")),
            Self::HeldForBoth => (None, None, Some("held for both reasons (4004)")),
            Self::RefundFails => {
                let text = Some("paid; its refunds are taken and fail");
                (text, text, None)
            }
            Self::RefundStays => {
                let text = Some("paid; its refunds stay processing");
                (text, text, None)
            }
            Self::CodeNeverRight => (None, Some("no SMS code is accepted (9700, 9702)"), None),
            Self::ExpiresAtOnce => {
                let text = Some("taken, and expired in the same second");
                (text, text, None)
            }
        };
        Plays { orders, cards, payouts }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn amounts_and_cards_are_read_as_they_are_written() {
        for data in TestData::all() {
            assert_eq!(TestData::of_amount(data.amount()), Some(data));
            assert_eq!(TestData::of_card(&data.card_no()), Some(data));
            assert!(data.amount() <= Amount::from_fen(10_000_000_000), "{data:?}");
        }
    }

    #[test]
    fn other_amounts_and_cards_are_ordinary() {
        for fen in [1, 5_000, 9_999_100_701, 9_999_000_000, 9_997_001_300, 10_000_000_000] {
            assert_eq!(TestData::of_amount(Amount::from_fen(fen)), None, "{fen}");
        }
        for card in ["6222000000001234", "622200009999100", "6222000099991007000", ""] {
            assert_eq!(TestData::of_card(card), None, "{card}");
        }
    }

    #[test]
    fn no_code_is_answered_that_would_be_a_lie() {
        // Handled, and paid: nothing is executed in a refusal.
        assert_eq!((TestData::refused("0000"), TestData::refused("2007")), (None, None));
        // The code proves that nothing was executed.
        assert_eq!(TestData::carried_out("1004"), None);
        assert!(TestData::refused("1004").is_some() && TestData::carried_out("1007").is_some());
    }
}
