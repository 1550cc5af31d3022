//! The control interface: what a test in another language does to an order.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::SandboxError;
use crate::gateway::Gateway;
use crate::interventions::Intervention;
use crate::trouble::{NoSuchTrouble, TroubleToCome};
use crate::view::OrderView;

/// `GET /sandbox/orders/{no_order}`.
pub(crate) async fn state(
    State(gateway): State<Arc<Gateway>>,
    Path(no_order): Path<String>,
) -> Response {
    let view = gateway.find(&no_order).and_then(|(merchant, _)| merchant.view(&no_order));
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
    let merchant = gateway.find(&no_order).map_or(Arc::clone(&gateway.first), |(own, _)| own);
    let paid = merchant.pay(&no_order, None).map(|_| merchant.view(&no_order));
    match paid {
        Ok(Some(view)) => answer(StatusCode::OK, &described(&view)),
        Ok(None) => failed(&SandboxError::NoSuchOrder { no_order }),
        Err(error) => failed(&error),
    }
}

/// `POST /sandbox/orders/{no_order}/fail`, `expire`, `cancel`, `resend`.
pub(crate) async fn intervene(
    State(gateway): State<Arc<Gateway>>,
    Path((no_order, what)): Path<(String, String)>,
) -> Response {
    let Some(what) = Intervention::named(&what) else {
        let names = Intervention::ALL.map(Intervention::name).join(", ");
        let why = format!("`{what}` is nothing to do to an order; there are {names}");
        return answer(StatusCode::NOT_FOUND, &json!({ "error": why }));
    };
    let merchant = gateway.find(&no_order).map_or(Arc::clone(&gateway.first), |(own, _)| own);
    let done = merchant.intervene(&no_order, what).map(|()| merchant.view(&no_order));
    match done {
        Ok(Some(view)) => answer(StatusCode::OK, &described(&view)),
        Ok(None) => failed(&SandboxError::NoSuchOrder { no_order }),
        Err(error) => failed(&error),
    }
}

/// `GET /sandbox/clock`.
pub(crate) async fn clock(State(gateway): State<Arc<Gateway>>) -> Response {
    answer(StatusCode::OK, &clock_of(&gateway))
}

/// `POST /sandbox/clock`: `{"advance": SECONDS, "speed": TIMES}`, either or both.
pub(crate) async fn set_clock(State(gateway): State<Arc<Gateway>>, body: Bytes) -> Response {
    let Ok(wish) = serde_json::from_slice::<ClockWish>(&body) else {
        let example = r#"{"advance": 120, "speed": 60}"#;
        return wrong(&format!("the body has to be JSON such as {example}"));
    };
    if let Some(speed) = wish.speed {
        gateway.house.run_at(speed);
    }
    match gateway.house.advance(Duration::from_secs(wish.advance)) {
        Ok(()) => answer(StatusCode::OK, &clock_of(&gateway)),
        Err(error) => failed(&error),
    }
}

fn clock_of(gateway: &Gateway) -> Value {
    let time = &gateway.house.time;
    json!({
        "now": time.now().to_string(),
        "ahead": time.ahead().as_secs(),
        "speed": time.speed(),
    })
}

/// What is wanted of the clock.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockWish {
    #[serde(default)]
    advance: u64,
    speed: Option<u32>,
}

/// `GET /sandbox/troubles`.
pub(crate) async fn troubles(State(gateway): State<Arc<Gateway>>) -> Response {
    let all = gateway.merchants.values().flat_map(|merchant| {
        let troubles = merchant.troubles();
        let list = troubles.list().iter().map(|next| {
            json!({
                "oid_partner": merchant.number(),
                "trouble": next.trouble.to_string(),
                "operation": next.operation,
                "times": next.times,
            })
        });
        list.collect::<Vec<_>>()
    });
    answer(StatusCode::OK, &all.collect())
}

/// `POST /sandbox/troubles`: `{"trouble": NAME, "operation": ID, "times": COUNT, "oid_partner": NUMBER}`, of
/// which only the first is needed; `"times": null` for ever.
pub(crate) async fn cause(State(gateway): State<Arc<Gateway>>, body: Bytes) -> Response {
    let wish = match serde_json::from_slice::<TroubleWish>(&body) {
        Ok(wish) => wish,
        Err(error) => return wrong(&format!("the body names no trouble: {error}")),
    };
    let trouble = match wish.trouble.parse() {
        Ok(trouble) => trouble,
        Err(error @ NoSuchTrouble { .. }) => return wrong(&error.to_string()),
    };
    let TroubleWish { operation, times, oid_partner, .. } = wish;
    let merchant = match oid_partner {
        None => Some(Arc::clone(&gateway.first)),
        Some(number) => gateway.merchant(&number),
    };
    match merchant {
        Some(merchant) => {
            merchant.troubles().add(TroubleToCome { trouble, operation, times });
            StatusCode::NO_CONTENT.into_response()
        }
        None => wrong("there is no such merchant"),
    }
}

/// `DELETE /sandbox/troubles`.
pub(crate) async fn end_troubles(State(gateway): State<Arc<Gateway>>) -> Response {
    for merchant in gateway.merchants.values() {
        merchant.troubles().end();
    }
    StatusCode::NO_CONTENT.into_response()
}

/// What is to go wrong.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TroubleWish {
    trouble: String,
    operation: Option<String>,
    #[serde(default = "once")]
    times: Option<u32>,
    oid_partner: Option<String>,
}

#[allow(clippy::unnecessary_wraps, reason = "null stands for ever")]
const fn once() -> Option<u32> {
    Some(1)
}

fn wrong(why: &str) -> Response {
    answer(StatusCode::BAD_REQUEST, &json!({ "error": why }))
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
        "oid_partner": view.oid_partner,
        "operation": view.operation,
        "oid_paybill": view.oid_paybill,
        "dt_order": view.dt_order.to_string(),
        "money_order": view.money.to_string(),
        "state": view.state.name(),
        "refunded": view.refunded.to_string(),
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
        | SandboxError::UnderWay { .. }
        | SandboxError::OverLimit { .. }
        | SandboxError::Expired { .. }
        | SandboxError::NotDone { .. }
        | SandboxError::Held { .. } => StatusCode::CONFLICT,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

pub(crate) fn answer(status: StatusCode, body: &Value) -> Response {
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    (status, content_type, body.to_string()).into_response()
}
