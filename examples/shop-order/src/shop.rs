//! From an order to its payment.

use std::time::Duration;

use lianlian::{
    CallOptions, Client, ReceiveError, Resolution, ResolveOptions, SafeOptions, SendError,
    Sensitive, Sent,
};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::messages::{Found, Lookup, News, Payment};
use crate::order::{Order, Receipt, Status};
use crate::store::{Settled, Store, StoreError};

/// Longer than this nobody at a till waits for the gateway to say what became of an order.
const PATIENCE: Duration = Duration::from_secs(2);

/// A shop: its orders, and its line to the gateway.
#[derive(Debug)]
pub struct Shop {
    client: Client,
    store: Store,
}

/// What comes next for an order that is placed.
#[derive(Debug)]
pub enum Next {
    /// The payer scans this text as a QR code.
    Scan(Sensitive),
    /// The payer has paid already.
    Pack,
}

/// What a notification brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// This order is paid now: pack it.
    Paid(Uuid),
    /// It was paid before, and the gateway did not hear our answer.
    Known(Uuid),
    /// This order is not paid.
    NotPaid(Uuid),
}

/// Why an order is not where it should be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShopError {
    /// The order is not on the disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The gateway was not reached, or refused, or it is unknown what it did.
    #[error(transparent)]
    Send(#[from] SendError),
    /// A notification that is not to be believed.
    #[error(transparent)]
    Receive(#[from] ReceiveError),
    /// The gateway has the order, and does not say how it is paid.
    #[error("order {0} is placed, but there is nothing to scan; ask the gateway about it")]
    NothingToScan(Uuid),
    /// What was paid is not what was to be paid.
    #[error("order {id} costs {total}, but {paid:?} is said to be paid; let a person look at it")]
    OtherAmount {
        /// The order.
        id: Uuid,
        /// What it costs.
        total: Decimal,
        /// What was paid, if that was said.
        paid: Option<Decimal>,
    },
}

impl Shop {
    /// Opens a shop.
    pub fn new(client: Client, store: Store) -> Self {
        Self { client, store }
    }

    /// The orders.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Keeps an order, then places it: whatever happens on the way, the shop knows that it may exist.
    ///
    /// # Errors
    /// After [`SendError::Unknown`] go on with [`Shop::place_again`].
    pub fn place(&self, order: &Order) -> Result<Next, ShopError> {
        self.store.keep(order)?;
        self.send(order)
    }

    /// Goes on with an order of which it is not known whether it was placed, or whose QR code got lost.
    ///
    /// It is sent once more as it is: an order of the same number, time and amount is the same order to
    /// the gateway, which refuses it once it is paid.
    ///
    /// # Errors
    /// As before; this may be called again.
    pub fn place_again(&self, id: Uuid) -> Result<Next, ShopError> {
        self.send(&self.store.order(id)?)
    }

    /// Asks the gateway about an order, and marks it as paid if it is. `None` is no payment yet.
    ///
    /// # Errors
    /// There is no answer, or one that does not fit the order. Nothing has changed then.
    pub fn ask(&self, id: Uuid) -> Result<Option<Payment>, ShopError> {
        let order = self.store.order(id)?;
        let found =
            self.client.send_into::<Found, _>(&Lookup::of(&order), &CallOptions::default())?;
        if found.payment == Some(Payment::Paid) {
            let number = found.receipt.clone().unwrap_or_default();
            let receipt = Receipt { number, settled_on: found.settled_on };
            self.settle(&order, found.total, receipt)?;
        }
        Ok(found.into_inner().payment)
    }

    /// Takes a notification, as the bytes that were posted.
    ///
    /// # Errors
    /// It is not to be acted upon; answer it with an HTTP error, so that it comes again.
    pub fn hear(&self, body: &[u8]) -> Result<Heard, ShopError> {
        let news = self.client.receiver().notification::<News>(body)?;
        if news.payment != Payment::Paid {
            return Ok(Heard::NotPaid(news.id));
        }
        let order = self.store.order(news.id)?;
        let receipt = Receipt { number: news.receipt.clone(), settled_on: news.settled_on };
        Ok(match self.settle(&order, Some(news.total), receipt)? {
            Settled::Now => Heard::Paid(news.id),
            Settled::Before => Heard::Known(news.id),
        })
    }

    /// Whether an order may be packed.
    ///
    /// # Errors
    /// There is no such order.
    pub fn is_paid(&self, id: Uuid) -> Result<bool, StoreError> {
        Ok(matches!(self.store.order(id)?.status, Status::Paid(_)))
    }

    fn send(&self, order: &Order) -> Result<Next, ShopError> {
        let options = SafeOptions::default().resolve(ResolveOptions::default().limit(PATIENCE));
        let scan = match self.client.send_safely_with(order, &options)? {
            Sent::Answered(bill) => bill.into_inner().pay_load,
            Sent::Resolved(Resolution::Executed(_)) => {
                self.ask(order.id)?;
                return Ok(Next::Pack);
            }
            Sent::Resolved(_) => None,
        };
        scan.map(Next::Scan).ok_or(ShopError::NothingToScan(order.id))
    }

    fn settle(
        &self,
        order: &Order,
        paid: Option<Decimal>,
        receipt: Receipt,
    ) -> Result<Settled, ShopError> {
        if paid != Some(order.total) {
            return Err(ShopError::OtherAmount { id: order.id, total: order.total, paid });
        }
        Ok(self.store.settle(order.id, receipt)?)
    }
}
