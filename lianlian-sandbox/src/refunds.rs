//! Refunds: money that goes back to the payer of an order.

use lianlian::meta::OperationMeta;
use lianlian::{Amount, OrderTime};
use serde::{Deserialize, Serialize};

use crate::saved;
use crate::values::Values;

/// One refund.
#[derive(Clone, Serialize, Deserialize)]
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
    pub(crate) money: Amount,
    pub(crate) asked: OrderTime,
    pub(crate) fate: RefundFate,
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
