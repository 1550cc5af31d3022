//! What the payer's browser does: opens the payment page, pays or gives up, and returns to the shop.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use lianlian::meta::{CodeMeta, OperationMeta, Transport};
use lianlian::{Message, SignError};
use maud::Markup;

use crate::control::status_of;
use crate::exchange::{Direction, Exchange, Verdict};
use crate::gateway::Gateway;
use crate::incoming::{readable, receive};
use crate::ledger::Order;
use crate::operations::{destination, notification, notifications, place};
use crate::outgoing::Signed;
use crate::pages;
use crate::view::OrderState;

/// Inputs of a form, decoded.
type Inputs = Vec<(String, String)>;

/// Opens the payment page for a form that the merchant signed.
pub(crate) fn open(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    form: Result<Form<Inputs>, FormRejection>,
) -> Response {
    let inputs = match form {
        Ok(Form(inputs)) => inputs,
        Err(rejection) => {
            let page = pages::notice("No payment form", &rejection.body_text());
            return html(rejection.status(), page);
        }
    };
    let message = readable(gateway, Message::from_pairs(inputs));
    let (_, outcome) = receive(gateway, meta, message, |request| place(gateway, meta, request));
    match outcome {
        Ok(order) => html(StatusCode::OK, payment_page(gateway, &order)),
        Err(refused) => html(StatusCode::BAD_REQUEST, pages::refusal(&refused)),
    }
}

/// `GET /sandbox/pay/{oid_paybill}`: what a scanned QR code opens.
pub(crate) async fn show(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
) -> Response {
    let Some(order) = gateway.ledger().find_paybill(&oid_paybill).cloned() else {
        return unknown_order();
    };
    match order.state(gateway.now()) {
        OrderState::Unpaid => html(StatusCode::OK, payment_page(&gateway, &order)),
        OrderState::Paid => html(StatusCode::OK, pages::paid(&order)),
        OrderState::Expired | OrderState::Closed => {
            let page = pages::notice("Expired", "The order's time ran out. It cannot be paid.");
            html(StatusCode::OK, page)
        }
        OrderState::Held => {
            let page = pages::notice("Held", "The payout waits until the merchant confirms it.");
            html(StatusCode::OK, page)
        }
    }
}

/// `POST /sandbox/pay/{oid_paybill}`: the payer pays, or gives up.
pub(crate) async fn decide(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
    form: Result<Form<Inputs>, FormRejection>,
) -> Response {
    // Without a form it is a plain payment, for scripts.
    let inputs = form.map(|Form(inputs)| inputs).unwrap_or_default();
    let input = |name: &str| {
        let found = inputs.iter().find(|(input, _)| input == name);
        found.map(|(_, value)| value.as_str())
    };
    let Some(order) = gateway.ledger().find_paybill(&oid_paybill).cloned() else {
        return unknown_order();
    };
    if input("decision") == Some(pages::GIVE_UP) {
        let page = pages::notice("Not paid", "You gave up. The order can still be paid later.");
        return html(StatusCode::OK, page);
    }
    match gateway.pay(&order.no_order, input("pay_type")) {
        Ok(order) => match return_page(&gateway, &order) {
            Ok(page) => html(StatusCode::OK, page),
            Err(error) => {
                let page = pages::notice("Paid, but no way back", &error.to_string());
                html(StatusCode::INTERNAL_SERVER_ERROR, page)
            }
        },
        Err(error) => {
            let page = pages::notice("Not paid", &error.to_string());
            html(status_of(&error), page)
        }
    }
}

/// `GET /`: every order.
pub(crate) async fn list(State(gateway): State<Arc<Gateway>>) -> Response {
    let now = gateway.now();
    let views = gateway.ledger().views(now);
    html(StatusCode::OK, pages::orders(&gateway.oid_partner, &views))
}

/// The page where an order is paid, with a choice of methods if the merchant left that open.
fn payment_page(gateway: &Gateway, order: &Order) -> Markup {
    let choice = if order.values.get("pay_type").is_none() { methods(order) } else { &[] };
    pages::payment(order, &gateway.pay_link(order), choice)
}

/// The methods that the order's notification can tell.
fn methods(order: &Order) -> &'static [CodeMeta] {
    notifications(order)
        .filter_map(|meta| meta.request_field("pay_type")?.codes())
        .map(|list| list.codes)
        .next()
        .unwrap_or_default()
}

/// The way back to the shop with the signed result, or a thank-you where the order names none.
fn return_page(gateway: &Gateway, order: &Order) -> Result<Markup, SignError> {
    let way_back = notifications(order)
        .filter(|meta| meta.transport == Transport::SyncNotification)
        .find_map(|meta| Some((meta, web_address(destination(order, meta)?)?)));
    let Some((meta, address)) = way_back else {
        return Ok(pages::paid(order));
    };
    let signed = notification(gateway, order, meta)?;
    note(gateway, meta, &signed);
    Ok(pages::way_back(address, signed.pairs()))
}

fn note(gateway: &Gateway, meta: &'static OperationMeta, signed: &Signed) {
    gateway.journal.add(Exchange {
        at: gateway.now(),
        direction: Direction::Sent,
        operation: meta.id,
        source: signed.source.clone(),
        signature: signed.signature.clone(),
        verdict: Verdict::TakenByBrowser,
    });
}

/// An address that a form may be posted to: one with the scheme `javascript`, for instance, may not.
fn web_address(text: &str) -> Option<&str> {
    let uri = text.parse::<Uri>().ok()?;
    matches!(uri.scheme_str(), Some("http" | "https")).then_some(text)
}

fn unknown_order() -> Response {
    let page = pages::notice("No such order", "The sandbox has no order of this number.");
    html(StatusCode::NOT_FOUND, page)
}

fn html(status: StatusCode, page: Markup) -> Response {
    (status, Html(page.into_string())).into_response()
}
