//! What a test or a dashboard sees of a refund.

use std::fmt;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use lianlian::{Amount, OrderTime};
use serde_json::json;

use crate::control::answer;
use crate::gateway::Gateway;
use crate::merchant::Merchant;
use crate::refunds::{Refund, RefundFate};
use crate::view::Attempt;

/// A refund as the sandbox has it at the moment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RefundView {
    /// The merchant.
    pub oid_partner: String,
    /// The operation that asked for it, such as `refund.apply`.
    pub operation: &'static str,
    /// The merchant's number of it.
    pub no_refund: String,
    /// The gateway's number of it.
    pub oid_refundno: String,
    /// The merchant's number of the order.
    pub no_order: String,
    /// The amount, in yuan.
    pub money: Amount,
    /// When it was asked for, on the sandbox's clock.
    pub asked: OrderTime,
    /// What became of it.
    pub state: RefundState,
    /// The attempts to notify the merchant, oldest first.
    pub notifications: Vec<Attempt>,
}

/// What became of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefundState {
    /// It is being worked on.
    Processing,
    /// The bank has taken it.
    Done,
    /// It failed for good; its amount can be refunded again.
    Failed,
}

impl RefundState {
    /// The word for it in the control interface: `processing`, `done` or `failed`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Processing => "processing",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for RefundState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Merchant {
    /// Every refund as its owner may see it, by number.
    pub(crate) fn refunds(&self) -> Vec<RefundView> {
        let books = self.books();
        let view = |refund: &Refund| {
            let told = refund.deliveries.iter().filter_map(|key| books.deliveries.get(key));
            RefundView {
                oid_partner: self.number().to_owned(),
                operation: refund.operation.id,
                no_refund: refund.no_refund.clone(),
                oid_refundno: refund.oid_refundno.clone(),
                no_order: refund.no_order.clone(),
                money: refund.money,
                asked: refund.asked,
                state: match refund.fate {
                    RefundFate::Processing => RefundState::Processing,
                    RefundFate::Done { .. } => RefundState::Done,
                    RefundFate::Failed { .. } => RefundState::Failed,
                },
                notifications: told.flat_map(|sent| sent.attempts.iter().cloned()).collect(),
            }
        };
        books.ledger.refunds.rows().map(view).collect()
    }
}

/// `GET /sandbox/refunds/{no_refund}`: the first merchant's, or another's that has one.
pub(crate) async fn state(
    State(gateway): State<Arc<Gateway>>,
    Path(no_refund): Path<String>,
) -> Response {
    let others = gateway.merchants.values().filter(|other| !Arc::ptr_eq(other, &gateway.first));
    let mut all = [&gateway.first].into_iter().chain(others).flat_map(|own| own.refunds());
    let Some(view) = all.find(|view| view.no_refund == no_refund) else {
        let error = format!("there is no refund {no_refund}: ask for it first");
        return answer(StatusCode::NOT_FOUND, &json!({ "error": error }));
    };
    let attempts = view.notifications.iter().map(|attempt| {
        json!({
            "at": attempt.at.to_string(),
            "answer": attempt.answer.to_string(),
            "acknowledged": attempt.acknowledged,
        })
    });
    let body = json!({
        "no_refund": view.no_refund,
        "oid_partner": view.oid_partner,
        "operation": view.operation,
        "oid_refundno": view.oid_refundno,
        "no_order": view.no_order,
        "money_refund": view.money.to_string(),
        "asked": view.asked.to_string(),
        "state": view.state.name(),
        "notifications": attempts.collect::<Vec<_>>(),
    });
    answer(StatusCode::OK, &body)
}
