//! Paying with a card on the hosted page: the card's data, or an agreement about it, and an SMS code.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use lianlian::meta::{CardKind, CodeMeta, FieldMeta};
use lianlian::validate::{Context, ViolationKind, Violations, validate};
use lianlian::{Operation as _, easypay};

use super::ways::{self, Choice, Way};
use super::{Inputs, Visit, input};
use crate::cards::{Card, masked};
use crate::checkout::{Checkout, NotTaken};
use crate::gateway::Gateway;
use crate::incoming::Refused;
use crate::pages::{self, Asked, CardPage, May, answer};
use crate::turn::Turn;
use crate::values::Values;
use crate::view::OrderState;
use crate::{card_orders, numbers};

/// The shortest card number of ISO/IEC 7812 in use, and the longest.
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 12..=19;

/// A field of the form: wire name, label, hint, what browsers fill in, and whether it is of digits.
type Row = (&'static str, &'static str, &'static str, &'static str, bool);

/// What is asked for, in this order.
const FIELDS: [Row; 7] = [
    ("card_no", "Card number", "", "cc-number", true),
    ("vali_date", "Valid until", "Month and year, MM/YY", "cc-exp", true),
    ("cvv2", "Check number", "Three digits on the back", "cc-csc", true),
    ("acct_name", "Name on the card", "", "cc-name", false),
    ("id_type", "Kind of document", "", "off", false),
    ("id_no", "Number of the document", "", "off", false),
    ("bind_mob", "Phone", "The one that the bank knows", "tel-national", true),
];

/// What only credit cards have.
const OF_CREDIT: [&str; 2] = ["vali_date", "cvv2"];

/// What is typed again rather than shown again.
const NOT_SHOWN: [&str; 3] = ["card_no", "vali_date", "cvv2"];

/// The agreement that an order is paid by, as it may be shown.
struct Known {
    card: Card,
    shown: String,
    phone: String,
}

/// The card form of an order that can be paid.
pub(super) fn form(
    visit: &Visit,
    kind: Option<CardKind>,
    method: Option<&'static CodeMeta>,
) -> Response {
    match agreement(visit) {
        Ok(known) => {
            let page = filled(visit, kind, method, known.as_ref(), &Inputs::new(), &[]);
            answer(StatusCode::OK, page, May::PostHere)
        }
        Err(page) => page,
    }
}

/// The agreement that the order names; the page that says so if it does not hold.
#[allow(clippy::result_large_err, reason = "the answer is sent at once")]
fn agreement(visit: &Visit) -> Result<Option<Known>, Response> {
    let Some(no_agree) = visit.order.values.get("no_agree") else { return Ok(None) };
    let user = visit.order.values.get("user_id").unwrap_or_default();
    let books = visit.merchant.books();
    let own = books.agreements.find(user, no_agree).map_err(|_| {
        let text = "The shop names a card that is not bound any more.";
        let page = pages::unpaid("No such card", text, None, None, visit.shop());
        answer(StatusCode::CONFLICT, page, May::PostHere)
    })?;
    let shown = masked(&own.card().number, 6, 4);
    Ok(Some(Known { card: own.card().clone(), shown, phone: own.shown_phone() }))
}

