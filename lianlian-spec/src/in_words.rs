//! Rules and limits as sentences, for every kind of documentation.

use crate::model::{Condition, Limits, RuleKind};

impl Limits {
    /// The limits as sentences.
    pub fn in_words(&self) -> [String; 5] {
        let trial = format!(
            "Until a merchant is live: {} CNY for a payment, {} CNY in a day and {} CNY in a month at most, \
             for each product and payer.",
            self.trial_payment_yuan, self.trial_day_yuan, self.trial_month_yuan,
        );
        let codes = format!(
            "A token can be brought back with its SMS code for {}, the code itself is taken for {}.",
            counted(self.token_minutes, "minute"),
            counted(self.sms_code_minutes, "minute"),
        );
        let payouts = format!(
            "A payout that looks like a repetition of another is held when it comes within {}. Its \
             confirmation code may be wrong {}, not more.",
            counted(self.payout_repeat_hours, "hour"),
            counted(self.confirm_tries, "time"),
        );
        let refunds = format!(
            "An order can be refunded for {} after its payment. Wait {} before you ask what became of a \
             refund.",
            counted(self.refund_months, "month"),
            counted(self.refund_query_minutes, "minute"),
        );
        let exchange = format!(
            "An exchange payment whose bank does not answer within {} counts as waiting while the bank is \
             asked again, for {}; then the order is closed.",
            counted(self.exchange_progress_minutes, "minute"),
            counted(self.exchange_recovery_days, "day"),
        );
        [trial, codes, payouts, refunds, exchange]
    }
}

fn counted(number: u32, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

impl RuleKind {
    /// The rule as a sentence in Markdown, with names and values as code.
    pub fn in_words(&self) -> String {
        match self {
            Self::OneOf { fields } => format!("One of {} is required.", names(fields, " or ")),
            Self::MutuallyExclusive { fields } => {
                format!("{} exclude each other.", names(fields, " and "))
            }
            Self::RequiresTogether { fields } => {
                format!("{} are sent together or not at all.", names(fields, " and "))
            }
            Self::IgnoredIfPresent { fields, present } => {
                format!("{} have no effect beside `{present}`.", names(fields, " and "))
            }
            Self::Equal { fields } => format!("{} are the same.", names(fields, " and ")),
            Self::RequiredIf { field, condition } => {
                format!("`{field}` is required {}.", condition.in_words())
            }
            Self::MaxClockSkew { field, minutes } => {
                format!("`{field}` may be {minutes} minutes away from the gateway's clock.")
            }
            Self::CardKind { field, values, card } => {
                format!("`{field}` is {} for {card} cards only.", names(values, " or "))
            }
            Self::NotAbove { field, limit } => {
                format!("`{field}` is at most what is left of the `{limit}` of the original order.")
            }
            Self::FollowUpWindow { operation, hours } => {
                format!("`{operation}` has to follow within {hours} hours, or the order is closed.")
            }
        }
    }
}

impl Condition {
    /// The condition as the end of a sentence in Markdown: ``when `pay_type` is `F` ``.
    pub fn in_words(&self) -> String {
        match self {
            Self::In { field, values } => format!("when `{field}` is {}", names(values, " or ")),
            Self::Present { field, present: true } => format!("when `{field}` is sent"),
            Self::Present { field, present: false } => format!("when `{field}` is not sent"),
            Self::Contract { name } => format!("for merchants with the agreement `{name}`"),
            Self::Card { card } => format!("for {card} cards"),
        }
    }
}

fn names(names: &[String], with: &str) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(with)
}
