//! Refunds: money that goes back to the payer of an order.

use lianlian::meta::{FieldMeta, OperationMeta, Transport};
use lianlian::{Amount, Code as _, OPERATIONS, OrderTime, codes::RefundState as StateCode};
use serde::{Deserialize, Serialize};

use crate::books::Books;
use crate::delivery::Delivery;
use crate::foreign_refunds::ForeignRefund;
use crate::ledger::Ledger;
use crate::order::{BankAnswer, Fate, Planned};
use crate::saved;
use crate::values::Values;

/// One refund.
#[derive(Clone, Serialize, Deserialize)]
#[allow(clippy::struct_field_names, reason = "the gateway's own words for its things")]
pub(crate) struct Refund {
    /// The operation that asked for it.
    #[serde(with = "saved::operation")]
    pub(crate) operation: &'static OperationMeta,
    /// The request that asked for it.
    pub(crate) values: Values,
    /// The merchant's number of it.
    pub(crate) no_refund: String,
    /// The gateway's number of it.
    pub(crate) oid_refundno: String,
    /// The merchant's number of the order.
    pub(crate) no_order: String,
    /// The amount, in yuan.
    pub(crate) money: Amount,
    /// The same in the currency of the order, where that is another.
    pub(crate) foreign: Option<ForeignRefund>,
    pub(crate) asked: OrderTime,
    pub(crate) fate: RefundFate,
    /// What the bank will say to it.
    pub(crate) plan: Option<Planned>,
    /// Keys of the deliveries that tell about it.
    pub(crate) deliveries: Vec<String>,
}

/// What has become of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RefundFate {
    /// It is being worked on.
    Processing,
    /// The bank has taken it.
    Done { at: OrderTime },
    /// It failed for good; the amount can be refunded again.
    Failed { at: OrderTime },
}

impl Refund {
    /// Whether the money is gone, or going.
    pub(crate) const fn is_live(&self) -> bool {
        !matches!(self.fate, RefundFate::Failed { .. })
    }

    /// The amount in the currency of the order.
    pub(crate) fn of_order(&self) -> Amount {
        self.foreign.as_ref().map_or(self.money, |foreign| foreign.money)
    }

    /// What replies, queries and notifications tell about it in this field.
    pub(crate) fn fact(&self, field: &FieldMeta) -> Option<String> {
        match field.name {
            "oid_refundno" => Some(self.oid_refundno.clone()),
            "sta_refund" => Some(self.state_code().code().to_owned()),
            "settle_date" => match self.fate {
                RefundFate::Done { at } => Some(at.date().to_string()),
                _ => None,
            },
            "money_foreign_refund" | "rate" | "rate_id" | "exchange_bankcode" => {
                self.foreign.as_ref()?.fact(field.name)
            }
            _ if field.sensitive => None,
            name => self.values.get(name).map(str::to_owned),
        }
    }

    const fn state_code(&self) -> StateCode {
        match self.fate {
            RefundFate::Processing => StateCode::Processing,
            RefundFate::Done { .. } => StateCode::Succeeded,
            RefundFate::Failed { .. } => StateCode::Failed,
        }
    }
}

impl Ledger {
    /// Takes a refund that was found in order, and reserves its amount.
    pub(crate) fn take_refund(&mut self, refund: Refund) {
        let (no_refund, no_order) = (refund.no_refund.clone(), refund.no_order.clone());
        if let Some(order) = self.orders.get_mut(&no_order) {
            order.refunded = order.refunded.checked_add(refund.of_order()).unwrap_or(order.money);
        }
        self.refunds.insert(no_refund.clone(), refund);
        self.await_refund(&no_refund);
    }

    /// Notes that the bank will say something to this refund, if it will.
    pub(crate) fn await_refund(&mut self, no_refund: &str) {
        if let Some(plan) = self.refunds.get(no_refund).and_then(|refund| refund.plan) {
            self.awaited_refunds.insert((plan.at, no_refund.to_owned()));
        }
    }

    /// Has the next bank answer that was to by `now`; gives the number of the refund with news.
    pub(crate) fn hear_refund(&mut self, now: OrderTime) -> Option<String> {
        while self.awaited_refunds.first().is_some_and(|(at, _)| *at <= now) {
            let (_, no_refund) = self.awaited_refunds.pop_first()?;
            let Some(refund) = self.refunds.get_mut(&no_refund) else { continue };
            let Some(Planned { at, what }) = refund.plan.take() else { continue };
            if refund.fate != RefundFate::Processing {
                continue;
            }
            let (no_order, money) = (refund.no_order.clone(), refund.of_order());
            if what == BankAnswer::Paid {
                refund.fate = RefundFate::Done { at };
                self.note_refunded(&no_order, at);
            } else {
                refund.fate = RefundFate::Failed { at };
                if let Some(order) = self.orders.get_mut(&no_order) {
                    order.refunded = order.refunded.checked_sub(money).unwrap_or_default();
                }
            }
            return Some(no_refund);
        }
        None
    }