/// The form with what was typed before, and what is wrong with it.
fn filled(
    visit: &Visit,
    kind: Option<CardKind>,
    method: Option<&'static CodeMeta>,
    known: Option<&Known>,
    typed: &Inputs,
    errors: &[(&'static str, String)],
) -> maud::Markup {
    let (order, chosen) = (&visit.order, chosen_kind(kind, typed));
    let given = |name: &str| order.values.get(name).filter(|_| known.is_none());
    let mut shown = Vec::new();
    if let Some(known) = known {
        shown = vec![("Card", known.shown.clone()), ("Phone", known.phone.clone())];
    }
    let mut asked = Vec::new();
    for (name, label, hint, autocomplete, is_numeric) in FIELDS {
        let is_credit_only = OF_CREDIT.contains(&name);
        if let Some(text) = given(name) {
            shown.push((label, veiled(name, text)));
        } else if known.is_none() && !(is_credit_only && kind == Some(CardKind::Debit)) {
            let error = errors.iter().find(|(field, _)| *field == name);
            let typed = input(typed, name).filter(|_| !NOT_SHOWN.contains(&name));
            asked.push(Asked {
                name,
                label,
                hint,
                autocomplete,
                is_numeric,
                is_credit_only,
                options: options(name),
                typed: typed.unwrap_or_default().to_owned(),
                error: error.map(|(_, text)| text.clone()),
            });
        }
    }
    let has_card = known.is_some() || given("card_no").is_some();
    let other_card = order.values.get("back_url").filter(|_| has_card);
    pages::card(&CardPage {
        order,
        link: &visit.link,
        method,
        kind,
        chosen,
        given: shown,
        asked,
        other_card: other_card.and_then(super::back::web_address),
    })
}

/// What the shop gave, masked.
fn veiled(name: &str, text: &str) -> String {
    match name {
        "card_no" => masked(text, 6, 4),
        "acct_name" => masked(text, 1, 0),
        "id_type" => {
            let kind = options(name).iter().find(|kind| kind.code == text);
            kind.map_or_else(String::new, |kind| kind.meaning.to_owned())
        }
        _ => masked(text, 0, 4),
    }
}

fn options(name: &str) -> &'static [CodeMeta] {
    let field = (name == "id_type").then(|| easypay::Apply::META.request_field(name)).flatten();
    field.and_then(FieldMeta::codes).map(|list| list.codes).unwrap_or_default()
}

fn chosen_kind(kind: Option<CardKind>, typed: &Inputs) -> CardKind {
    kind.unwrap_or_else(|| match input(typed, "kind") {
        Some(name) if name == CardKind::Credit.name() => CardKind::Credit,
        _ => CardKind::Debit,
    })
}

/// `POST /sandbox/pay/{oid_paybill}/card`: the payer has typed a card, and wants a code.
pub(crate) async fn ask_code(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_paybill): Path<String>,
    form: Result<Form<Inputs>, FormRejection>,
) -> Response {
    let typed = form.map(|Form(inputs)| inputs).unwrap_or_default();
    let visit = match Visit::to(gateway, &oid_paybill) {
        Ok(visit) => visit,
        Err(page) => return page,
    };
    let method = input(&typed, "pay_type").and_then(|code| ways::method(&visit.order, code));
    let kind = match (ways::choice(&visit.order), method.map(Way::of)) {
        _ if visit.state() != OrderState::Unpaid => None,
        (Choice::Fixed(Way::Card(kind), _), _) | (Choice::Open(_), Some(Way::Card(kind))) => {
            Some(kind)
        }
        _ => None,
    };
    let Some(kind) = kind else { return Redirect::to(&visit.link).into_response() };
    let known = match agreement(&visit) {
        Ok(known) => known,
        Err(page) => return page,
    };
    let (values, errors) = match &known {
        Some(_) => (Values::default(), Vec::new()),
        None => read(&visit, chosen_kind(kind, &typed), &typed),
    };
    if !errors.is_empty() {
        let page = filled(&visit, kind, method, known.as_ref(), &typed, &errors);
        return answer(StatusCode::UNPROCESSABLE_ENTITY, page, May::PostHere);
    }
    let (card, phone) = match known {
        Some(known) => (known.card, known.phone),
        None => {
            let mut card = Card::of(easypay::Apply::META, &values);
            card.kind = chosen_kind(kind, &typed);
            (card, masked(values.get("bind_mob").unwrap_or_default(), 3, 4))
        }
    };
    let house = &visit.gateway.house;
    let token = numbers::token(&house.url, house.next_number());
    let method = method.map(|method| method.code.to_owned());
    let typed = values.without(&OF_CREDIT);
    let place = visit.merchant.write(|books, now| {
        let order = books.ledger.payable(&visit.order.no_order, now)?;
        let checkout = Checkout::new(token.clone(), method, typed, card, phone, now);
        order.checkout = Some(Box::new(checkout));
        Ok(())
    });
    match place.and_then(|placed| placed) {
        Ok(()) => Redirect::to(&format!("{}/code/{token}", visit.link)).into_response(),
        Err(error) => super::failed(&visit, &error),
    }
}

