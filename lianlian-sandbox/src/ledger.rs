//! The orders of one merchant: what makes one the same as another, and how they are found.

use std::collections::{BTreeSet, HashMap};

use lianlian::OrderTime;
use lianlian::meta::OperationMeta;

use crate::error::SandboxError;
use crate::order::Order;
use crate::refunds::Refund;
use crate::table::Table;
use crate::values::Values;
use crate::view::OrderState;

/// Every order of a merchant, by its number.
pub(crate) struct Ledger {
    pub(crate) orders: Table<Order>,
    pub(crate) refunds: Table<Refund>,
    /// Numbers by the gateway's number.
    by_paybill: HashMap<String, String>,
    /// Numbers of orders whose bank has yet to answer, soonest first.
    awaited: BTreeSet<(OrderTime, String)>,
    /// Numbers of refunds whose bank has yet to answer, soonest first.
    pub(crate) awaited_refunds: BTreeSet<(OrderTime, String)>,
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
    /// The bank is at it.
    UnderWay,
    /// It has expired.
    Expired,
}

impl Ledger {
    pub(crate) fn new() -> Self {
        Self {
            orders: Table::new("order"),
            refunds: Table::new("refund"),
            by_paybill: HashMap::new(),
            awaited: BTreeSet::new(),
            awaited_refunds: BTreeSet::new(),
        }
    }

    /// Works out what is not saved, from what is.
    pub(crate) fn index(&mut self) {
        for order in self.orders.rows() {
            self.by_paybill.insert(order.oid_paybill.clone(), order.no_order.clone());
            if let Some(next) = order.plan.first() {
                self.awaited.insert((next.at, order.no_order.clone()));
            }
        }
        for refund in self.refunds.rows() {
            if let Some(plan) = refund.plan {
                self.awaited_refunds.insert((plan.at, refund.no_refund.clone()));
            }
        }
    }

    /// Takes an order, or recognises one that was placed before. `number` gives the one for a new one.
    pub(crate) fn place(
        &mut self,
        operation: &'static OperationMeta,
        values: &Values,
        number: impl FnOnce() -> u64,
        now: OrderTime,
    ) -> Result<&mut Order, NotPlaced> {
        let no_order = values.get("no_order").ok_or(NotPlaced::Field("no_order"))?.to_owned();
        if let Some(order) = self.orders.get(&no_order) {
            order.may_be_placed_again(operation, values, now)?;
        } else {
            let order = Order::new(operation, values, no_order.clone(), number(), now)?;
            self.by_paybill.insert(order.oid_paybill.clone(), no_order.clone());
            self.orders.insert(no_order.clone(), order);
        }
        let order = self.orders.get_mut(&no_order).ok_or(NotPlaced::Field("no_order"))?;
        order.place_again(operation, values);
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
        self.orders.get(self.by_paybill.get(oid_paybill)?)
    }

    /// Marks an order paid, or of a pre-authorisation, that the amount is held.
    pub(crate) fn pay(
        &mut self,
        no_order: &str,
        method: Option<String>,
        now: OrderTime,
    ) -> Result<&mut Order, SandboxError> {
        let order = self.payable(no_order, now)?;
        order.fate = order.agreed(now);
        order.method = method;
        Ok(order)
    }

    /// An order that can be paid now, or why it cannot.
    pub(crate) fn payable(
        &mut self,
        no_order: &str,
        now: OrderTime,
    ) -> Result<&mut Order, SandboxError> {
        let named = || no_order.to_owned();
        let order = self.orders.get_mut(no_order);
        let order = order.ok_or_else(|| SandboxError::NoSuchOrder { no_order: named() })?;
        match order.state(now) {
            OrderState::Paid | OrderState::Returned => {
                Err(SandboxError::AlreadyPaid { no_order: named() })
            }
            OrderState::Expired | OrderState::Closed | OrderState::Failed | OrderState::Voided => {
                Err(SandboxError::Expired { no_order: named() })
            }
            OrderState::Held => Err(SandboxError::Held { no_order: named() }),
            OrderState::Processing | OrderState::Authorised => {
                Err(SandboxError::UnderWay { no_order: named() })
            }
            OrderState::Unpaid => Ok(order),
        }
    }

    /// Notes that the bank of this order will answer as it is planned.
    pub(crate) fn await_bank(&mut self, no_order: &str) {
        if let Some(next) = self.orders.get(no_order).and_then(|order| order.plan.first()) {
            self.awaited.insert((next.at, no_order.to_owned()));
        }
    }

    /// When the next bank answers.
    pub(crate) fn next_answer(&self) -> Option<OrderTime> {
        let next = [self.awaited.first(), self.awaited_refunds.first()];
        next.into_iter().flatten().map(|(at, _)| *at).min()
    }

    /// Has the next bank answer that was to by `now`; gives the number of the order with news.
    pub(crate) fn hear_bank(&mut self, now: OrderTime) -> Option<String> {
        while self.awaited.first().is_some_and(|(at, _)| *at <= now) {
            let (at, no_order) = self.awaited.pop_first()?;
            let Some(order) = self.orders.get_mut(&no_order) else { continue };
            if order.plan.first().is_none_or(|next| next.at != at) {
                continue;
            }
            let next = order.plan.remove(0);
            let is_news = order.hear_bank(next.what, at);
            self.await_bank(&no_order);
            if is_news {
                return Some(no_order);
            }
        }
        None
    }
}
