//! One merchant at the gateway: its account, and its books.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use lianlian::{GatewayKey, MerchantKey, OrderTime, Sensitive};

use crate::account::Account;
use crate::books::Books;
use crate::builder::clock_row;
use crate::courier::Task;
use crate::delivery::Delivery;
use crate::error::SandboxError;
use crate::house::House;
use crate::operations::paid_with;
use crate::order::Order;
use crate::store::StoreError;
use crate::trouble::Troubles;
use crate::view::{Attempt, OrderView};

/// One merchant.
pub(crate) struct Merchant {
    pub(crate) house: Arc<House>,
    number: String,
    account: RwLock<Account>,
    /// What its messages are verified with.
    pub(crate) public: GatewayKey,
    /// What its program signs with, where the sandbox knows it.
    pub(crate) pair: Option<MerchantKey>,
    /// The same as PEM.
    pub(crate) pem: Sensitive,
    /// What goes wrong on purpose.
    troubles: Mutex<Troubles>,
    books: Mutex<Books>,
    /// Signalled when something is written.
    attempted: Condvar,
    /// When the courier will look for the answer of a bank.
    looks_at: Mutex<Option<OrderTime>>,
}

impl Merchant {
    pub(crate) fn new(
        house: Arc<House>,
        account: Account,
        public: GatewayKey,
        pair: Option<MerchantKey>,
        books: Books,
    ) -> Result<Self, SandboxError> {
        let pem = pair.as_ref().map(MerchantKey::to_pkcs8_pem).transpose()?;
        Ok(Self {
            house,
            number: account.oid_partner.clone(),
            account: RwLock::new(account),
            public,
            pair,
            pem: pem.map(|pem| Sensitive::from(pem.as_str())).unwrap_or_default(),
            troubles: Mutex::default(),
            books: Mutex::new(books),
            attempted: Condvar::new(),
            looks_at: Mutex::default(),
        })
    }

    /// Its number, `oid_partner`.
    pub(crate) fn number(&self) -> &str {
        &self.number
    }

