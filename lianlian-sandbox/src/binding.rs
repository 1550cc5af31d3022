//! Card binding: an agreement about a card is asked for, concluded with an SMS code, listed and ended.

use lianlian::meta::{FieldMeta, Step};
use serde_json::Value;

use crate::agreements::{Agreement, NoAgreement, NotConcluded};
use crate::answers::{asking_code, compose};
use crate::behaviour::{agreement_list, step_before};
use crate::cards::{self, Card};
use crate::incoming::Refused;
use crate::outgoing::Reply;
use crate::return_codes::ReturnCodes;
use crate::sms;
use crate::turn::{Played, Turn};

/// Entries on a page of the list. The documentation speaks of pages and prints no number: the sandbox's own
/// choice.
const PAGE: usize = 10;

/// Has an SMS code "sent" to the holder of a card.
///
/// Refused for a card that the user has bound, and for a card of another person than the user's others.
pub(crate) fn apply(turn: &mut Turn<'_>, step: &'static Step) -> Played {
    let card = Card::of(turn.meta, turn.request);
    cards::check(turn, &card, true)?;
    let agreements = &turn.books.agreements;
    agreements.may_conclude(turn.request).map_err(|reason| refused(turn.codes(), &reason))?;
    let token = sms::ask(turn, step, &["user_id", "card_no"]);
    let code = asking_code(turn, turn.meta, step.codes, "token");
    Ok(compose(turn, code, |field| (field.name == "token").then(|| token.clone())))
}

/// Concludes the agreement that a token stands for.
pub(crate) fn verify(turn: &mut Turn<'_>) -> Played {
    let asked = sms::redeem(turn)?;
    let card = Card::of(step_before(turn.meta).unwrap_or(turn.meta), &asked);
    let (codes, number, now) = (turn.codes(), turn.house().next_number(), turn.now);
    let concluded = turn.books.agreements.conclude(&asked, card, number, now);
    let no_agree = concluded.map_err(|reason| refused(codes, &reason))?.number().to_owned();
    let agreement = turn.books.agreements.list.get(&no_agree);
    Ok(compose(turn, codes.handled, |field| {
        let asked = || asked.get(field.name).filter(|_| !field.sensitive).map(str::to_owned);
        agreement.and_then(|agreement| agreement.fact(field)).or_else(asked)
    }))
}

/// Lists a user's agreements, newest first. A user without any is told so with an empty list.
pub(crate) fn list(turn: &Turn<'_>) -> Reply {
    let (meta, request, agreements) = (turn.meta, turn.request, &turn.books.agreements);
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
    compose(turn, turn.codes().handled, value)
}

/// Ends an agreement, whichever kind of payment the request says that it is for.
pub(crate) fn unbind(turn: &mut Turn<'_>) -> Played {
    let (user, no_agree) = (turn.text("user_id"), turn.text("no_agree"));
    let ended = turn.books.agreements.end(user, no_agree);
    ended.map_err(|reason| missing(turn.codes(), &reason))?;
    Ok(compose(turn, turn.codes().handled, |_| None))
}

/// Why an agreement is not concluded.
pub(crate) fn refused(codes: &ReturnCodes, reason: &NotConcluded) -> Refused {
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
pub(crate) fn missing(codes: &ReturnCodes, reason: &NoAgreement) -> Refused {
    match reason {
        NoAgreement::Unknown => {
            Refused::new(codes.agreement_missing, "no_agree: no agreement of this number holds")
        }
        NoAgreement::OtherUser => {
            Refused::new(codes.not_the_users, "no_agree: is an agreement of another user")
        }
    }
}
