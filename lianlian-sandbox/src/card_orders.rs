//! Orders that are paid by card from the server: with the card's data or an agreement, and an SMS code.
//!
//! Easypay, MPAY and exchange payment have this in common; what sets the orders apart is theirs to say.

use lianlian::meta::{FieldMeta, OperationMeta, Step};

use crate::agreements::NotConcluded;
use crate::answers::{asking_code, compose};
use crate::bank;
use crate::behaviour::step_before;
use crate::binding::{missing, refused};
use crate::cards::{self, Card};
use crate::incoming::Refused;
use crate::operations::{paid_with, place, placed_value, unpayable};
use crate::order::Order;
use crate::sms;
use crate::turn::{Played, Turn};
use crate::values::Values;

/// Opens the order. It is paid at once where the merchant's payments need no SMS code, and otherwise
/// waits for the code under a token.
pub(crate) fn apply(turn: &mut Turn<'_>, step: &'static Step) -> Played {
    let card = card_of(turn, turn.meta, turn.request)?;
    cards::check(turn, &card, turn.given("no_agree").is_none())?;
    let order = place(turn)?.clone();
    if !turn.account.asks_for_sms_codes {
        let order = pay(turn, &order.no_order, turn.request, card, false)?;
        let value = |field: &FieldMeta| placed_value(turn, &order, field);
        return Ok(compose(turn, turn.codes().handled, value));
    }
    let token = sms::ask(turn, step, &["no_order"]);
    let code = asking_code(turn, turn.meta, step.codes, "token");
    Ok(compose(turn, code, |field| match field.name {
        "token" => Some(token.clone()),
        _ => placed_value(turn, &order, field),
    }))
}

/// Pays the order that a token stands for.
///
/// The agreement that the order is paid by has to hold still.
pub(crate) fn verify(turn: &mut Turn<'_>) -> Played {
    let asked = sms::redeem(turn)?;
    let first = step_before(turn.meta).unwrap_or(turn.meta);
    let card = card_of(turn, first, &asked)?;
    let no_order = asked.get("no_order").unwrap_or_default();
    let order = pay(turn, no_order, &asked, card, true)?;
    let value = |field: &FieldMeta| order.fact(field, turn.now);
    // The token is spent, so it is not told again.
    Ok(compose(turn, turn.codes().handled, value))
}

/// The card that a request pays with: of the agreement it names, or the one it describes.
///
/// A bare card of another person than the user's bound ones is refused where paying would bind it.
fn card_of(
    turn: &Turn<'_>,
    meta: &'static OperationMeta,
    request: &Values,
) -> Result<Card, Refused> {
    let user = request.get("user_id").unwrap_or_default();
    let (codes, agreements) = (turn.codes(), &turn.books.agreements);
    if let Some(no_agree) = request.get("no_agree") {
        let found = agreements.find(user, no_agree);
        return found.map(|own| own.card().clone()).map_err(|reason| missing(codes, &reason));
    }
    match agreements.may_conclude(request) {
        Err(reason @ NotConcluded::OtherHolder) if turn.account.asks_for_sms_codes => {
            Err(refused(codes, &reason))
        }
        _ => Ok(Card::of(meta, request)),
    }
}

/// Checks the agreement that an order is to be paid by on a page, if it names one.
pub(crate) fn agreed_card(turn: &Turn<'_>) -> Result<Option<Card>, Refused> {
    if turn.given("no_agree").is_none() {
        return Ok(None);
    }
    let card = card_of(turn, turn.meta, turn.request)?;
    cards::check(turn, &card, false)?;
    Ok(Some(card))
}

/// Has the bank pay the order and the merchant told, and binds a card that an SMS code was used with for
/// the first time.
///
/// The samples of the documentation show it: there the answer to the SMS code of a bare card tells an
/// agreement.
pub(crate) fn pay(
    turn: &mut Turn<'_>,
    no_order: &str,
    request: &Values,
    mut card: Card,
    is_verified: bool,
) -> Result<Order, Refused> {
    let (codes, now, number) = (turn.codes(), turn.now, turn.house().next_number());
    let method = turn.books.ledger.find(no_order).and_then(|order| paid_with(order, None));
    if let Ok(order) = turn.books.ledger.payable(no_order, now) {
        // Its bank goes by it.
        order.card = Some(card.clone());
    }
    bank::ask(turn, no_order, method).map_err(|error| unpayable(codes, &error))?;
    let books = &mut *turn.books;
    if is_verified && card.no_agree.is_none() {
        let agreements = &mut books.agreements;
        let user = request.get("user_id").unwrap_or_default();
        let own = match agreements.about(user, &card.number) {
            Some(own) => Some(own.card().clone()),
            None => {
                let concluded = agreements.conclude(request, card.clone(), number, now);
                concluded.ok().map(|own| own.card().clone())
            }
        };
        card = own.unwrap_or(card);
    }
    let gone = || Refused::new(codes.not_found, "no such order");
    let order = books.ledger.find_mut(no_order).ok_or_else(gone)?;
    if let Some(no_agree) = card.no_agree.as_deref().filter(|_| order.tells_more)
        && let Some(own) = books.agreements.list.get(no_agree)
    {
        own.identify(&mut order.values);
    }
    order.card = Some(card);
    let order = order.clone();
    turn.tell(no_order);
    Ok(order)
}
