//! What is set in the dashboard: the clock, troubles to come, accounts.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use lianlian::{Amount, OPERATIONS};

use super::bar;
use crate::account::Account;
use crate::behaviour::behaviour;
use crate::gateway::Gateway;
use crate::hosted::{Inputs, input};
use crate::pages::{self, AccountRow, ControlsPage, May, answer};
use crate::trouble::{NoSuchTrouble, Trouble, TroubleToCome};

const CONTROLS: &str = "/sandbox/dashboard/controls";

/// `GET /sandbox/dashboard/controls`.
pub(crate) async fn controls(State(gateway): State<Arc<Gateway>>, uri: Uri) -> Response {
    page(&gateway, &uri, None)
}

fn page(gateway: &Gateway, uri: &Uri, wrong: Option<String>) -> Response {
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut bar = bar(gateway, uri);
    CONTROLS.clone_into(&mut bar.here);
    bar.said = wrong.map(Err);
    let merchants = gateway.merchants.values();
    let troubles = merchants.flat_map(|merchant| {
        let troubles = merchant.troubles();
        let list = troubles.list().iter();
        let named = list.map(|next| (merchant.number().to_owned(), in_words(next)));
        named.collect::<Vec<_>>()
    });
    let played = OPERATIONS.iter().filter(|meta| behaviour(meta).is_some());
    let page = ControlsPage {
        bar,
        troubles: troubles.collect(),
        accounts: gateway.merchants.values().map(|own| account_row(&own.account())).collect(),
        operations: played.map(|meta| meta.id).collect(),
    };
    answer(status, pages::controls(&page), May::PostHere)
}

fn in_words(next: &TroubleToCome) -> String {
    let at = next.operation.as_ref().map(|id| format!(" at {id}")).unwrap_or_default();
    match next.times {
        None => format!("{}{at}, until ended", next.trouble),
        Some(1) => format!("{}{at}, once", next.trouble),
        Some(times) => format!("{}{at}, {times} times", next.trouble),
    }
}

fn account_row(account: &Account) -> AccountRow {
    let addresses: Vec<_> = account.addresses.iter().map(ToString::to_string).collect();
    AccountRow {
        oid_partner: account.oid_partner.clone(),
        is_live: account.is_live,
        products: account.products.as_deref().unwrap_or_default().join(" "),
        addresses: addresses.join(" "),
        domains: account.domains.join(" "),
        asks_for_sms_codes: account.asks_for_sms_codes,
        balance: Amount::to_string(&account.balance),
    }
}

/// `POST /sandbox/dashboard/clock`: pushes the clock forward, or sets its speed.
pub(crate) async fn clock(
    State(gateway): State<Arc<Gateway>>,
    form: Result<Form<Inputs>, FormRejection>,
) -> Response {
    let inputs = form.map(|Form(inputs)| inputs).unwrap_or_default();
    if let Some(speed) = input(&inputs, "speed").and_then(|text| text.parse().ok()) {
        gateway.house.run_at(speed);
    }
    let seconds = input(&inputs, "advance").and_then(|text| text.parse().ok()).unwrap_or(0);
    let done = gateway.house.advance(Duration::from_secs(seconds));
    gateway.house.journal.stir();
    match done {
        Ok(()) => Redirect::to(own_page(&inputs)).into_response(),
        Err(error) => {
            let page = pages::notice("The clock does not move", &error.to_string());
            answer(StatusCode::INTERNAL_SERVER_ERROR, page, May::PostHere)
        }
    }
}

/// The page to come back to, if it is one of the sandbox's.
fn own_page(inputs: &Inputs) -> &str {
    let here = input(inputs, "here").unwrap_or("/");
    let is_own = here == "/" || here.starts_with("/?") || here.starts_with("/sandbox/");
    if is_own { here } else { "/" }
}

/// `POST /sandbox/dashboard/troubles`.
pub(crate) async fn trouble(
    State(gateway): State<Arc<Gateway>>,
    uri: Uri,
    form: Result<Form<Inputs>, FormRejection>,
) -> Response {
    let inputs = form.map(|Form(inputs)| inputs).unwrap_or_default();
    let trouble: Trouble = match input(&inputs, "trouble").unwrap_or_default().parse() {
        Ok(trouble) => trouble,
        Err(error @ NoSuchTrouble { .. }) => return page(&gateway, &uri, Some(error.to_string())),
    };
    let times = match input(&inputs, "times").map(str::parse::<u32>) {
        None => None,
        Some(Ok(times)) if times > 0 => Some(times),
        Some(_) => {
            let why = "How often: write a number from 1, or nothing".to_owned();
            return page(&gateway, &uri, Some(why));
        }
    };
    let number = input(&inputs, "oid_partner").unwrap_or_default();
    let merchant = gateway.merchant(number).unwrap_or_else(|| Arc::clone(&gateway.first));
    let operation = input(&inputs, "operation").map(str::to_owned);
    merchant.troubles().add(TroubleToCome { trouble, operation, times });
    gateway.house.journal.stir();
    Redirect::to(CONTROLS).into_response()
}

/// `POST /sandbox/dashboard/troubles/end`.
pub(crate) async fn end_troubles(State(gateway): State<Arc<Gateway>>) -> Response {
    for merchant in gateway.merchants.values() {
        merchant.troubles().end();
    }
    gateway.house.journal.stir();
    Redirect::to(CONTROLS).into_response()
}

/// `POST /sandbox/dashboard/accounts/{oid_partner}`: what the account may do.
pub(crate) async fn change_account(
    State(gateway): State<Arc<Gateway>>,
    Path(oid_partner): Path<String>,
    uri: Uri,
    form: Result<Form<Inputs>, FormRejection>,
) -> Response {
    let inputs = form.map(|Form(inputs)| inputs).unwrap_or_default();
    let Some(merchant) = gateway.merchant(&oid_partner) else {
        return page(&gateway, &uri, Some("there is no such merchant".to_owned()));
    };
    let words = |name: &str| {
        let text = input(&inputs, name).unwrap_or_default();
        let words = text.split([' ', ',']).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let addresses = words("addresses");
    let addresses: Result<Vec<IpAddr>, _> = addresses.iter().map(|text| text.parse()).collect();
    let Ok(addresses) = addresses else {
        let why = "Addresses of the server: write IP addresses such as 203.0.113.7".to_owned();
        return page(&gateway, &uri, Some(why));
    };
    let mut changed = merchant.account();
    changed.products = Some(words("products")).filter(|products| !products.is_empty());
    changed.addresses = addresses;
    changed.domains = words("domains");
    changed.is_live = input(&inputs, "live").is_some();
    changed.asks_for_sms_codes = input(&inputs, "sms").is_some();
    if let Err(error) = changed.check() {
        return page(&gateway, &uri, Some(error.to_string()));
    }
    merchant.change_account(|account| *account = changed);
    gateway.house.journal.stir();
    Redirect::to(CONTROLS).into_response()
}
