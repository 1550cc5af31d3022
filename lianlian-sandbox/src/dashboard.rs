//! The dashboard: what the owner of the sandbox sees of it in a browser, and does there.

mod events;
mod settings;

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use lianlian::meta::{FieldMeta, OperationMeta};
use lianlian::{Amount, GATEWAY, OrderTime};

pub(crate) use events::events;
pub(crate) use settings::{change_account, clock, controls, end_troubles, trouble};

use crate::control::status_of;
use crate::delivery::{Delivery, is_acknowledgement};
use crate::error::SandboxError;
use crate::exchange::holds_sensitive;
use crate::gateway::Gateway;
use crate::hosted::{Inputs, input, query};
use crate::interventions::{Intervention, refunds_are_played};
use crate::merchant::Merchant;
use crate::order::Order;
use crate::pages::{self, Bar, May, Notification, OrderPage, OrderRow, OrdersPage, answer};
use crate::view::{Answer, Attempt, OrderState};

/// Orders on a page of the list.
const PAGE: usize = 100;

/// The bar of a page.
fn bar(gateway: &Gateway, uri: &Uri) -> Bar {
    let time = &gateway.house.time;
    let here = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    Bar { now: time.now(), speed: time.speed(), here, said: None }
}

/// `GET /`: the orders of every merchant, newest first.
pub(crate) async fn list(State(gateway): State<Arc<Gateway>>, uri: Uri) -> Response {
    let given = |name: &str| query(&uri, name).unwrap_or_default();
    let (text, state, merchant) = (given("q"), given("state"), given("merchant"));
    let now = gateway.house.now();
    let mut found = Vec::new();
    for own in gateway.merchants.values().filter(|own| fits(&merchant, own.number())) {
        let books = own.books();
        let orders = books.ledger.orders.rows();
        let chosen = orders
            .filter(|order| fits(&state, order.state(now).name()) && is_about(order, text.trim()));
        found.extend(chosen.map(|order| {
            (order.placed, order.oid_paybill.clone(), Arc::clone(own), order.no_order.clone())
        }));
    }
    found.sort_unstable_by(|one, other| (other.0, &other.1).cmp(&(one.0, &one.1)));
    let count = found.len();
    let pages = count.div_ceil(PAGE).max(1);
    let page = given("page").parse().unwrap_or(1).clamp(1, pages);
    let shown = found.into_iter().skip(page.saturating_sub(1).saturating_mul(PAGE)).take(PAGE);
    let rows = shown.filter_map(|(_, _, own, no_order)| row(&own, &no_order, now)).collect();
    let mut link = form_urlencoded::Serializer::new(String::new());
    let kept = [("q", &text), ("state", &state), ("merchant", &merchant)];
    link.extend_pairs(kept.into_iter().filter(|(_, value)| !value.is_empty()));
    let mut link = link.finish();
    if !link.is_empty() {
        link.push('&');
    }
    let page = OrdersPage {
        bar: bar(&gateway, &uri),
        rows,
        count,
        page,
        pages,
        text,
        state,
        merchant,
        merchants: gateway.merchants.keys().cloned().collect(),
        query: link,
    };
    answer(StatusCode::OK, pages::orders(&page), May::PostHere)
}

fn fits(wanted: &str, own: &str) -> bool {
    wanted.is_empty() || wanted == own
}

/// Whether one of the numbers of an order, or its goods, has this text in it.
fn is_about(order: &Order, text: &str) -> bool {
    let goods = order.values.get("name_goods").unwrap_or_default();
    [&*order.no_order, &*order.oid_paybill, goods].iter().any(|own| own.contains(text))
}

fn row(merchant: &Merchant, no_order: &str, now: OrderTime) -> Option<OrderRow> {
    let books = merchant.books();
    let order = books.ledger.find(no_order)?;
    let last = order.deliveries.iter().filter_map(|key| books.deliveries.get(key)).next_back();
    let told = last.map_or_else(String::new, |delivery| match delivery.attempts.last() {
        None => "on its way".to_owned(),
        Some(attempt) if attempt.acknowledged => "acknowledged".to_owned(),
        Some(_) => format!("attempt {} failed", delivery.attempts.len()),
    });
    Some(OrderRow {
        merchant: merchant.number().to_owned(),
        no_order: order.no_order.clone(),
        oid_paybill: order.oid_paybill.clone(),
        operation: order.operation.id,
        placed: order.placed,
        money: order.money,
        state: order.state(now),
        told,
    })
}

/// `GET /sandbox/dashboard/orders/{oid_paybill}`.
pub(crate) async fn order(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
    uri: Uri,
) -> Response {
    order_page(&gateway, &oid_paybill, bar(&gateway, &uri), StatusCode::OK)
}