    /// What it may do at the moment.
    pub(crate) fn account(&self) -> Account {
        self.account.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes what it may do.
    pub(crate) fn change_account(&self, change: impl FnOnce(&mut Account)) {
        change(&mut self.account.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// What goes wrong on purpose.
    pub(crate) fn troubles(&self) -> MutexGuard<'_, Troubles> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its books, to read.
    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets `act` write in the books. Whatever it wrote is saved before anybody else reads it, and what it
    /// wants to tell the merchant is posted afterwards.
    pub(crate) fn write<T>(
        self: &Arc<Self>,
        act: impl FnOnce(&mut Books, OrderTime) -> T,
    ) -> Result<T, SandboxError> {
        let now = self.house.now();
        let mut books = self.books();
        self.hear_banks(&mut books, now);
        let done = act(&mut books, now);
        let next = books.ledger.next_answer();
        self.save(&mut books)?;
        let outbox = std::mem::take(&mut books.outbox);
        drop(books);
        self.attempted.notify_all();
        self.house.journal.stir();
        self.send(outbox, now, next)?;
        Ok(done)
    }

    /// Has banks answer that were to by now.
    pub(crate) fn catch_up(self: &Arc<Self>) {
        *self.looks_at() = None;
        // Nothing to add to what was planned; a store that fails says so at the next call.
        drop(self.write(|_, _| ()));
    }

    fn hear_banks(&self, books: &mut Books, now: OrderTime) {
        // Each is told before the next answer is heard, so that none is told as what came after it.
        while let Some(no_order) = books.ledger.hear_bank(now) {
            books.tell(&no_order, || self.house.next_number(), now);
        }
        while let Some(no_refund) = books.ledger.hear_refund(now) {
            books.tell_refund(&no_refund, || self.house.next_number());
        }
    }

    fn save(&self, books: &mut Books) -> Result<(), StoreError> {
        match &self.house.store {
            Some(store) => {
                let mut changes = books.take_changes(&self.number)?;
                if changes.is_empty() {
                    return Ok(());
                }
                // What a fast clock has gained goes along, lest the next sandbox fall back behind its orders.
                changes.push(clock_row(self.house.time.ahead()));
                store.save(&changes).inspect_err(|_| books.put_back(&changes))
            }
            None => {
                books.forget_changes();
                Ok(())
            }
        }
    }

    /// Starts what was left for later: notifications, and the answer of the next bank.
    fn send(
        self: &Arc<Self>,
        outbox: Vec<String>,
        now: OrderTime,
        next: Option<OrderTime>,
    ) -> Result<(), SandboxError> {
        let courier = &self.house.courier;
        let mut late = self.trouble_with_notifications(!outbox.is_empty());
        for key in outbox {
            let post = |key: &str| Task::Post { merchant: Arc::clone(self), key: key.to_owned() };
            let (wait, is_doubled) = late.take().unwrap_or_default();
            if is_doubled {
                courier.after(wait, post(&key)).map_err(SandboxError::Thread)?;
            }
            courier.after(wait, post(&key)).map_err(SandboxError::Thread)?;
        }
        let mut looks_at = self.looks_at();
        if let Some(at) = next.filter(|at| looks_at.is_none_or(|looks_at| *at < looks_at)) {
            *looks_at = Some(at);
            let seconds = at.unix_seconds().saturating_sub(now.unix_seconds());
            let wait = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
            let look = Task::CatchUp { merchant: Arc::clone(self) };
            courier.after(wait, look).map_err(SandboxError::Thread)?;
        }
        Ok(())
    }

    fn looks_at(&self) -> MutexGuard<'_, Option<OrderTime>> {
        self.looks_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts what a sandbox left undone that was here before.
    pub(crate) fn resume(self: &Arc<Self>) -> Result<(), SandboxError> {
        let (outbox, next) = {
            let mut books = self.books();
            (std::mem::take(&mut books.outbox), books.ledger.next_answer())
        };
        self.send(outbox, self.house.now(), next)
    }

    fn trouble_with_notifications(&self, are_there: bool) -> Option<(Duration, bool)> {
        self.troubles().with_notifications(are_there)
    }

    /// Marks an order paid, and has the merchant told.
    ///
    /// `chosen` is the method the payer picked, where the order leaves it open.
    pub(crate) fn pay(
        self: &Arc<Self>,
        no_order: &str,
        chosen: Option<&str>,
    ) -> Result<Order, SandboxError> {
        let account = self.account();
        self.write(|books, now| {
            let order = books.ledger.find(no_order);
            let method = order.and_then(|order| paid_with(order, chosen));
            books.pay(&account, &self.house.codes, no_order, method, now)?;
            books.tell(no_order, || self.house.next_number(), now);
            let order = books.ledger.find(no_order).cloned();
            order.ok_or_else(|| SandboxError::NoSuchOrder { no_order: no_order.to_owned() })
        })?
    }

    /// Notes an attempt to notify, and wakes whoever waits for it; says whether it was the last.
    pub(crate) fn note_attempt(self: &Arc<Self>, key: &str, attempt: Attempt) -> bool {
        let noted = self.write(|books, _| {
            books.deliveries.get_mut(key).is_none_or(|delivery| {
                delivery.note(attempt);
                delivery.is_over
            })
        });
        noted.unwrap_or(true)
    }

    /// Every order as its owner may see it, by number.
    pub(crate) fn views(&self) -> Vec<OrderView> {
        let (books, now) = (self.books(), self.house.now());
        let orders = books.ledger.orders.rows();
        orders.map(|order| books.view(&self.number, order, now)).collect()
    }

    /// The order of this number as its owner may see it.
    pub(crate) fn view(&self, no_order: &str) -> Option<OrderView> {
        let (books, now) = (self.books(), self.house.now());
        books.ledger.find(no_order).map(|order| books.view(&self.number, order, now))
    }

    /// Waits until the order's notification is acknowledged; `false` when it will not be any more, or
    /// not within `timeout`.
    pub(crate) fn wait_for_acknowledgement(&self, no_order: &str, timeout: Duration) -> bool {
        let is_open = |books: &mut Books| {
            let Some(order) = books.ledger.find(no_order) else { return false };
            let mut told = order.deliveries.iter().filter_map(|key| books.deliveries.get(key));
            told.any(|delivery| !delivery.is_over)
                || order.deliveries.is_empty() && order.paid_at().is_none()
        };
        let waited = self.attempted.wait_timeout_while(self.books(), timeout, is_open);
        let (books, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let order = books.ledger.find(no_order);
        order.filter(|order| !order.deliveries.is_empty()).is_some_and(|order| {
            let mut told = order.deliveries.iter().filter_map(|key| books.deliveries.get(key));
            told.all(Delivery::is_acknowledged)
        })
    }
}
