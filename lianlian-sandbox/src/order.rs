//! One order: what it asks for, and what has become of it.

use lianlian::codes::{AnswerCode, PaymentResult, PayoutResult};
use lianlian::meta::{FieldMeta, OperationMeta};
use lianlian::{Amount, Code as _, GATEWAY, Operation as _, OrderTime, aggregate, instant};
use serde::{Deserialize, Serialize};

use crate::cards::Card;
use crate::checkout::Checkout;
use crate::ledger::NotPlaced;
use crate::payouts::Hold;
use crate::return_codes::text;
use crate::saved;
use crate::values::Values;
use crate::view::OrderState;

/// Fields that are looked at once and not kept.
const NOT_KEPT: [&str; 5] = ["cvv2", "vali_date", "risk_item", "sign", "verify_code"];

/// When a field is told that the gateway has to be asked to tell: the spec's word for it.
const ASKED_FOR: &str = "merchant_configured";

/// One order.
#[derive(Clone, Serialize, Deserialize)]
#[allow(clippy::struct_field_names, reason = "the gateway's own words for its things")]
pub(crate) struct Order {
    /// The operation that placed it, last.
    #[serde(with = "saved::operation")]
    pub(crate) operation: &'static OperationMeta,
    /// The request that placed it, last.
    pub(crate) values: Values,
    /// The merchant's number.
    pub(crate) no_order: String,
    /// The gateway's number.
    pub(crate) oid_paybill: String,
    /// The amount.
    pub(crate) money: Amount,
    pub(crate) dt_order: OrderTime,
    /// When it came first, on the gateway's clock.
    pub(crate) placed: OrderTime,
    /// From this second on it cannot be paid.
    pub(crate) expires: OrderTime,
    pub(crate) fate: Fate,
    /// What its bank will do, soonest first.
    pub(crate) plan: Vec<Planned>,
    /// How it was paid, of what is paid in several ways.
    pub(crate) method: Option<String>,
    /// The card it was paid with, if the gateway saw it.
    pub(crate) card: Option<Card>,
    /// What waits on the hosted page for an SMS code.
    #[serde(default)]
    pub(crate) checkout: Option<Box<Checkout>>,
    /// Of a payout: why it does not go out yet.
    pub(crate) hold: Option<Hold>,
    /// Whether notifications about it tell what the gateway has to be asked to tell.
    #[serde(default)]
    pub(crate) tells_more: bool,
    /// What went back, or is on its way back, to the payer.
    pub(crate) refunded: Amount,
    /// Keys of the deliveries that tell about it.
    pub(crate) deliveries: Vec<String>,
}

/// What has become of an order, as far as it does not follow from the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fate {
    /// Nothing yet.
    Open,
    /// The bank was asked.
    AtBank { since: OrderTime },
    /// It is paid.
    Paid { at: OrderTime },
    /// It failed for good.
    Failed { at: OrderTime },
    /// It was paid, and the bank has sent the money back.
    Returned { paid: OrderTime, at: OrderTime },
    /// The amount is held on the payer's card.
    Authorised { at: OrderTime },
    /// The hold was released.
    Voided { at: OrderTime },
}

/// What a bank will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Planned {
    pub(crate) at: OrderTime,
    pub(crate) what: BankAnswer,
}

/// What a bank says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum BankAnswer {
    Paid,
    Failed,
    /// After it was paid.
    Returned,
}

impl Order {
    pub(crate) fn new(
        operation: &'static OperationMeta,
        values: &Values,
        no_order: String,
        number: u64,
        now: OrderTime,
    ) -> Result<Self, NotPlaced> {
        let dt_order = parsed::<OrderTime>(values, "dt_order")?;
        let money = parsed::<Amount>(values, "money_order")?;
        if days_between(dt_order, now) > u64::from(GATEWAY.order.date_tolerance_days) {
            return Err(NotPlaced::Date);
        }
        Ok(Self {
            operation,
            values: values.without(&NOT_KEPT),
            no_order,
            oid_paybill: format!("{}{number:08}", now.date()),
            money,
            dt_order,
            placed: now,
            expires: expiry(operation, values, now),
            fate: Fate::Open,
            plan: Vec::new(),
            method: None,
            card: None,
            checkout: None,
            hold: None,
            tells_more: false,
            refunded: Amount::from_fen(0),
            deliveries: Vec::new(),
        })
    }

