//! What can go wrong with the sandbox itself.

use std::io;

use lianlian::transport::TransportConfigError;
use lianlian::{KeyError, SignError};

use crate::store::StoreError;

/// Why the sandbox does not start, or does not do what was asked of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// The merchant number is not 18 digits.
    #[error("`{0}` is no merchant number: oid_partner has 18 digits")]
    Merchant(String),
    /// Two accounts have one merchant number.
    #[error("the merchant {0} has two accounts: give each its own number")]
    TwoAccounts(String),
    /// There is no such merchant.
    #[error("the sandbox has no merchant {0}: add an account of that number")]
    NoSuchMerchant(String),
    /// The sandbox does not know the merchant's private key.
    #[error(
        "the sandbox knows only the public key of merchant {0}: make the client with its private key"
    )]
    NoPrivateKey(String),
    /// There is no such product.
    #[error("`{0}` is no product of the spec; `lianlian spec list` shows them")]
    Product(String),
    /// The state cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A key pair could not be made.
    #[error("the sandbox has no keys: {0}")]
    Key(#[from] KeyError),
    /// The port cannot be listened on.
    #[error("127.0.0.1:{port} cannot be listened on: {io}; choose another port, or 0 for any")]
    Listen {
        /// The port asked for; 0 for any.
        port: u16,
        /// What the system said.
        io: io::Error,
    },
    /// A thread or its runtime could not be started.
    #[error("the system gives no thread: {0}")]
    Thread(#[source] io::Error),
    /// The client that delivers notifications cannot be set up.
    #[error("notifications cannot be delivered: {0}")]
    Delivery(#[from] TransportConfigError),
    /// The spec lacks a return code that the sandbox answers with.
    #[error(
        "no return code of the spec is labelled `{label}`: add it, the sandbox answers with it"
    )]
    NoReturnCode {
        /// The label that was looked for.
        label: &'static str,
    },
    /// No such order was placed.
    #[error("there is no order {no_order}: place it first")]
    NoSuchOrder {
        /// The number asked for.
        no_order: String,
    },
    /// The order is paid; it can be paid once.
    #[error("the order {no_order} is paid already: query it")]
    AlreadyPaid {
        /// The order's number.
        no_order: String,
    },
    /// The order's time ran out before it was paid.
    #[error("the order {no_order} has expired: place a new one")]
    Expired {
        /// The order's number.
        no_order: String,
    },
    /// The bank is at it.
    #[error("the order {no_order} is being paid: wait for the bank, or query it")]
    UnderWay {
        /// The order's number.
        no_order: String,
    },
    /// A payment would be over a limit of the account.
    #[error("the order {no_order} cannot be paid: {why}")]
    OverLimit {
        /// The order's number.
        no_order: String,
        /// The return code for it.
        code: &'static str,
        /// Which limit.
        why: String,
    },
    /// The payout is held; only the merchant can release it.
    #[error(
        "the payout {no_order} is held: confirm it with the code of the answer, or let it lapse"
    )]
    Held {
        /// The payout's number.
        no_order: String,
    },
    /// What was asked for does not fit what has become of the order.
    #[error("the order {no_order} cannot be {done}: {why}")]
    NotDone {
        /// The order's number.
        no_order: String,
        /// What was asked for, such as `expired`.
        done: &'static str,
        /// Why it is not done, and what fits instead.
        why: String,
    },
    /// The gateway's key failed.
    #[error("the sandbox cannot sign: {0}")]
    Sign(#[from] SignError),
}
