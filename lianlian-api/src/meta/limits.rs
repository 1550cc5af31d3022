//! How much, how often and for how long.

use crate::amount::Amount;

/// What the gateway limits where no field or rule says so.
///
/// A table made by hand that does not state them has zeros; those of a spec are never zero. Some can be
/// agreed otherwise: such a contract's overlay has its own.
#[derive(Debug)]
pub struct Limits {
    /// Most that a payment may be, until the merchant is live.
    pub trial_payment: Amount,
    /// Most that may be paid in a day, of each product and payer, until the merchant is live.
    pub trial_day: Amount,
    /// Most that may be paid in a month, of each product and payer, until the merchant is live.
    pub trial_month: Amount,
    /// Minutes in which a token can be brought back with its SMS code.
    pub token_minutes: u32,
    /// Minutes in which an SMS code is taken.
    pub sms_code_minutes: u32,
    /// Hours in which a payout is held that looks like a repetition of another.
    pub payout_repeat_hours: u32,
    /// Wrong confirmation codes of a held payout that are allowed; after one more, none is taken.
    pub confirm_tries: u32,
    /// Months after the payment in which an order can be refunded.
    pub refund_months: u32,
    /// Minutes to wait after a refund was asked for before asking what became of it.
    pub refund_query_minutes: u32,
    /// Minutes in which the bank of an exchange payment answers; then the order waits, and the bank
    /// is asked again.
    pub exchange_progress_minutes: u32,
    /// Days for which the bank of an exchange payment is asked before the order is closed.
    pub exchange_recovery_days: u32,
}

impl Limits {
    /// Those of a table that states none.
    pub(super) const UNSTATED: Self = Self {
        trial_payment: Amount::from_fen(0),
        trial_day: Amount::from_fen(0),
        trial_month: Amount::from_fen(0),
        token_minutes: 0,
        sms_code_minutes: 0,
        payout_repeat_hours: 0,
        confirm_tries: 0,
        refund_months: 0,
        refund_query_minutes: 0,
        exchange_progress_minutes: 0,
        exchange_recovery_days: 0,
    };
}
