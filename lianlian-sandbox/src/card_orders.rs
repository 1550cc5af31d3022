//! Orders that are paid by card from the server: with the card's data or an agreement, and an SMS code.

use lianlian::meta::{FieldMeta, OperationMeta, Step};

use crate::agreements::NotConcluded;
use crate::answers::{Played, asking_code, compose};
use crate::behaviour::{step_before, unplayed_continuation};
use crate::binding::{missing, refused};
use crate::cards::{self, Card};
use crate::gateway::Gateway;
use crate::incoming::Refused;
use crate::ledger::Order;
use crate::operations::{paid_with, place, placed_value, unpayable};
use crate::sms;
use crate::values::Values;

/// Opens the order. It is paid at once where the merchant's payments need no SMS code, and otherwise
/// waits for the code under a token.
pub(crate) fn apply(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    step: &'static Step,
    request: &Values,
) -> Result<Played, Refused> {
    let given = |name: &str| request.get(name).map(str::to_owned);
    if let Some(next) = unplayed_continuation(meta, &given) {
        let why = format!("the sandbox does not play {next}, which would have to follow");
        return Err(Refused::new(gateway.codes.not_opened, why));
    }
    let card = card_of(gateway, meta, request)?;
    cards::check(gateway, meta, request, &card, request.get("no_agree").is_none())?;
    let order = place(gateway, meta, request)?;
    if !gateway.asks_for_sms_codes {
        let order = pay(gateway, &order.no_order, request, card, false)?;
        let value = |field: &FieldMeta| placed_value(gateway, &order, field);
        let reply = compose(gateway, meta, request, gateway.codes.handled, value);
        return Ok(Played { reply, paid: Some(order) });
    }
    let token = sms::ask(gateway, step, request, &["no_order"]);
    let code = asking_code(gateway, meta, step.codes, "token");
    let reply = compose(gateway, meta, request, code, |field| match field.name {
        "token" => Some(token.clone()),
        _ => placed_value(gateway, &order, field),
    });
    Ok(reply.into())
}

/// Pays the order that a token stands for.
///
/// The agreement that the order is paid by has to hold still.
pub(crate) fn verify(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    request: &Values,
) -> Result<Played, Refused> {
    let asked = sms::redeem(gateway, meta, request)?;
    let first = step_before(meta).unwrap_or(meta);
    let card = card_of(gateway, first, &asked)?;
    let no_order = asked.get("no_order").unwrap_or_default();
    let order = pay(gateway, no_order, &asked, card, true)?;
    let value = |field: &FieldMeta| order.fact(field, gateway.now());
    // The token is spent, so it is not told again.
    let reply = compose(gateway, meta, request, gateway.codes.handled, value);
    Ok(Played { reply, paid: Some(order) })
}

/// The card that a request pays with: of the agreement it names, or the one it describes.
///
/// A bare card of another person than the user's bound ones is refused where paying would bind it.
fn card_of(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    request: &Values,
) -> Result<Card, Refused> {
    let user = request.get("user_id").unwrap_or_default();
    let agreements = gateway.agreements();
    if let Some(no_agree) = request.get("no_agree") {
        let found = agreements.find(user, no_agree);
        return found.map(|own| own.card().clone()).map_err(|reason| missing(gateway, &reason));
    }
    match agreements.may_conclude(request) {
        Err(reason @ NotConcluded::OtherHolder) if gateway.asks_for_sms_codes => {
            Err(refused(gateway, &reason))
        }
        _ => Ok(Card::of(meta, request)),
    }
}

/// Marks the order paid, and binds a card that an SMS code was used with for the first time.
///
/// The samples of the documentation show it: there the answer to the SMS code of a bare card tells an
/// agreement.
fn pay(
    gateway: &Gateway,
    no_order: &str,
    request: &Values,
    mut card: Card,
    is_verified: bool,
) -> Result<Order, Refused> {
    let now = gateway.now();
    let mut ledger = gateway.ledger();
    let method = ledger.find(no_order).and_then(|order| paid_with(order, None));
    let order = ledger.pay(no_order, method, now).map_err(|error| unpayable(gateway, &error))?;
    if is_verified && card.no_agree.is_none() {
        let mut agreements = gateway.agreements();
        let user = request.get("user_id").unwrap_or_default();
        let own = match agreements.about(user, &card.number) {
            Some(own) => Some(own.card().clone()),
            None => {
                agreements.conclude(request, card.clone(), now).ok().map(|own| own.card().clone())
            }
        };
        card = own.unwrap_or(card);
    }
    order.note_card(card);
    Ok(order.clone())
}
