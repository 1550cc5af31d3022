//! Orders that are paid by card from the server: with the card's data or an agreement, and an SMS code.

use lianlian::meta::{FieldMeta, OperationMeta, Step};

use crate::agreements::NotConcluded;
use crate::answers::{asking_code, compose};
use crate::behaviour::{step_before, unplayed_continuation};
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
    let given = |name: &str| turn.given(name).map(str::to_owned);
    if let Some(next) = unplayed_continuation(turn.meta, &given) {
        let why = format!("the sandbox does not play {next}, which would have to follow");
        return Err(Refused::new(turn.codes().not_opened, why));
    }
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

/// Marks the order paid, has the merchant told, and binds a card that an SMS code was used with for the
/// first time.
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
    let books = &mut *turn.books;
    let method = books.ledger.find(no_order).and_then(|order| paid_with(order, None));
    let paid = books.pay(turn.account, codes, no_order, method, now).map(drop);
    paid.map_err(|error| unpayable(codes, &error))?;
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
    order.card = Some(card);
    let order = order.clone();
    turn.tell(no_order);
    Ok(order)
}
