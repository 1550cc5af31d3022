//! What the payer's browser does: opens the payment page, chooses, pays or gives up, and returns to the
//! shop.
//!
//! Whatever is posted is answered with the address of a page, so that reloading or going back never pays:
//! the page of a paid order says that it is paid, whoever opens it and however often.

mod back;
mod card;
mod ways;

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use lianlian::GATEWAY;
use lianlian::meta::OperationMeta;

pub(crate) use card::{ask_code, pay_with_code, show_code};

use crate::control::status_of;
use crate::error::SandboxError;
use crate::gateway::Gateway;
use crate::incoming::Received;
use crate::merchant::Merchant;
use crate::operations::pay_link;
use crate::order::Order;
use crate::pages::{self, May, answer};
use crate::view::OrderState;
use ways::{Choice, Way};

/// Inputs of a form, decoded.
pub(crate) type Inputs = Vec<(String, String)>;

/// What is known about the order that a payer looks at.
struct Visit {
    gateway: Arc<Gateway>,
    merchant: Arc<Merchant>,
    order: Order,
    link: String,
}

impl Visit {
    /// The order of the gateway's number, or the page that says there is none.
    #[allow(clippy::result_large_err, reason = "the answer is sent at once")]
    fn to(gateway: Arc<Gateway>, oid_paybill: &str) -> Result<Self, Response> {
        let (merchant, order) = gateway.find_paybill(oid_paybill).ok_or_else(unknown_order)?;
        let link = path_of(&order);
        Ok(Self { gateway, merchant, order, link })
    }

    fn state(&self) -> OrderState {
        self.order.state(self.gateway.house.now())
    }

    /// Where the shop wants payers who did not pay.
    fn shop(&self) -> Option<&str> {
        let names = ["url_order", "back_url"];
        names.iter().find_map(|name| back::web_address(self.order.values.get(name)?))
    }
}

/// The path of an order's page.
fn path_of(order: &Order) -> String {
    format!("/sandbox/pay/{}", order.oid_paybill)
}

/// The way to the payment page for a form that the merchant signed, or why there is none.
///
/// A form that comes again leads to its order's page, which says what became of it.
pub(crate) fn opened(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    received: Received<String>,
) -> Response {
    let Received { merchant, outcome, subject, .. } = received;
    let codes = &gateway.house.codes;
    let link = |no_order: &str| {
        let order = merchant.as_ref()?.books().ledger.find(no_order).cloned()?;
        Some(Redirect::to(&pay_link(&gateway.house, &order)).into_response())
    };
    match outcome {
        Ok(no_order) => link(&no_order).unwrap_or_else(unknown_order),
        Err(refused) => {
            let has_ended = [codes.already_paid, codes.under_way, codes.expired]
                .iter()
                .any(|code| code.code == refused.reply.code.code);
            let page = has_ended.then(|| link(&subject)).flatten();
            page.unwrap_or_else(|| {
                let page = pages::refusal(meta, &refused);
                answer(StatusCode::BAD_REQUEST, page, May::PostHere)
            })
        }
    }
}

/// What came where a form was to come.
pub(crate) fn no_form() -> Response {
    let page = pages::notice("No payment form", "The page is opened by a form that is posted.");
    answer(StatusCode::UNSUPPORTED_MEDIA_TYPE, page, May::PostHere)
}

/// `GET /sandbox/pay/{oid_paybill}`: the page of an order, by what became of it. What a scanned QR code
/// opens, too.
pub(crate) async fn show(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
    uri: Uri,
) -> Response {
    let visit = match Visit::to(gateway, &oid_paybill) {
        Ok(visit) => visit,
        Err(page) => return page,
    };
    let is_fresh = query(&uri, "back").is_some();
    match visit.state() {
        OrderState::Unpaid => start(&visit),
        OrderState::Paid => back::paid(&visit, is_fresh, false),
        OrderState::Authorised => back::paid(&visit, is_fresh, true),
        state => ended(&visit, state),
    }
}

