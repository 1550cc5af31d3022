//! What the gateway is asked, and what it tells: only what the shop wants to know, in the shop's types.

use jiff::{Timestamp, civil};
use lianlian::{Code, Notification, Reply, Request, UnknownCode, aggregate, codes};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::order::Order;

/// The question what became of an order.
#[derive(Debug, Request)]
#[lianlian(operation = aggregate::Query)]
pub(crate) struct Lookup {
    #[lianlian(field = "no_order")]
    id: Uuid,
    #[lianlian(field = "dt_order")]
    created_at: Timestamp,
}

impl Lookup {
    pub(crate) fn of(order: &Order) -> Self {
        Self { id: order.id, created_at: order.created_at }
    }
}

/// The answer to it.
#[derive(Debug, Reply)]
#[lianlian(operation = aggregate::Query)]
pub(crate) struct Found {
    #[lianlian(field = "result_pay")]
    pub(crate) payment: Option<Payment>,
    #[lianlian(field = "money_order")]
    pub(crate) total: Option<Decimal>,
    #[lianlian(field = "oid_paybill")]
    pub(crate) receipt: Option<String>,
    #[lianlian(field = "settle_date")]
    pub(crate) settled_on: Option<civil::Date>,
}

/// The news that an order was paid.
#[derive(Debug, Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
pub(crate) struct News {
    #[lianlian(field = "no_order")]
    pub(crate) id: Uuid,
    #[lianlian(field = "result_pay")]
    pub(crate) payment: Payment,
    #[lianlian(field = "money_order")]
    pub(crate) total: Decimal,
    #[lianlian(field = "oid_paybill")]
    pub(crate) receipt: String,
    #[lianlian(field = "settle_date")]
    pub(crate) settled_on: Option<civil::Date>,
}

/// What became of a payment, as far as a shop acts upon it.
#[derive(Clone, Debug, PartialEq, Eq, Code)]
#[lianlian(list = codes::PaymentResult)]
pub enum Payment {
    /// Paid: pack the order.
    #[lianlian(code = "SUCCESS")]
    Paid,
    /// Paid and given back.
    #[lianlian(code = "REFUND")]
    GivenBack,
    /// Not paid, and closed.
    #[lianlian(code = "FAILURE")]
    Failed,
    /// Everything else, also what the gateway invents tomorrow: wait.
    #[lianlian(unknown)]
    Pending(UnknownCode),
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lianlian::assert_source;

    use super::*;

    #[test]
    fn an_order_is_asked_for_by_number_and_time() {
        let created_at = "2026-11-22T01:30:00Z".parse().unwrap();
        assert_source!(
            Lookup { id: Uuid::from_u128(42), created_at },
            "dt_order=20261122093000&no_order=0000000000000000000000000000002a&\
             oid_partner=201304121000001004&sign_type=RSA"
        );
    }

    #[test]
    fn a_code_that_the_shop_has_no_name_for_is_kept() {
        let state = Payment::from_code("PROCESSING").unwrap();
        assert!(matches!(state, Payment::Pending(_)));
        assert_eq!(state.code(), "PROCESSING");
    }
}