    /// An unpaid order may be sent again, as long as nothing that identifies it has changed.
    ///
    /// A number names one order of the merchant, whichever product it is of.
    pub(crate) fn may_be_placed_again(
        &self,
        operation: &OperationMeta,
        values: &Values,
        now: OrderTime,
    ) -> Result<(), NotPlaced> {
        if operation.product != self.operation.product {
            return Err(NotPlaced::NumberUsed("product"));
        }
        let changed = |name: &&&'static str| self.values.get(name) != values.get(name);
        // The same amount in another currency is another order.
        let mut identity = GATEWAY.order.identity.iter().chain(&["currency_order"]);
        if let Some(name) = identity.find(changed) {
            return Err(NotPlaced::NumberUsed(name));
        }
        match self.state(now) {
            OrderState::Unpaid | OrderState::Held => Ok(()),
            // What is held is not paid, so nobody is told so.
            OrderState::Processing | OrderState::Authorised => Err(NotPlaced::UnderWay),
            OrderState::Paid | OrderState::Returned => Err(NotPlaced::AlreadyPaid),
            OrderState::Expired | OrderState::Closed | OrderState::Failed | OrderState::Voided => {
                Err(NotPlaced::Expired)
            }
        }
    }

    /// What it is now: the payer pays what was asked for last, by another method, or to return to another
    /// address.
    pub(crate) fn place_again(&mut self, operation: &'static OperationMeta, values: &Values) {
        self.operation = operation;
        self.values = values.without(&NOT_KEPT);
    }

    /// What has become of it by `now`.
    pub(crate) fn state(&self, now: OrderTime) -> OrderState {
        match (self.fate, &self.hold) {
            (Fate::Paid { .. }, _) => OrderState::Paid,
            (Fate::Failed { .. }, _) => OrderState::Failed,
            (Fate::Returned { .. }, _) => OrderState::Returned,
            (Fate::Authorised { at }, _) if Self::is_hold_over(at, now) => OrderState::Voided,
            (Fate::Authorised { .. }, _) => OrderState::Authorised,
            (Fate::Voided { .. }, _) => OrderState::Voided,
            (Fate::AtBank { .. }, _) if self.is_given_up(now) => OrderState::Expired,
            (Fate::AtBank { .. }, _) => OrderState::Processing,
            (Fate::Open, Some(hold)) if now >= hold.until => OrderState::Closed,
            (Fate::Open, Some(_)) => OrderState::Held,
            (Fate::Open, None) if now >= self.expires => OrderState::Expired,
            (Fate::Open, None) => OrderState::Unpaid,
        }
    }

    /// When it was paid, if it ever was.
    pub(crate) const fn paid_at(&self) -> Option<OrderTime> {
        match self.fate {
            Fate::Paid { at } | Fate::Returned { paid: at, .. } => Some(at),
            _ => None,
        }
    }

    /// Takes an answer of its bank, and says whether there is something to tell the merchant.
    ///
    /// What is paid after the order was closed goes back without the merchant.
    pub(crate) fn hear_bank(&mut self, answer: BankAnswer, at: OrderTime) -> bool {
        if matches!(self.state(at), OrderState::Expired | OrderState::Closed) {
            return false;
        }
        let fate = match (answer, self.fate) {
            (BankAnswer::Paid, Fate::Open | Fate::AtBank { .. }) => self.agreed(at),
            (BankAnswer::Failed, Fate::Open | Fate::AtBank { .. }) => Fate::Failed { at },
            (BankAnswer::Returned, Fate::Paid { at: paid }) => Fate::Returned { paid, at },
            _ => return false,
        };
        self.fate = fate;
        true
    }

    /// Whether the merchant is notified of what it is now: a payment's success only, and a payout's success,
    /// failure and return.
    pub(crate) fn is_notified(&self, now: OrderTime) -> bool {
        match self.state(now) {
            OrderState::Processing => false,
            OrderState::Failed | OrderState::Returned => self.is_payout(),
            _ => true,
        }
    }

    /// What replies, queries and notifications tell about it in this field. Of what is sensitive,
    /// nothing but what the card that it was paid with has to tell.
    pub(crate) fn fact(&self, field: &FieldMeta, now: OrderTime) -> Option<String> {
        let settled = self.paid_at().is_some() || matches!(self.fate, Fate::Authorised { .. });
        let is_asked_for = field.when == Some(ASKED_FOR);
        if is_asked_for && !self.tells_more {
            return None;
        }
        let of_card = || {
            // Which kind of card it is, is told of payments; of what is held, that it is held.
            let card = self.card.as_ref().filter(|_| settled)?;
            if field.name == "pay_type" && self.is_preauth() { None } else { card.fact(field) }
        };
        of_card().or_else(|| self.foreign_fact(field.name)).or_else(|| match field.name {
            "oid_paybill" => Some(self.oid_paybill.clone()),
            "result_pay" => self.result(now),
            "settle_date" => self.paid_at().map(|at| at.date().to_string()),
            "pay_type" => self.method.clone().filter(|_| settled),
            // Of what was held, that which was taken.
            "money_order" if self.is_preauth() && self.paid_at().is_some() => {
                Some(self.money.to_string())
            }
            _ if field.sensitive && !is_asked_for => None,
            name => self.values.get(name).map(str::to_owned),
        })
    }