/// Why an order cannot be paid.
fn ended(visit: &Visit, state: OrderState) -> Response {
    let (title, text) = match state {
        OrderState::Expired | OrderState::Closed => {
            ("Expired", "The time to pay this order has run out.")
        }
        OrderState::Processing => {
            ("Being processed", "The bank is at it. Do not pay again: look here later.")
        }
        OrderState::Failed => ("Payment failed", "This order failed for good. Place a new one."),
        OrderState::Returned => ("Sent back", "The bank has sent the money back."),
        OrderState::Voided => ("Released", "The hold on the card was released."),
        OrderState::Held => ("Held", "The payout waits until the merchant confirms it."),
        _ => ("Not to be paid", "This order cannot be paid."),
    };
    let page = pages::unpaid(title, text, None, None, visit.shop());
    answer(StatusCode::OK, page, May::PostHere)
}

/// The first page of an order that can be paid.
fn start(visit: &Visit) -> Response {
    let page = match ways::choice(&visit.order) {
        Choice::Fixed(way, method) => {
            let bank = visit.order.values.get("bank_code");
            return along(visit, way, method.map(|method| method.code), bank);
        }
        Choice::Open(methods) => pages::choice(&visit.order, &visit.link, &methods),
    };
    answer(StatusCode::OK, page, May::PostHere)
}

/// `GET /sandbox/pay/{oid_paybill}/with?pay_type=…`: the page of a method.
pub(crate) async fn with(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
    uri: Uri,
) -> Response {
    let visit = match Visit::to(gateway, &oid_paybill) {
        Ok(visit) => visit,
        Err(page) => return page,
    };
    let code = query(&uri, "pay_type").unwrap_or_default();
    let is_open = match ways::choice(&visit.order) {
        Choice::Open(methods) => methods.iter().any(|method| method.code == code),
        Choice::Fixed(_, method) => method.is_some_and(|method| method.code == code),
    };
    match ways::method(&visit.order, &code).filter(|_| is_open) {
        Some(method) if visit.state() == OrderState::Unpaid => {
            let bank = query(&uri, "bank_code");
            along(&visit, Way::of(method), Some(method.code), bank.as_deref())
        }
        _ => Redirect::to(&visit.link).into_response(),
    }
}

/// `GET /sandbox/pay/{oid_paybill}/phone?pay_type=…`: what the code on the page opens on the phone.
pub(crate) async fn phone(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
    uri: Uri,
) -> Response {
    let visit = match Visit::to(gateway, &oid_paybill) {
        Ok(visit) => visit,
        Err(page) => return page,
    };
    if visit.state() != OrderState::Unpaid {
        return Redirect::to(&visit.link).into_response();
    }
    let code = query(&uri, "pay_type").unwrap_or_default();
    let method = ways::method(&visit.order, &code);
    let page = pages::confirm(&visit.order, &visit.link, method);
    answer(StatusCode::OK, page, May::PostHere)
}

/// The page on which an order is paid this way.
fn along(visit: &Visit, way: Way, method: Option<&str>, bank: Option<&str>) -> Response {
    let (order, link) = (&visit.order, &*visit.link);
    let method = method.and_then(|code| ways::method(order, code));
    let page = match (way, method) {
        (Way::Card(kind), method) => return card::form(visit, kind, method),
        (Way::Scan, Some(method)) => {
            let phone = format!("{}{link}/phone?pay_type={}", visit.gateway.house.url, method.code);
            pages::scan(order, link, &phone, method)
        }
        (Way::Bank, Some(method)) => match bank.and_then(|code| GATEWAY.bank(code)) {
            Some(bank) => pages::bank(order, link, method, bank),
            None => pages::banks(order, link, method, GATEWAY.banks),
        },
        (Way::Confirm | Way::Scan | Way::Bank, method) => pages::confirm(order, link, method),
    };
    answer(StatusCode::OK, page, May::PostHere)
}

