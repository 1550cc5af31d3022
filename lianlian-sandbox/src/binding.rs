//! Card binding: an agreement about a card is asked for, concluded with an SMS code, listed and ended.

use lianlian::meta::{FieldMeta, OperationMeta, Step};
use serde_json::Value;

use crate::agreements::{Agreement, NoAgreement, NotConcluded};
use crate::answers::{asking_code, compose};
use crate::behaviour::{agreement_list, step_before};
use crate::cards::{self, Card};
use crate::gateway::Gateway;
use crate::incoming::Refused;
use crate::outgoing::Reply;
use crate::sms;
use crate::values::Values;

/// Entries on a page of the list. The documentation speaks of pages and prints no number.
const PAGE: usize = 10;

/// Has an SMS code "sent" to the holder of a card.
///
/// Refused for a card that the user has bound, and for a card of another person than the user's others.
pub(crate) fn apply(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    step: &'static Step,
    request: &Values,
) -> Result<Reply, Refused> {
    let card = Card::of(meta, request);
    cards::check(gateway, meta, request, &card, true)?;
    gateway.agreements().may_conclude(request).map_err(|reason| refused(gateway, &reason))?;
    let token = sms::ask(gateway, step, request, &["user_id", "card_no"]);
    let code = asking_code(gateway, meta, step.codes, "token");
    Ok(compose(gateway, meta, request, code, |field| {
        (field.name == "token").then(|| token.clone())
    }))
}

/// Concludes the agreement that a token stands for.
pub(crate) fn verify(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    request: &Values,
) -> Result<Reply, Refused> {
    let asked = sms::redeem(gateway, meta, request)?;
    let first = step_before(meta).unwrap_or(meta);
    let card = Card::of(first, &asked);
    let mut agreements = gateway.agreements();
    let agreement = agreements
        .conclude(&asked, card, gateway.now())
        .map_err(|reason| refused(gateway, &reason))?;
    let value = |field: &FieldMeta| agreement.fact(field);
    Ok(compose(gateway, meta, request, gateway.codes.handled, value))
}

/// Lists a user's agreements, newest first. A user without any is told so with an empty list.
pub(crate) fn list(gateway: &Gateway, meta: &'static OperationMeta, request: &Values) -> Reply {
    let agreements = gateway.agreements();
    let asked = || agreements.asked_for(request, meta.request_field("pay_type"));
    let offset = request.get("offset").and_then(|text| text.parse().ok()).unwrap_or_default();
    let (list, group) = agreement_list(meta).unzip();
    let entry = |agreement: &Agreement| {
        let fields = group.map(|group| group.fields).unwrap_or_default().iter();
        let members = fields.filter_map(|field| {
            Some((field.name.to_owned(), Value::String(agreement.fact(field)?)))
        });
        Value::Object(members.collect())
    };
    let value = |field: &FieldMeta| match field.name {
        "count" => Some(asked().count().to_string()),
        name if Some(name) == list => {
            let entries = asked().skip(offset).take(PAGE).map(entry);
            Some(Value::Array(entries.collect()).to_string())
        }
        _ => None,
    };
    compose(gateway, meta, request, gateway.codes.handled, value)
}

/// Ends an agreement, whichever kind of payment the request says that it is for.
pub(crate) fn unbind(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    request: &Values,
) -> Result<Reply, Refused> {
    let text = |name: &str| request.get(name).unwrap_or_default();
    let ended = gateway.agreements().end(text("user_id"), text("no_agree"));
    ended.map_err(|reason| missing(gateway, &reason))?;
    Ok(compose(gateway, meta, request, gateway.codes.handled, |_| None))
}

/// Why an agreement is not concluded.
pub(crate) fn refused(gateway: &Gateway, reason: &NotConcluded) -> Refused {
    let codes = &gateway.codes;
    match reason {
        // The code that has the client look at the list: the agreement may be its own, answer lost.
        NotConcluded::AlreadyBound => {
            Refused::new(codes.card_bound, "the user has bound this card")
        }
        NotConcluded::OtherHolder => {
            Refused::new(codes.other_holder, "the user has bound a card of another person")
        }
    }
}

/// Why a number stands for no agreement of the user.
pub(crate) fn missing(gateway: &Gateway, reason: &NoAgreement) -> Refused {
    let codes = &gateway.codes;
    match reason {
        NoAgreement::Unknown => {
            Refused::new(codes.agreement_missing, "no_agree: no agreement of this number holds")
        }
        NoAgreement::OtherUser => {
            Refused::new(codes.not_the_users, "no_agree: is an agreement of another user")
        }
    }
}
