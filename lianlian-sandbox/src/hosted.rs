//! What the payer's browser does: opens the payment page, pays or gives up, and returns to the shop.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use lianlian::SignError;
use lianlian::meta::{CodeMeta, OperationMeta, Transport};
use maud::Markup;

use crate::control::status_of;
use crate::exchange::{Direction, Exchange, Verdict};
use crate::gateway::Gateway;
use crate::house::House;
use crate::incoming::Received;
use crate::merchant::Merchant;
use crate::operations::{browser_notification, destination, notifications, pay_link};
use crate::order::Order;
use crate::pages;
use crate::view::OrderState;

/// Inputs of a form, decoded.
type Inputs = Vec<(String, String)>;

/// The payment page for a form that the merchant signed, or why there is none.
pub(crate) fn opened(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    received: Received<String>,
) -> Response {
    let Received { merchant, outcome, .. } = received;
    let placed = outcome.map(|no_order| {
        let merchant = merchant?;
        let order = merchant.books().ledger.find(&no_order).cloned()?;
        Some(html(StatusCode::OK, payment_page(&gateway.house, &order)))
    });
    match placed {
        Ok(page) => page.unwrap_or_else(unknown_order),
        Err(refused) => html(StatusCode::BAD_REQUEST, pages::refusal(meta, &refused)),
    }
}

/// What came where a form was to come.
pub(crate) fn no_form() -> Response {
    let page = pages::notice("No payment form", "The page is opened by a form that is posted.");
    html(StatusCode::UNSUPPORTED_MEDIA_TYPE, page)
}

/// `GET /sandbox/pay/{oid_paybill}`: what a scanned QR code opens.
pub(crate) async fn show(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
) -> Response {
    let Some((_, order)) = gateway.find_paybill(&oid_paybill) else {
        return unknown_order();
    };
    let page = match order.state(gateway.house.now()) {
        OrderState::Unpaid => payment_page(&gateway.house, &order),
        OrderState::Paid => pages::paid(&order),
        OrderState::Expired | OrderState::Closed => {
            pages::notice("Expired", "The order's time ran out. It cannot be paid.")
        }
        OrderState::Held => {
            pages::notice("Held", "The payout waits until the merchant confirms it.")
        }
        state => pages::notice("Not to be paid", &format!("The order is {state}.")),
    };
    html(StatusCode::OK, page)
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
    let Some((merchant, order)) = gateway.find_paybill(&oid_paybill) else {
        return unknown_order();
    };
    if input("decision") == Some(pages::GIVE_UP) {
        let page = pages::notice("Not paid", "You gave up. The order can still be paid later.");
        return html(StatusCode::OK, page);
    }
    match merchant.pay(&order.no_order, input("pay_type")) {
        Ok(order) if order.state(gateway.house.now()) == OrderState::Processing => {
            let text = "Your bank was asked, and has not answered yet.";
            html(StatusCode::OK, pages::notice("Not paid yet", text))
        }
        Ok(order) => match return_page(&gateway.house, &merchant, &order) {
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
    let views = gateway.first.views();
    html(StatusCode::OK, pages::orders(gateway.first.number(), &views))
}

/// The page where an order is paid, with a choice of methods if the merchant left that open.
fn payment_page(house: &House, order: &Order) -> Markup {
    let choice = if order.values.get("pay_type").is_none() { methods(order) } else { &[] };
    pages::payment(order, &pay_link(house, order), choice)
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
fn return_page(house: &House, merchant: &Merchant, order: &Order) -> Result<Markup, SignError> {
    let way_back = notifications(order)
        .filter(|meta| meta.transport == Transport::SyncNotification)
        .find_map(|meta| Some((meta, web_address(destination(order, meta)?)?)));
    let Some((meta, address)) = way_back else {
        return Ok(pages::paid(order));
    };
    let signed = browser_notification(house, order, meta)?;
    house.journal.add(Exchange {
        number: 0,
        at: house.now(),
        direction: Direction::Sent,
        merchant: merchant.number().to_owned(),
        subject: order.no_order.clone(),
        operation: meta.id,
        source: signed.source.clone(),
        signature: signed.signature.clone(),
        verdict: Verdict::TakenByBrowser,
    });
    Ok(pages::way_back(address, signed.pairs()))
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