    /// What notifications and the way back to the shop tell about it: they come after success only.
    pub(crate) fn told(&self, field: &FieldMeta, now: OrderTime) -> Option<String> {
        let handled = || GATEWAY.return_code(AnswerCode::Handled.code());
        match field.name {
            "ret_code" => handled().map(|code| code.code.to_owned()),
            "ret_msg" => handled().map(|code| text(code).to_owned()),
            "result_pay" if matches!(self.fate, Fate::Authorised { .. }) => {
                Some(PaymentResult::Success.code().to_owned())
            }
            _ => self.fact(field, now),
        }
    }

    /// The state in the words of `result_pay`.
    ///
    /// Of an order that is asked about with the query of aggregate payment there is none before payment:
    /// the only value documented there is success.
    pub(crate) fn result(&self, now: OrderTime) -> Option<String> {
        let is_card_order = !self.operation.query_with.contains(&aggregate::Query::META.id);
        let is_payout = self.hold.is_some() || self.is_payout();
        let code = match self.state(now) {
            OrderState::Paid => PaymentResult::Success.code(),
            OrderState::Held => PayoutResult::Check.code(),
            OrderState::Closed => PayoutResult::Closed.code(),
            OrderState::Processing if self.is_in_recovery(now) => PaymentResult::Waiting.code(),
            OrderState::Processing => PaymentResult::Processing.code(),
            OrderState::Authorised => PaymentResult::PreauthApplied.code(),
            OrderState::Failed | OrderState::Voided => PaymentResult::Failure.code(),
            OrderState::Returned if is_payout => PayoutResult::Cancel.code(),
            OrderState::Returned => PaymentResult::Refund.code(),
            OrderState::Unpaid if is_card_order => PaymentResult::Waiting.code(),
            OrderState::Expired if is_card_order => PaymentResult::Failure.code(),
            OrderState::Unpaid | OrderState::Expired => return None,
        };
        Some(code.to_owned())
    }

    /// Whether money goes out, and not in.
    pub(crate) fn is_payout(&self) -> bool {
        self.operation.product == instant::Apply::META.product
    }
}

pub(crate) fn parsed<T: std::str::FromStr>(
    values: &Values,
    name: &'static str,
) -> Result<T, NotPlaced> {
    let text = values.get(name).ok_or(NotPlaced::Field(name))?;
    text.parse().map_err(|_| NotPlaced::Field(name))
}

/// When an order placed `now` closes: after the minutes that it says itself, else the field's default,
/// else what holds for the gateway.
fn expiry(operation: &OperationMeta, values: &Values, now: OrderTime) -> OrderTime {
    let default = || operation.request_field("valid_order")?.default;
    let own = values.get("valid_order").or_else(default);
    let minutes = own
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(|| i64::from(GATEWAY.order.validity_minutes));
    later(now, minutes.saturating_mul(60))
}

/// So many seconds later.
pub(crate) fn later(time: OrderTime, seconds: i64) -> OrderTime {
    let seconds = time.unix_seconds().saturating_add(seconds);
    OrderTime::from_unix_seconds(seconds).unwrap_or(OrderTime::MAX)
}

/// Days from the day of one time to the day of the other.
fn days_between(one: OrderTime, other: OrderTime) -> u64 {
    let midnight = |time: OrderTime| OrderTime::new(time.date(), 0, 0, 0).unwrap_or(time);
    let seconds = midnight(one).unix_seconds().abs_diff(midnight(other).unix_seconds());
    seconds.checked_div(24 * 60 * 60).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_order_date_differs_by_calendar_days_and_not_by_hours() {
        let days =
            |one: &str, other: &str| days_between(one.parse().unwrap(), other.parse().unwrap());
        assert_eq!(days("20261122235959", "20261123000000"), 1);
        assert_eq!(days("20261122000000", "20261122235959"), 0);
        assert_eq!(days("20261124000000", "20261122235959"), 2);
    }
}
