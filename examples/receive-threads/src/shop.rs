//! The shop: its orders in `SQLite`, and what a paid one means.

use std::path::Path;

use lianlian::{
    Amount, AmountError, Answer, Delivery, OrderTime, OtherOrder, Receiver, TimeError, aggregate,
    codes,
};
use rusqlite::{Connection, OptionalExtension as _};

use crate::inbox::{SqliteClaim, SqliteInbox};

/// A shop, as one thread has it.
#[derive(Debug)]
pub struct Shop {
    receiver: Receiver,
    inbox: SqliteInbox,
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
    /// The system failed.
    #[error(transparent)]
    System(#[from] std::io::Error),
    /// The database failed.
    #[error("the database: {0}")]
    Database(#[from] rusqlite::Error),
    /// An amount in the database is none.
    #[error("the database: {0}")]
    Amount(#[from] AmountError),
    /// A time in the database is none.
    #[error("the database: {0}")]
    Time(#[from] TimeError),
}

impl Shop {
    /// Opens the database of a shop, and makes it if there is none.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn open(file: &Path, receiver: Receiver) -> Result<Self, ShopError> {
        let inbox = SqliteInbox::new(Connection::open(file)?)?;
        inbox.connection().execute(
            "CREATE TABLE IF NOT EXISTS orders (number TEXT PRIMARY KEY, total TEXT NOT NULL,
             placed TEXT NOT NULL, bookings INTEGER NOT NULL DEFAULT 0, paid_with TEXT)",
            (),
        )?;
        Ok(Self { receiver, inbox })
    }

    /// Puts an order into the books, as the shop does before it sends it.
    ///
    /// # Errors
    /// It is there already, or the database fails.
    pub fn place(&self, number: &str, total: Amount, placed: OrderTime) -> Result<(), ShopError> {
        self.inbox.connection().execute(
            "INSERT INTO orders (number, total, placed) VALUES (?1, ?2, ?3)",
            (number, total.to_string(), placed.to_string()),
        )?;
        Ok(())
    }

    /// How often an order was booked. More than once would be a fault.
    ///
    /// # Errors
    /// There is no such order, or the database fails.
    pub fn bookings(&self, number: &str) -> Result<u32, ShopError> {
        let sql = "SELECT bookings FROM orders WHERE number = ?1";
        Ok(self.inbox.connection().query_row(sql, [number], |row| row.get(0))?)
    }

    /// What to answer to a body posted to `notify_url`.
    pub fn notified(&self, body: &[u8]) -> Answer {
        self.notified_then(body, || {})
    }

    /// The same, with something to do when the booking is written and not yet committed; for tests of
    /// crashes.
    #[doc(hidden)]
    pub fn notified_then(&self, body: &[u8], then: impl FnOnce()) -> Answer {
        let result = self.receiver.once_within(&self.inbox, body, |paid, claim| {
            book(paid, claim)?;
            then();
            Ok::<_, ShopError>(())
        });
        if let Err(error) = &result {
            eprintln!("a notification was not acted upon: {error}");
        }
        Answer::from(&result)
    }
}

/// Books a payment in the transaction that also keeps that it was booked.
fn book(
    paid: &Delivery<'_, aggregate::AsyncNotification>,
    claim: &SqliteClaim<'_>,
) -> Result<(), ShopError> {
    if paid.result_pay != codes::PaymentResult::Success {
        return Ok(());
    }
    let sql = "SELECT total, placed FROM orders WHERE number = ?1";
    let order: Option<(String, String)> = claim
        .transaction()
        .query_row(sql, [&paid.no_order], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (total, placed) = order.ok_or_else(|| ShopError::NoSuchOrder(paid.no_order.clone()))?;
    paid.fits_amount(total.parse()?)?;
    paid.fits_time(placed.parse()?)?;
    claim.transaction().execute(
        "UPDATE orders SET bookings = bookings + 1, paid_with = ?2 WHERE number = ?1",
        (&paid.no_order, &paid.oid_paybill),
    )?;
    Ok(())
}