/// `POST /sandbox/pay/{oid_paybill}`: the payer chooses, pays, has the payment declined, or gives up.
pub(crate) async fn decide(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
    form: Result<Form<Inputs>, FormRejection>,
) -> Response {
    // Without a form it is a plain payment, for scripts.
    let inputs = form.map(|Form(inputs)| inputs).unwrap_or_default();
    let visit = match Visit::to(gateway, &oid_paybill) {
        Ok(visit) => visit,
        Err(page) => return page,
    };
    let (method, bank) = (input(&inputs, "pay_type"), input(&inputs, "bank_code"));
    let link = &visit.link;
    match input(&inputs, "decision") {
        Some(pages::GIVE_UP) => Redirect::to(&format!("{link}/given-up")).into_response(),
        Some(pages::DECLINE) => Redirect::to(&format!("{link}/declined")).into_response(),
        Some(pages::CHOOSE) => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("pay_type", method.unwrap_or_default());
            query.extend_pairs(bank.map(|code| ("bank_code", code)));
            Redirect::to(&format!("{link}/with?{}", query.finish())).into_response()
        }
        _ => {
            let bank = bank.filter(|code| GATEWAY.bank(code).is_some());
            match pay(&visit, method, bank) {
                Ok(()) => Redirect::to(&format!("{link}?back=now")).into_response(),
                Err(SandboxError::AlreadyPaid { .. }) => Redirect::to(link).into_response(),
                Err(error) => failed(&visit, &error),
            }
        }
    }
}

/// Pays an order, at this bank if the payer chose one.
fn pay(visit: &Visit, method: Option<&str>, bank: Option<&str>) -> Result<(), SandboxError> {
    let no_order = &visit.order.no_order;
    if let Some(code) = bank {
        visit.merchant.write(|books, now| {
            let order = books.ledger.payable(no_order, now)?;
            if order.values.get("bank_code").is_none() {
                order.values.set("bank_code", code);
            }
            Ok::<_, SandboxError>(())
        })??;
    }
    visit.merchant.pay(no_order, method).map(drop)
}

fn failed(visit: &Visit, error: &SandboxError) -> Response {
    let code = match error {
        SandboxError::OverLimit { code, .. } => {
            GATEWAY.return_code(code).map(|code| (code.code, code.reading.label))
        }
        _ => None,
    };
    let again = (visit.state() == OrderState::Unpaid).then_some(&*visit.link);
    let page = pages::unpaid("Not paid", &error.to_string(), code, again, visit.shop());
    answer(status_of(error), page, May::PostHere)
}

/// `GET /sandbox/pay/{oid_paybill}/given-up`.
pub(crate) async fn given_up(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
) -> Response {
    let text = "You gave up. The order can still be paid.";
    not_paid(gateway, &oid_paybill, "Not paid", text)
}

/// `GET /sandbox/pay/{oid_paybill}/declined`.
pub(crate) async fn declined(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
) -> Response {
    let text = "The payment was declined. Nothing was taken, and the order can still be paid.";
    not_paid(gateway, &oid_paybill, "Declined", text)
}

fn not_paid(gateway: Arc<Gateway>, oid_paybill: &str, title: &str, text: &str) -> Response {
    let visit = match Visit::to(gateway, oid_paybill) {
        Ok(visit) => visit,
        Err(page) => return page,
    };
    if visit.state() != OrderState::Unpaid {
        return Redirect::to(&visit.link).into_response();
    }
    let page = pages::unpaid(title, text, None, Some(&visit.link), visit.shop());
    answer(StatusCode::OK, page, May::PostHere)
}

fn unknown_order() -> Response {
    let page = pages::notice("No such order", "The sandbox has no order of this number.");
    answer(StatusCode::NOT_FOUND, page, May::PostHere)
}

/// An input of a form, unless it is empty.
pub(crate) fn input<'i>(inputs: &'i Inputs, name: &str) -> Option<&'i str> {
    let found = inputs.iter().find(|(input, _)| input == name);
    found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

/// A parameter of an address.
pub(crate) fn query(uri: &Uri, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(uri.query()?.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