fn order_page(gateway: &Gateway, oid_paybill: &str, bar: Bar, status: StatusCode) -> Response {
    let Some((merchant, order)) = gateway.find_paybill(oid_paybill) else {
        let page = pages::notice("No such order", "The sandbox has no order of this number.");
        return answer(StatusCode::NOT_FOUND, page, May::PostHere);
    };
    let (house, now) = (&gateway.house, gateway.house.now());
    let books = merchant.books();
    let refunds = books.ledger.refunds.rows().filter(|refund| refund.no_order == order.no_order);
    let refunds: Vec<_> = refunds.cloned().collect();
    let keys = refunds.iter().flat_map(|refund| &refund.deliveries);
    let told = order.deliveries.iter().chain(keys).filter_map(|key| books.deliveries.get(key));
    let notifications = told.map(notification).collect();
    let view = books.view(merchant.number(), &order, now);
    drop(books);
    let subjects = [&order.no_order].into_iter().chain(refunds.iter().map(|own| &own.no_refund));
    let mut messages: Vec<_> =
        subjects.flat_map(|subject| house.journal.about(merchant.number(), subject)).collect();
    messages.sort_unstable_by_key(|message| message.number);
    messages.dedup_by_key(|message| message.number);
    let left = view.money.checked_sub(view.refunded).filter(|left| left.fen() > 0);
    let is_refundable =
        view.state == OrderState::Paid && !order.is_payout() && refunds_are_played();
    let is_open = matches!(view.state, OrderState::Unpaid | OrderState::Held);
    let expires = order.hold.as_ref().map_or(order.expires, |hold| hold.until);
    let page = OrderPage {
        bar,
        request: shown(&order),
        expires: is_open.then(|| pages::time(expires)),
        fitting: Intervention::ALL.into_iter().filter(|one| one.fits(&order, now)).collect(),
        refundable: left.filter(|_| is_refundable).map(|left| left.to_string()),
        view,
        messages,
        notifications,
        is_complete: house.journal.is_complete(),
    };
    answer(status, pages::order(&page), May::PostHere)
}

/// The members of the request that placed an order, without what is sensitive or unknown.
fn shown(order: &Order) -> Vec<(&'static str, String)> {
    let fields = order.operation.request.iter().filter(|field| !holds_sensitive(field));
    let text = |field: &FieldMeta| Some((field.name, order.values.get(field.name)?.to_owned()));
    fields.filter_map(text).collect()
}

fn notification(delivery: &Delivery) -> Notification {
    let wrong = |attempt: &Attempt| (attempt.clone(), wrong_with(delivery.meta, attempt));
    Notification {
        key: delivery.key.clone(),
        meta: delivery.meta,
        url: delivery.url.clone(),
        attempts: delivery.attempts.iter().map(wrong).collect(),
        is_over: delivery.is_over,
        is_acknowledged: delivery.is_acknowledged(),
    }
}

/// Why an attempt to notify failed, and what to change.
fn wrong_with(meta: &OperationMeta, attempt: &Attempt) -> Option<String> {
    if attempt.acknowledged {
        return None;
    }
    Some(match &attempt.answer {
        Answer::Http { status, .. } if *status != 200 => {
            format!("The status has to be 200, and is {status}.")
        }
        answer @ Answer::Http { .. } if is_acknowledgement(meta, answer) => {
            "It acknowledges, and came too late.".to_owned()
        }
        Answer::Http { .. } => {
            let expected = meta
                .reply
                .iter()
                .filter_map(|field| Some(format!("\"{}\":\"{}\"", field.name, field.fixed?)));
            let expected: Vec<_> = expected.collect();
            format!("The body has to be {{{}}} and nothing else.", expected.join(","))
        }
        Answer::Nothing { .. } => {
            let seconds = GATEWAY.notification.answer_seconds;
            format!("The shop has to listen at this address and to answer within {seconds} s.")
        }
        Answer::NotSent { .. } => {
            "The sandbox notifies programs on this machine only: use a notify_url of 127.0.0.1."
                .to_owned()
        }
    })
}

/// `POST /sandbox/dashboard/orders/{oid_paybill}`: a button was pressed.
pub(crate) async fn act(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
    uri: Uri,
    form: Result<Form<Inputs>, FormRejection>,
) -> Response {
    let inputs = form.map(|Form(inputs)| inputs).unwrap_or_default();
    let Some((merchant, order)) = gateway.find_paybill(&oid_paybill) else {
        let page = pages::notice("No such order", "The sandbox has no order of this number.");
        return answer(StatusCode::NOT_FOUND, page, May::PostHere);
    };
    let wish = input(&inputs, "do").unwrap_or_default();
    let done = match Intervention::named(wish) {
        Some(what) => merchant.intervene(&order.no_order, what),
        None if wish == "refund" => {
            let money: Option<Amount> = input(&inputs, "money").and_then(|text| text.parse().ok());
            match money {
                Some(money) => merchant.refund(&order.no_order, money),
                None => Err(SandboxError::NotDone {
                    no_order: order.no_order.clone(),
                    done: "refunded",
                    why: "the amount is none: write it as 12.34".to_owned(),
                }),
            }
        }
        None => Ok(()),
    };
    match done {
        Ok(()) => Redirect::to(uri.path()).into_response(),
        Err(error) => {
            let mut bar = bar(&gateway, &uri);
            bar.said = Some(Err(error.to_string()));
            order_page(&gateway, &oid_paybill, bar, status_of(&error))
        }
    }
}

/// `GET /sandbox/test-data`.
pub(crate) async fn test_data(State(gateway): State<Arc<Gateway>>, uri: Uri) -> Response {
    answer(StatusCode::OK, pages::test_data(&bar(&gateway, &uri)), May::PostHere)
}