    /// A foreign order whose money has all gone back is told as refunded; the documentation knows that
    /// state of these orders alone.
    fn note_refunded(&mut self, no_order: &str, at: OrderTime) {
        let mut refunds = self.refunds.rows().filter(|refund| refund.no_order == no_order);
        let is_open = refunds.any(|refund| refund.fate == RefundFate::Processing);
        let Some(order) = self.orders.get(no_order) else { return };
        if is_open || !order.is_foreign() || order.refunded < order.money {
            return;
        }
        if let (Fate::Paid { at: paid }, Some(order)) = (order.fate, self.orders.get_mut(no_order))
        {
            order.fate = Fate::Returned { paid, at };
        }
    }
}

impl Books {
    /// Has the merchant told about a refund, once the books are saved.
    pub(crate) fn tell_refund(&mut self, no_refund: &str, number: impl Fn() -> u64) {
        let Some(refund) = self.ledger.refunds.get_mut(no_refund) else { return };
        let ids = refund.operation.notifications;
        let told = OPERATIONS
            .iter()
            .copied()
            .filter(|meta| ids.contains(&meta.id) && meta.transport == Transport::Notification);
        for meta in told {
            let url = meta.destination.and_then(|name| refund.values.get(name));
            let Some(url) = url.map(str::to_owned) else { continue };
            let key = format!("{:08}", number());
            let value = |field: &FieldMeta| refund.fact(field);
            let delivery = Delivery::new(key.clone(), meta, no_refund, url, value);
            refund.deliveries.push(key.clone());
            self.outbox.push(key.clone());
            self.deliveries.insert(key, delivery);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lianlian::{Operation as _, exchange, refund};

    use super::*;
    use crate::foreign_refunds::sent_back;
    use crate::order::later;
    use crate::view::OrderState;

    fn now() -> OrderTime {
        "20261122093000".parse().unwrap()
    }

    fn values(pairs: &[(&'static str, &str)]) -> Values {
        let mut values = Values::default();
        for (name, text) in pairs {
            values.set(*name, text);
        }
        values
    }

    /// An order of 14.04 dollars that is paid, with 99.96 yuan.
    fn dollars() -> Ledger {
        let mut ledger = Ledger::new();
        let order = values(&[
            ("no_order", "A1"),
            ("dt_order", "20261122093000"),
            ("money_order", "14.04"),
            ("currency_order", "USD"),
        ]);
        assert!(ledger.place(exchange::Apply::META, &order, || 1, now()).is_ok());
        ledger.find_mut("A1").unwrap().fate = Fate::Paid { at: now() };
        ledger
    }

    fn take(ledger: &mut Ledger, no_refund: &str, fen: u64, what: BankAnswer) {
        let money = Amount::from_fen(fen);
        let order = ledger.find("A1").unwrap();
        let back = sent_back(order, ledger.refunds.rows());
        let foreign = Some(ForeignRefund::of(order, money, back, now()));
        ledger.take_refund(Refund {
            operation: refund::ExchangeApply::META,
            values: values(&[("no_refund", no_refund)]),
            no_refund: no_refund.to_owned(),
            oid_refundno: String::new(),
            no_order: "A1".to_owned(),
            money,
            foreign,
            asked: now(),
            fate: RefundFate::Processing,
            plan: Some(Planned { at: later(now(), 30), what }),
            deliveries: Vec::new(),
        });
    }

    fn hear(ledger: &mut Ledger) -> OrderState {
        while ledger.hear_refund(later(now(), 30)).is_some() {}
        ledger.find("A1").unwrap().state(now())
    }

    #[test]
    fn a_foreign_order_is_told_as_refunded_once_all_of_it_has_gone_back() {
        let mut ledger = dollars();
        take(&mut ledger, "R1", 71_20, BankAnswer::Paid);
        assert_eq!(hear(&mut ledger), OrderState::Paid);
        take(&mut ledger, "R2", 28_76, BankAnswer::Paid);
        assert_eq!(ledger.find("A1").unwrap().state(now()), OrderState::Paid, "it is on its way");
        assert_eq!(hear(&mut ledger), OrderState::Returned);
        let order = ledger.find("A1").unwrap();
        assert_eq!(order.result(now()).as_deref(), Some("REFUND"));
    }

    #[test]
    fn a_foreign_order_stays_paid_when_a_part_of_its_refunds_fails() {
        let mut ledger = dollars();
        take(&mut ledger, "R1", 71_20, BankAnswer::Paid);
        take(&mut ledger, "R2", 28_76, BankAnswer::Failed);
        assert_eq!(hear(&mut ledger), OrderState::Paid);
        assert_eq!(ledger.find("A1").unwrap().refunded, Amount::from_fen(10_00));
    }
}