/// Reads the form: what describes the card, and what is wrong.
fn read(visit: &Visit, kind: CardKind, typed: &Inputs) -> (Values, Vec<(&'static str, String)>) {
    let meta = easypay::Apply::META;
    let (mut values, mut errors) = (Values::default(), Vec::new());
    for (name, _, _, _, is_numeric) in FIELDS {
        if OF_CREDIT.contains(&name) && kind == CardKind::Debit {
            continue;
        }
        let given = visit.order.values.get(name);
        let text = given.or_else(|| input(typed, name)).unwrap_or_default();
        // As they stand on the card: in groups, with a slash.
        let text: String = if is_numeric {
            text.chars().filter(|one| !matches!(one, ' ' | '-' | '/')).collect()
        } else {
            text.to_owned()
        };
        if text.is_empty() {
            errors.push((name, "Please fill this in.".to_owned()));
            continue;
        }
        if let Some(error) = misread(name, is_numeric, &text) {
            errors.push((name, error.to_owned()));
        }
        values.set(name, text);
    }
    let checked =
        validate(meta.id, meta.request, meta.rules, &values.pairs(), &Context::struct_alone());
    for violation in checked.err().iter().flat_map(Violations::iter) {
        // What is missing was said above; the rest of the request is not the payer's.
        let field = FIELDS.iter().map(|row| row.0).find(|name| *name == violation.field);
        let is_said = |name: &str| errors.iter().any(|(field, _)| *field == name);
        match (field, &violation.kind) {
            (Some(name), kind)
                if values.get(name).is_some()
                    && !is_said(name)
                    && !matches!(kind, ViolationKind::Missing { .. }) =>
            {
                errors.push((name, format!("This {kind}.")));
            }
            _ => {}
        }
    }
    (values, errors)
}

/// What is wrong with a text that the spec says little about.
fn misread(name: &str, is_numeric: bool, text: &str) -> Option<&'static str> {
    let has_digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
    match name {
        _ if is_numeric && !has_digits_only => Some("Only digits, please."),
        "card_no" if !CARD_DIGITS.contains(&text.len()) => {
            Some("A card number has 12 to 19 digits.")
        }
        "vali_date" if text.len() != 4 => Some("Two digits for the month, two for the year."),
        _ => None,
    }
}

/// `GET /sandbox/pay/{oid_paybill}/code/{token}`: asks for the SMS code.
pub(crate) async fn show_code(
    State(gateway): State<Arc<Gateway>>,
    Path((oid_paybill, token)): Path<(String, String)>,
) -> Response {
    let visit = match Visit::to(gateway, &oid_paybill) {
        Ok(visit) => visit,
        Err(page) => return page,
    };
    if visit.state() != OrderState::Unpaid {
        return Redirect::to(&visit.link).into_response();
    }
    code_page(&visit, &token)
}

/// The page that asks for the code, or says that none is taken any more.
fn code_page(visit: &Visit, token: &str) -> Response {
    let checkout = Checkout::of(&visit.order, token, visit.gateway.house.now());
    let Some(checkout) = checkout else { return void(visit) };
    let left = checkout.left();
    if left == 0 {
        let used_up = visit.gateway.house.codes.sms_tries_used_up;
        let text = "Too many wrong codes: this payment has ended. Nothing was taken.";
        let code = Some((used_up.code, used_up.reading.label));
        return unfinished(visit, "Not paid", text, code);
    }
    let tries = if left == 1 { "one try is" } else { "two tries are" };
    let error = format!("This is not the code that was sent: {tries} left.");
    let error = checkout.was_tried().then_some(&*error);
    let action = format!("{}/code/{token}", visit.link);
    let card = masked(&checkout.card.number, 6, 4);
    let page = pages::code(&visit.order, &visit.link, &action, &card, &checkout.phone, error);
    answer(StatusCode::OK, page, May::PostHere)
}

