//! The shop's orders in one JSON file: what a database is in a real shop.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::order::{Order, Receipt, Status};

/// The orders, by number. Every change is on the disk before a call returns.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    orders: Mutex<Orders>,
}

type Orders = BTreeMap<Uuid, Order>;

/// Why the store does not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file cannot be read or written.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// The file holds something else.
    #[error("{path} holds no orders: {reason}")]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: serde_json::Error,
    },
    /// There is no such order.
    #[error("no order has the number {0}")]
    NoSuchOrder(Uuid),
    /// The number belongs to another order.
    #[error("the number {0} belongs to another order; take a new one")]
    NumberUsed(Uuid),
}

/// What marking an order as paid did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is paid now: act upon it.
    Now,
    /// It was before: whatever was to be done is done.
    Before,
}

impl Store {
    /// Opens a file of orders; one that is not there has none.
    ///
    /// # Errors
    /// The file cannot be read, or holds something else.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let path = path.into();
        let orders = match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|reason| StoreError::Format { path: path.clone(), reason })?,
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => Orders::new(),
            Err(reason) => return Err(StoreError::File { path, reason }),
        };
        Ok(Self { path, orders: Mutex::new(orders) })
    }

    /// Keeps a new order. One that is kept already is left as it is.
    ///
    /// # Errors
    /// The file cannot be written, or the number belongs to an order with another total or time.
    pub fn keep(&self, order: &Order) -> Result<(), StoreError> {
        let mut orders = self.orders();
        match orders.get(&order.id) {
            Some(kept) if (kept.total, kept.created_at) == (order.total, order.created_at) => {
                Ok(())
            }
            Some(_) => Err(StoreError::NumberUsed(order.id)),
            None => {
                orders.insert(order.id, order.clone());
                self.write(&orders)
            }
        }
    }

    /// The order of this number.
    ///
    /// # Errors
    /// There is none.
    pub fn order(&self, id: Uuid) -> Result<Order, StoreError> {
        self.orders().get(&id).cloned().ok_or(StoreError::NoSuchOrder(id))
    }

    /// Marks an order as paid, once.
    ///
    /// # Errors
    /// There is no such order, or the file cannot be written.
    pub fn settle(&self, id: Uuid, receipt: Receipt) -> Result<Settled, StoreError> {
        let mut orders = self.orders();
        let order = orders.get_mut(&id).ok_or(StoreError::NoSuchOrder(id))?;
        if order.status != Status::Open {
            return Ok(Settled::Before);
        }
        order.status = Status::Paid(receipt);
        let written = self.write(&orders);
        if let (Err(_), Some(order)) = (&written, orders.get_mut(&id)) {
            // Nobody may act upon what is not on the disk.
            order.status = Status::Open;
        }
        written.map(|()| Settled::Now)
    }

    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a new file and puts it in the place of the old one, so that there always is a whole one.
    fn write(&self, orders: &Orders) -> Result<(), StoreError> {
        let fresh = self.path.with_extension("new");
        replace(&self.path, &fresh, orders)
            .map_err(|reason| StoreError::File { path: self.path.clone(), reason })
    }
}

fn replace(path: &Path, fresh: &Path, orders: &Orders) -> io::Result<()> {
    let mut file = File::create(fresh)?;
    file.write_all(&serde_json::to_vec_pretty(orders)?)?;
    file.sync_all()?;
    fs::rename(fresh, path)
}
