//! The way back to the shop, with the signed result.

use axum::http::{StatusCode, Uri};
use axum::response::Response;
use lianlian::codes::ReturnMode;
use lianlian::meta::Transport;
use lianlian::{Code as _, SignError};

use super::Visit;
use crate::exchange::{Direction, Exchange, Verdict};
use crate::operations::{browser_notification, destination, notifications};
use crate::pages::{self, May, WayBack, answer};

/// The page of a paid order. Right after the payment it leads back by itself.
pub(super) fn paid(visit: &Visit, is_fresh: bool, is_held: bool) -> Response {
    match way_back(visit, is_fresh) {
        Ok(back) => {
            let page = pages::paid(&visit.order, is_held, back.as_ref());
            answer(StatusCode::OK, page, May::PostToShop)
        }
        Err(error) => {
            let page = pages::notice("Paid, but no way back", &error.to_string());
            answer(StatusCode::INTERNAL_SERVER_ERROR, page, May::PostHere)
        }
    }
}

/// The form that leads back, where the order names a place.
fn way_back(visit: &Visit, is_fresh: bool) -> Result<Option<WayBack>, SignError> {
    let (order, house) = (&visit.order, &visit.gateway.house);
    let found = notifications(order)
        .filter(|meta| meta.transport == Transport::SyncNotification)
        .find_map(|meta| Some((meta, web_address(destination(order, meta)?)?)));
    let Some((meta, address)) = found else {
        return Ok(None);
    };
    let signed = browser_notification(house, order, meta)?;
    house.journal.add(Exchange {
        number: 0,
        at: house.now(),
        direction: Direction::Sent,
        merchant: visit.merchant.number().to_owned(),
        subject: order.no_order.clone(),
        operation: meta.id,
        source: signed.source.clone(),
        signature: signed.signature.clone(),
        verdict: Verdict::TakenByBrowser,
    });
    let pairs = match meta.envelope {
        Some(envelope) => {
            let json = String::from_utf8_lossy(&signed.json()).into_owned();
            vec![(envelope.field.to_owned(), json)]
        }
        None => signed.pairs().map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
    };
    let is_automatic = is_fresh && leads_back_by_itself(visit);
    Ok(Some(WayBack { address: address.to_owned(), pairs, is_automatic }))
}

/// Whether the payer is taken back without a click: unless the order says otherwise, or does not say so
/// where it could.
fn leads_back_by_itself(visit: &Visit) -> bool {
    let order = &visit.order;
    match order.operation.request_field("syschnotify_flag") {
        Some(field) => {
            let said = order.values.get(field.name).or(field.default);
            said == Some(ReturnMode::Automatic.code())
        }
        None => true,
    }
}

/// An address that a payer may be sent to: one with the scheme `javascript`, for instance, may not.
pub(super) fn web_address(text: &str) -> Option<&str> {
    let uri = text.parse::<Uri>().ok()?;
    matches!(uri.scheme_str(), Some("http" | "https")).then_some(text)
}
