//! What the parts of a running sandbox share.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lianlian::transport::UreqTransport;
use lianlian::{Clock, MerchantKey, OrderTime};

use crate::agreements::Agreements;
use crate::delivery;
use crate::error::SandboxError;
use crate::exchange::Journal;
use crate::ledger::{Ledger, Order};
use crate::operations::paid_with;
use crate::return_codes::ReturnCodes;
use crate::sms::Tokens;

/// The gateway: one merchant, two keys, the orders and agreements.
///
/// Whoever holds the orders may ask for the agreements, never the other way round.
pub(crate) struct Gateway {
    /// Where it listens, `http://127.0.0.1:PORT`.
    pub(crate) url: String,
    /// The merchant's number.
    pub(crate) oid_partner: String,
    /// The merchant's key; its public half verifies.
    pub(crate) merchant_key: MerchantKey,
    /// The gateway's own key, which signs.
    pub(crate) key: MerchantKey,
    /// Agreements of the merchant that rules depend on.
    pub(crate) contracts: Vec<String>,
    /// Whether card payments need an SMS code.
    pub(crate) asks_for_sms_codes: bool,
    /// Tells dates and times.
    pub(crate) clock: Arc<dyn Clock>,
    /// What it answers with.
    pub(crate) codes: ReturnCodes,
    /// Between two attempts to notify.
    pub(crate) interval: Duration,
    /// Posts notifications.
    pub(crate) transport: UreqTransport,
    /// What came and went.
    pub(crate) journal: Journal,
    ledger: Mutex<Ledger>,
    agreements: Mutex<Agreements>,
    tokens: Mutex<Tokens>,
    /// Signalled when an attempt to notify is noted.
    attempted: Condvar,
    stopped: Mutex<bool>,
    stopping: Condvar,
}

/// What a gateway is made of.
pub(crate) struct Parts {
    pub(crate) url: String,
    pub(crate) oid_partner: String,
    pub(crate) merchant_key: MerchantKey,
    pub(crate) key: MerchantKey,
    pub(crate) contracts: Vec<String>,
    pub(crate) asks_for_sms_codes: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) interval: Duration,
}

impl Gateway {
    pub(crate) fn new(parts: Parts) -> Result<Self, SandboxError> {
        Ok(Self {
            url: parts.url,
            oid_partner: parts.oid_partner,
            merchant_key: parts.merchant_key,
            key: parts.key,
            contracts: parts.contracts,
            asks_for_sms_codes: parts.asks_for_sms_codes,
            clock: parts.clock,
            codes: ReturnCodes::look_up()?,
            interval: parts.interval,
            transport: delivery::transport()?,
            journal: Journal::default(),
            ledger: Mutex::default(),
            agreements: Mutex::default(),
            tokens: Mutex::default(),
            attempted: Condvar::new(),
            stopped: Mutex::new(false),
            stopping: Condvar::new(),
        })
    }

    /// The present second.
    pub(crate) fn now(&self) -> OrderTime {
        self.clock.now()
    }

    /// The orders, for as long as the guard lives.
    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The agreements about cards.
    pub(crate) fn agreements(&self) -> MutexGuard<'_, Agreements> {
        self.agreements.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tokens that wait for an SMS code.
    pub(crate) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The page where a payer pays the order.
    pub(crate) fn pay_link(&self, order: &Order) -> String {
        format!("{}/sandbox/pay/{}", self.url, order.oid_paybill)
    }

    /// Marks the order paid and starts telling the merchant.
    ///
    /// `chosen` is the method the payer picked, where the order leaves it open.
    pub(crate) fn pay(
        self: &Arc<Self>,
        no_order: &str,
        chosen: Option<&str>,
    ) -> Result<Order, SandboxError> {
        let order = {
            let mut ledger = self.ledger();
            let method = ledger.find(no_order).and_then(|order| paid_with(order, chosen));
            ledger.pay(no_order, method, self.now())?.clone()
        };
        delivery::start(self, &order)?;
        Ok(order)
    }

    /// Notes something in an order, and wakes whoever waits for it.
    pub(crate) fn note(&self, no_order: &str, note: impl FnOnce(&mut Order)) {
        if let Some(order) = self.ledger().find_mut(no_order) {
            note(order);
        }
        self.attempted.notify_all();
    }

    /// Waits until the order's notification is acknowledged; `false` when it will not be any more, or
    /// not within `timeout`.
    pub(crate) fn wait_for_acknowledgement(&self, no_order: &str, timeout: Duration) -> bool {
        let is_open = |ledger: &mut Ledger| {
            let order = ledger.find(no_order);
            order.is_some_and(|order| !order.is_acknowledged() && !order.is_delivery_over)
        };
        let (ledger, _) = self
            .attempted
            .wait_timeout_while(self.ledger(), timeout, is_open)
            .unwrap_or_else(PoisonError::into_inner);
        ledger.find(no_order).is_some_and(Order::is_acknowledged)
    }

    /// Ends what runs in the background.
    pub(crate) fn stop(&self) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stopping.notify_all();
    }

    /// Waits; `true` when the sandbox stopped meanwhile.
    pub(crate) fn stops_within(&self, wait: Duration) -> bool {
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let (stopped, _) = self
            .stopping
            .wait_timeout_while(stopped, wait, |stopped| !*stopped)
            .unwrap_or_else(PoisonError::into_inner);
        *stopped
    }
}
