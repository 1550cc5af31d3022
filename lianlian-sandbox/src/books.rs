//! Everything that is on record about one merchant.

use lianlian::OrderTime;

use crate::account::Account;
use crate::agreements::Agreements;
use crate::delivery::Delivery;
use crate::error::SandboxError;
use crate::ledger::Ledger;
use crate::limits::{Payment, over};
use crate::magic;
use crate::operations::told_about;
use crate::order::Order;
use crate::return_codes::ReturnCodes;
use crate::sms::Tokens;
use crate::store::{Change, Saved, StoreError};
use crate::table::Table;
use crate::view::OrderView;

/// The books of one merchant.
pub(crate) struct Books {
    pub(crate) ledger: Ledger,
    pub(crate) agreements: Agreements,
    pub(crate) tokens: Tokens,
    pub(crate) deliveries: Table<Delivery>,
    /// Keys of deliveries that are to begin once the books are saved.
    pub(crate) outbox: Vec<String>,
}

impl Books {
    pub(crate) fn new() -> Self {
        Self {
            ledger: Ledger::new(),
            agreements: Agreements::new(),
            tokens: Tokens::new(),
            deliveries: Table::new("delivery"),
            outbox: Vec::new(),
        }
    }

    /// Takes a saved row in.
    pub(crate) fn load(&mut self, saved: &Saved) -> Result<(), StoreError> {
        let Saved { kind, key, row, .. } = saved;
        let _is_known = self.ledger.orders.load(kind, key, row)?
            || self.ledger.refunds.load(kind, key, row)?
            || self.agreements.list.load(kind, key, row)?
            || self.tokens.waiting.load(kind, key, row)?
            || self.deliveries.load(kind, key, row)?;
        Ok(())
    }

    /// Works out what is not saved, once everything is loaded.
    pub(crate) fn index(&mut self) {
        self.ledger.index();
        let open = self.deliveries.rows().filter(|delivery| !delivery.is_over);
        self.outbox = open.map(|delivery| delivery.key.clone()).collect();
    }

    /// The highest number that was given out, as far as it can be seen.
    pub(crate) fn highest_number(&self) -> u64 {
        let of = |text: &str| {
            let digits = text.get(text.len().saturating_sub(8)..).unwrap_or_default();
            digits.parse().unwrap_or(0)
        };
        let orders = self.ledger.orders.rows().map(|order| of(&order.oid_paybill));
        let refunds = self.ledger.refunds.rows().map(|refund| of(&refund.oid_refundno));
        let agreements = self.agreements.list.rows().map(|own| of(own.number()));
        let deliveries = self.deliveries.rows().map(|delivery| of(&delivery.key));
        orders.chain(refunds).chain(agreements).chain(deliveries).max().unwrap_or(0)
    }

    /// Marks an order paid, within the limits of the account; its bank may want to think about it.
    pub(crate) fn pay(
        &mut self,
        account: &Account,
        codes: &ReturnCodes,
        no_order: &str,
        method: Option<String>,
        now: OrderTime,
    ) -> Result<&mut Order, SandboxError> {
        self.ledger.payable(no_order, now)?;
        let payment = self.ledger.find(no_order).map(Payment::of);
        let over = payment.and_then(|payment| over(account, self, codes, &payment, now));
        if let Some((code, why)) = over {
            let no_order = no_order.to_owned();
            return Err(SandboxError::OverLimit { no_order, code: code.code, why });
        }
        self.ledger.pay(no_order, method, now)?;
        magic::play_bank(&mut self.ledger, no_order, now);
        let gone = || SandboxError::NoSuchOrder { no_order: no_order.to_owned() };
        self.ledger.find_mut(no_order).ok_or_else(gone)
    }

    /// An order as its owner may see it.
    pub(crate) fn view(&self, oid_partner: &str, order: &Order, now: OrderTime) -> OrderView {
        let told = order.deliveries.iter().filter_map(|key| self.deliveries.get(key));
        OrderView {
            oid_partner: oid_partner.to_owned(),
            operation: order.operation.id,
            no_order: order.no_order.clone(),
            oid_paybill: order.oid_paybill.clone(),
            dt_order: order.dt_order,
            money: order.money,
            state: order.state(now),
            refunded: order.refunded,
            notifications: told.flat_map(|delivery| delivery.attempts.iter().cloned()).collect(),
        }
    }

    /// What has changed since the last time.
    pub(crate) fn take_changes(&mut self, owner: &str) -> Result<Vec<Change>, StoreError> {
        let mut changes = Vec::new();
        self.ledger.orders.take_changes(owner, &mut changes)?;
        self.ledger.refunds.take_changes(owner, &mut changes)?;
        self.agreements.list.take_changes(owner, &mut changes)?;
        self.tokens.waiting.take_changes(owner, &mut changes)?;
        self.deliveries.take_changes(owner, &mut changes)?;
        Ok(changes)
    }

    /// Takes changes back that could not be saved.
    pub(crate) fn put_back(&mut self, changes: &[Change]) {
        for change in changes {
            self.ledger.orders.put_back(change);
            self.ledger.refunds.put_back(change);
            self.agreements.list.put_back(change);
            self.tokens.waiting.put_back(change);
            self.deliveries.put_back(change);
        }
    }

    /// Forgets what has changed, where nothing is saved.
    pub(crate) fn forget_changes(&mut self) {
        self.ledger.orders.forget_changes();
        self.ledger.refunds.forget_changes();
        self.agreements.list.forget_changes();
        self.tokens.waiting.forget_changes();
        self.deliveries.forget_changes();
    }

    /// Has a notification sent about an order to the address that it names, once the books are saved.
    ///
    /// What it says is settled now; it is the same at every attempt. Of some news nobody is told.
    pub(crate) fn tell(&mut self, no_order: &str, number: impl Fn() -> u64, now: OrderTime) {
        let Some(order) = self.ledger.orders.get_mut(no_order) else { return };
        if !order.is_notified(now) {
            return;
        }
        for (meta, url) in told_about(order) {
            let key = format!("{:08}", number());
            let delivery =
                Delivery::new(key.clone(), meta, no_order, url, |field| order.told(field, now));
            order.deliveries.push(key.clone());
            self.outbox.push(key.clone());
            self.deliveries.insert(key, delivery);
        }
    }
}