fn void(visit: &Visit) -> Response {
    let text = "This code is void: another one was asked for since, or it is too old.";
    unfinished(visit, "Start again", text, None)
}

fn unfinished(visit: &Visit, title: &str, text: &str, code: Option<(&str, &str)>) -> Response {
    let page = pages::unpaid(title, text, code, Some(&visit.link), visit.shop());
    answer(StatusCode::CONFLICT, page, May::PostHere)
}

/// What came of a code.
enum Outcome {
    /// The order is paid, or what else came of paying it.
    Done,
    NotTaken(NotTaken),
    Refused(Box<Refused>),
}

/// `POST /sandbox/pay/{oid_paybill}/code/{token}`: the payer has typed the code.
pub(crate) async fn pay_with_code(
    State(gateway): State<Arc<Gateway>>,
    Path((oid_paybill, token)): Path<(String, String)>,
    form: Result<Form<Inputs>, FormRejection>,
) -> Response {
    let inputs = form.map(|Form(inputs)| inputs).unwrap_or_default();
    let visit = match Visit::to(Arc::clone(&gateway), &oid_paybill) {
        Ok(visit) => visit,
        Err(page) => return page,
    };
    // A second click on a page that has paid.
    if visit.state() != OrderState::Unpaid {
        return Redirect::to(&visit.link).into_response();
    }
    let code = input(&inputs, "verify_code").unwrap_or_default();
    let paid = pay(&visit, &token, code);
    // What became of the order meanwhile.
    let visit = Visit::to(gateway, &oid_paybill).unwrap_or(visit);
    match paid {
        Ok(Outcome::Done) => Redirect::to(&format!("{}?back=now", visit.link)).into_response(),
        // The page says why.
        Ok(Outcome::NotTaken(NotTaken::Void | NotTaken::Wrong)) => {
            Redirect::to(&format!("{}/code/{token}", visit.link)).into_response()
        }
        Ok(Outcome::Refused(refused)) => {
            let code = refused.reply.code;
            let text = format!("The payment was declined: {}.", refused.why);
            if visit.state() == OrderState::Unpaid {
                let code = Some((code.code, code.reading.label));
                unfinished(&visit, "Declined", &text, code)
            } else {
                Redirect::to(&visit.link).into_response()
            }
        }
        Err(error) => super::failed(&visit, &error),
    }
}

fn pay(visit: &Visit, token: &str, code: &str) -> Result<Outcome, crate::error::SandboxError> {
    let merchant = &visit.merchant;
    let account = merchant.account();
    let no_order = &visit.order.no_order;
    merchant.write(|books, now| {
        let Some(order) = books.ledger.find_mut(no_order) else {
            return Outcome::NotTaken(NotTaken::Void);
        };
        let checkout = match Checkout::redeem(order, token, code, now) {
            Ok(checkout) => checkout,
            Err(reason) => return Outcome::NotTaken(reason),
        };
        let (meta, mut request) = (order.operation, order.values.clone());
        for (name, text) in checkout.typed.pairs() {
            request.set(name.to_owned(), text);
        }
        let mut turn =
            Turn { merchant, account: &account, books: &mut *books, meta, request: &request, now };
        let paid = card_orders::pay(&mut turn, no_order, &request, checkout.card, true);
        if let Some(order) = books.ledger.find_mut(no_order) {
            order.checkout = None;
        }
        match paid {
            Ok(_) => Outcome::Done,
            Err(refused) => Outcome::Refused(Box::new(refused)),
        }
    })
}
