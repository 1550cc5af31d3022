//! The control interface: what a test in another language does to an order.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::error::SandboxError;
use crate::gateway::Gateway;
use crate::view::OrderView;

/// `GET /sandbox/orders/{no_order}`.
pub(crate) async fn state(
    State(gateway): State<Arc<Gateway>>,
    Path(no_order): Path<String>,
) -> Response {
    let now = gateway.now();
    let view = gateway.ledger().find(&no_order).map(|order| order.view(now));
    view.map_or_else(
        || failed(&SandboxError::NoSuchOrder { no_order }),
        |view| answer(StatusCode::OK, &described(&view)),
    )
}

/// `POST /sandbox/orders/{no_order}/pay`.
pub(crate) async fn pay(
    State(gateway): State<Arc<Gateway>>,
    Path(no_order): Path<String>,
) -> Response {
    let now = gateway.now();
    match gateway.pay(&no_order, None) {
        Ok(order) => answer(StatusCode::OK, &described(&order.view(now))),
        Err(error) => failed(&error),
    }
}

fn described(view: &OrderView) -> Value {
    let attempts = view.notifications.iter().map(|attempt| {
        json!({
            "at": attempt.at.to_string(),
            "answer": attempt.answer.to_string(),
            "acknowledged": attempt.acknowledged,
        })
    });
    json!({
        "no_order": view.no_order,
        "oid_paybill": view.oid_paybill,
        "dt_order": view.dt_order.to_string(),
        "money_order": view.money.to_string(),
        "state": view.state.name(),
        "notifications": attempts.collect::<Vec<_>>(),
    })
}

fn failed(error: &SandboxError) -> Response {
    answer(status_of(error), &json!({ "error": error.to_string() }))
}

/// The HTTP status that fits a failure to pay.
pub(crate) const fn status_of(error: &SandboxError) -> StatusCode {
    match error {
        SandboxError::NoSuchOrder { .. } => StatusCode::NOT_FOUND,
        SandboxError::AlreadyPaid { .. }
        | SandboxError::Expired { .. }
        | SandboxError::Held { .. } => StatusCode::CONFLICT,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    (status, content_type, body.to_string()).into_response()
}
