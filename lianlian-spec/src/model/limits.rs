//! How much, how often and for how long.

/// What the gateway limits where no field or rule says so. Each number is at least 1.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Yuan of a payment at most, until the merchant is live.
    pub trial_payment_yuan: u32,
    /// Yuan in a day at most, of a product and payer, until the merchant is live.
    pub trial_day_yuan: u32,
    /// Yuan in a month at most, of a product and payer, until the merchant is live.
    pub trial_month_yuan: u32,
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
    /// Remarks.
    pub notes: Vec<String>,
}
