//! The shop: its orders, and what a paid one means.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lianlian::{
    Amount, Answer, Delivery, GatewayKeys, MemoryInbox, OrderTime, OtherOrder, Receiver, Scheme,
    VerifyError, aggregate, codes,
};

/// Notifications that the shop can remember, and for how long: longer than the gateway repeats them.
const REMEMBERED: usize = 100_000;
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A shop with its orders in memory. With a database, look at the example with plain threads.
#[derive(Debug)]
pub struct Shop {
    receiver: Receiver,
    inbox: MemoryInbox,
    orders: Mutex<BTreeMap<String, Order>>,
}

/// An order as the shop placed it.
#[derive(Clone, Debug)]
pub struct Order {
    /// What it costs.
    pub total: Amount,
    /// The time that it was sent with.
    pub placed: OrderTime,
    /// How often it was booked as paid. More than once would be a fault.
    pub bookings: u32,
}

/// Why a notification is not booked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShopError {
    /// The shop has no such order.
    #[error("there is no order {0}; let a person look at it")]
    NoSuchOrder(String),
    /// It is about another amount or time.
    #[error(transparent)]
    OtherOrder(#[from] OtherOrder),
}

impl Shop {
    /// A shop without orders that believes these keys of the gateway.
    ///
    /// Keep a clone of `keys` to change them while the server runs.
    ///
    /// # Errors
    /// The scheme and the keys do not fit.
    pub fn new(oid_partner: &str, keys: GatewayKeys) -> Result<Self, VerifyError> {
        Ok(Self {
            receiver: Receiver::new(oid_partner, keys, Scheme::Rsa)?,
            inbox: MemoryInbox::new(REMEMBERED, A_DAY),
            orders: Mutex::default(),
        })
    }

    /// Puts an order into the books, as the shop does before it sends it.
    pub fn place(&self, number: &str, total: Amount, placed: OrderTime) {
        self.orders().insert(number.to_owned(), Order { total, placed, bookings: 0 });
    }

    /// How often an order was booked.
    pub fn bookings(&self, number: &str) -> u32 {
        self.orders().get(number).map_or(0, |order| order.bookings)
    }

    /// What to answer to a body posted to `notify_url`. It blocks: for some ten microseconds of
    /// arithmetic here, for its transaction in a shop with a database.
    pub fn notified(&self, body: &[u8]) -> Answer {
        let result = self.receiver.once(&self.inbox, body, |paid| self.book(paid));
        if let Err(error) = &result {
            eprintln!("a notification was not acted upon: {error}");
        }
        Answer::from(&result)
    }

    fn book(&self, paid: &Delivery<'_, aggregate::AsyncNotification>) -> Result<(), ShopError> {
        if paid.result_pay != codes::PaymentResult::Success {
            return Ok(());
        }
        let mut orders = self.orders();
        let Some(order) = orders.get_mut(&paid.no_order) else {
            return Err(ShopError::NoSuchOrder(paid.no_order.clone()));
        };
        paid.fits_amount(order.total)?;
        paid.fits_time(order.placed)?;
        order.bookings = order.bookings.saturating_add(1);
        Ok(())
    }

    fn orders(&self) -> MutexGuard<'_, BTreeMap<String, Order>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
