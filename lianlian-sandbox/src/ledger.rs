//! The orders: what makes one the same as another, how long it lives, when it is paid.

use std::collections::BTreeMap;

use lianlian::codes::{PaymentResult, PayoutResult};
use lianlian::meta::{FieldMeta, OperationMeta};
use lianlian::{Amount, Code as _, GATEWAY, OrderTime};

use crate::cards::Card;
use crate::error::SandboxError;
use crate::payouts::Hold;
use crate::values::Values;
use crate::view::{Attempt, OrderState, OrderView};

/// Every order of the sandbox, by the merchant's number.
#[derive(Default)]
pub(crate) struct Ledger {
    orders: BTreeMap<String, Order>,
    /// How many were placed; numbers payments.
    placed: u64,
}

/// One order.
#[derive(Clone)]
#[allow(clippy::struct_field_names, reason = "the gateway's own words for its things")]
pub(crate) struct Order {
    /// The operation that placed it, last.
    pub(crate) operation: &'static OperationMeta,
    /// The request that placed it, last.
    pub(crate) values: Values,
    /// The merchant's number.
    pub(crate) no_order: String,
    /// The gateway's number.
    pub(crate) oid_paybill: String,
    /// The amount.
    pub(crate) money: Amount,
    dt_order: OrderTime,
    /// When it came first, on the gateway's clock.
    pub(crate) placed: OrderTime,
    /// From this second on it cannot be paid.
    expires: OrderTime,
    payment: Option<Payment>,
    /// Of a payout: why it does not go out yet.
    pub(crate) hold: Option<Hold>,
    /// Attempts to notify, oldest first.
    pub(crate) attempts: Vec<Attempt>,
    /// Whether no further attempt will follow.
    pub(crate) is_delivery_over: bool,
}

#[derive(Clone)]
struct Payment {
    at: OrderTime,
    /// How it was paid, of what is paid in several ways.
    method: Option<String>,
    /// The card it was paid with, if the gateway saw it.
    card: Option<Card>,
}

