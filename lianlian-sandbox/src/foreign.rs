//! Orders in a foreign currency that are paid in yuan: their amounts, and what becomes of them.
//!
//! The documentation gives them a course of their own. An order waits from the start. Once its payer is
//! verified, the bank is asked and it is in progress. A bank that says nothing for some minutes is asked
//! again and again: the order counts as waiting once more, for days, and only then it is closed. How many
//! is in the spec ([`Limits`](lianlian::meta::Limits)).
//! Paid after that, it stays closed, and the gateway gives the money back itself.

use lianlian::codes::Currency;
use lianlian::{Amount, Code as _, GATEWAY, Operation as _, OrderTime, exchange};

use crate::order::{Fate, Order, hours_later, minutes_later};
use crate::rates::Rate;

impl Order {
    /// Whether it is priced in a currency of its own.
    pub(crate) fn is_foreign(&self) -> bool {
        self.operation.product == exchange::Apply::META.product
    }

    /// The currency that it is priced in.
    pub(crate) fn currency(&self) -> &str {
        let own = self.values.get("currency_order").filter(|_| self.is_foreign());
        own.unwrap_or(Currency::Cny.code())
    }

    /// What its payer pays, in yuan.
    pub(crate) fn yuan(&self) -> Amount {
        let rate = Rate::of(self.currency());
        rate.and_then(|rate| rate.in_yuan(self.money)).unwrap_or(self.money)
    }

    /// What is told in a field that only such orders have.
    pub(crate) fn foreign_fact(&self, name: &str) -> Option<String> {
        if !self.is_foreign() {
            return None;
        }
        match name {
            // Settled in the currency of the order, which a rule of the spec demands.
            "money_settle" => Some(self.money.to_string()),
            "currency_pay" => Some(Currency::Cny.code().to_owned()),
            "money_pay" => Some(self.yuan().to_string()),
            "exchange_rate" => Rate::of(self.currency()).map(|rate| rate.to_string()),
            _ => None,
        }
    }

    /// Whether its bank is being asked again, having said nothing for too long.
    pub(crate) fn is_in_recovery(&self, now: OrderTime) -> bool {
        let Fate::AtBank { since } = self.fate else { return false };
        self.is_foreign() && now >= minutes_later(since, GATEWAY.limits.exchange_progress_minutes)
    }

    /// Whether its bank was asked in vain for so long that it is closed.
    pub(crate) fn is_given_up(&self, now: OrderTime) -> bool {
        let Fate::AtBank { since } = self.fate else { return false };
        let hours = GATEWAY.limits.exchange_recovery_days.saturating_mul(24);
        // The time it had anyway is not cut short.
        self.is_foreign() && now >= hours_later(since, hours).max(self.expires)
    }
}