/// Why an order is not taken.
pub(crate) enum NotPlaced {
    /// A field that orders live by is missing or unreadable.
    Field(&'static str),
    /// The order date is too far from the gateway's.
    Date,
    /// The number belongs to an order with another value in this field.
    NumberUsed(&'static str),
    /// It was paid before.
    AlreadyPaid,
    /// It has expired.
    Expired,
}

impl Ledger {
    /// Takes an order, or recognises one that was placed before.
    pub(crate) fn place(
        &mut self,
        operation: &'static OperationMeta,
        values: &Values,
        now: OrderTime,
    ) -> Result<&mut Order, NotPlaced> {
        let no_order = values.get("no_order").ok_or(NotPlaced::Field("no_order"))?.to_owned();
        match self.orders.get(&no_order) {
            Some(order) => order.may_be_placed_again(operation, values, now)?,
            None => {
                let number = self.placed.saturating_add(1);
                let order = Order::new(operation, values, no_order.clone(), number, now)?;
                self.placed = number;
                self.orders.insert(no_order.clone(), order);
            }
        }
        let order = self.orders.get_mut(&no_order);
        let order = order.ok_or(NotPlaced::Field("no_order"))?;
        // The payer pays what was asked for last: another method, or another return address.
        order.operation = operation;
        order.values = values.clone();
        Ok(order)
    }

    /// The order of this merchant's number.
    pub(crate) fn find(&self, no_order: &str) -> Option<&Order> {
        self.orders.get(no_order)
    }

    /// The order of this merchant's number, to note something in.
    pub(crate) fn find_mut(&mut self, no_order: &str) -> Option<&mut Order> {
        self.orders.get_mut(no_order)
    }

    /// The order of the gateway's number.
    pub(crate) fn find_paybill(&self, oid_paybill: &str) -> Option<&Order> {
        let mut orders = self.orders.values();
        orders.find(|order| order.oid_paybill == oid_paybill)
    }

    /// Marks an order paid.
    pub(crate) fn pay(
        &mut self,
        no_order: &str,
        method: Option<String>,
        now: OrderTime,
    ) -> Result<&mut Order, SandboxError> {
        let named = || no_order.to_owned();
        let order = self
            .orders
            .get_mut(no_order)
            .ok_or_else(|| SandboxError::NoSuchOrder { no_order: named() })?;
        match order.state(now) {
            OrderState::Paid => return Err(SandboxError::AlreadyPaid { no_order: named() }),
            OrderState::Expired | OrderState::Closed => {
                return Err(SandboxError::Expired { no_order: named() });
            }
            OrderState::Held => return Err(SandboxError::Held { no_order: named() }),
            OrderState::Unpaid => order.payment = Some(Payment { at: now, method, card: None }),
        }
        Ok(order)
    }

    /// Every order, by number.
    pub(crate) fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.values()
    }

    /// Every order as its owner may see it, by number.
    pub(crate) fn views(&self, now: OrderTime) -> Vec<OrderView> {
        self.orders.values().map(|order| order.view(now)).collect()
    }
}

impl Order {
    fn new(
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
            values: values.clone(),
            no_order,
            oid_paybill: format!("{}{number:08}", now.date()),
            money,
            dt_order,
            placed: now,
            expires: expiry(operation, values, now),
            payment: None,
            hold: None,
            attempts: Vec::new(),
            is_delivery_over: false,
        })
    }

    /// An unpaid order may be sent again, as long as nothing that identifies it has changed.
    ///
    /// A number names one order of the merchant, whichever product it is of.
    fn may_be_placed_again(
        &self,
        operation: &OperationMeta,
        values: &Values,
        now: OrderTime,
    ) -> Result<(), NotPlaced> {
        if operation.product != self.operation.product {
            return Err(NotPlaced::NumberUsed("product"));
        }
        let changed = |name: &&&'static str| self.values.get(name) != values.get(name);
        if let Some(name) = GATEWAY.order.identity.iter().find(changed) {
            return Err(NotPlaced::NumberUsed(name));
        }
        match self.state(now) {
            OrderState::Unpaid | OrderState::Held => Ok(()),
            OrderState::Paid => Err(NotPlaced::AlreadyPaid),
            OrderState::Expired | OrderState::Closed => Err(NotPlaced::Expired),
        }
    }

    /// What has become of it by `now`.
    pub(crate) fn state(&self, now: OrderTime) -> OrderState {
        match (&self.payment, &self.hold) {
            (Some(_), _) => OrderState::Paid,
            (None, Some(hold)) if now >= hold.until => OrderState::Closed,
            (None, Some(_)) => OrderState::Held,
            (None, None) if now >= self.expires => OrderState::Expired,
            (None, None) => OrderState::Unpaid,
        }
    }

    /// Whether the merchant acknowledged its notification.
    pub(crate) fn is_acknowledged(&self) -> bool {
        self.attempts.iter().any(|attempt| attempt.acknowledged)
    }

    /// Notes the card that it was paid with.
    pub(crate) fn note_card(&mut self, card: Card) {
        if let Some(payment) = &mut self.payment {
            payment.card = Some(card);
        }
    }

    /// What replies, queries and notifications tell about it in this field. Of what is sensitive,
    /// nothing but what the card that it was paid with has to tell.
    pub(crate) fn fact(&self, field: &FieldMeta, now: OrderTime) -> Option<String> {
        let payment = self.payment.as_ref();
        let of_card = payment.and_then(|payment| payment.card.as_ref()?.fact(field));
        of_card.or_else(|| match field.name {
            "oid_paybill" => Some(self.oid_paybill.clone()),
            "result_pay" => self.result(now),
            "settle_date" => payment.map(|payment| payment.at.date().to_string()),
            "pay_type" => payment.and_then(|payment| payment.method.clone()),
            _ if field.sensitive => None,
            name => self.values.get(name).map(str::to_owned),
        })
    }

    /// The state in the words of `result_pay`.
    ///
    /// Of an order that its payer pays elsewhere there is none before payment: the only value documented
    /// for it is success.
    fn result(&self, now: OrderTime) -> Option<String> {
        let waits_for_code = !self.operation.steps.is_empty();
        let code = match self.state(now) {
            OrderState::Paid => PaymentResult::Success.code(),
            OrderState::Held => PayoutResult::Check.code(),
            OrderState::Closed => PayoutResult::Closed.code(),
            OrderState::Unpaid if waits_for_code => PaymentResult::Waiting.code(),
            OrderState::Expired if waits_for_code => PaymentResult::Failure.code(),
            OrderState::Unpaid | OrderState::Expired => return None,
        };
        Some(code.to_owned())
    }

    /// The order as its owner may see it.
    pub(crate) fn view(&self, now: OrderTime) -> OrderView {
        OrderView {
            no_order: self.no_order.clone(),
            oid_paybill: self.oid_paybill.clone(),
            dt_order: self.dt_order,
            money: self.money,
            state: self.state(now),
            notifications: self.attempts.clone(),
        }
    }
}

fn parsed<T: std::str::FromStr>(values: &Values, name: &'static str) -> Result<T, NotPlaced> {
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
    let seconds = now.unix_seconds().saturating_add(minutes.saturating_mul(60));
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
