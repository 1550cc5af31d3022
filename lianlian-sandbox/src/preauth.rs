//! Pre-authorisations: an amount is held on a credit card, and later taken, in whole or in part, or
//! released.
//!
//! The documentation says little of what comes after the approval; chosen so that nobody is paid twice
//! or believes to be paid:
//!
//! * What is held is not paid: `result_pay` is `APPLY_SUCCESS`, nothing is settled. The notification and
//!   the way back say `SUCCESS`, the only value printed for them; their `pay_type` tells that it is a hold.
//! * It is captured once, up to the amount held; the rest is released. The same capture or release again
//!   gets the same answer. Another amount is answered with the code that has the client ask first.
//! * What can no longer be captured is refused as a capture that failed, what can no longer be released
//!   as a release that failed. A hold that nobody takes lapses.
//! * Captures and releases are done at once, so nothing is told of as under way.

use lianlian::codes::{EasypayPayType, PreauthState};
use lianlian::meta::{FieldMeta, OperationMeta};
use lianlian::{Amount, Code as _, GATEWAY, Operation as _, OrderTime, ReturnCode, easypay};

use crate::answers::compose;
use crate::incoming::Refused;
use crate::limits::{Payment, over};
use crate::operations::named;
use crate::order::{Fate, Order, later};
use crate::turn::{Played, Turn};
use crate::values::Values;
use crate::view::OrderState;

/// How long an amount stays held. The documentation does not say: the sandbox's own choice, which is what card
/// networks do.
const HOLD_DAYS: i64 = 30;

/// Whether a request asks for a pre-authorisation.
pub(crate) fn is_asked_for(meta: &OperationMeta, values: &Values) -> bool {
    meta.product == easypay::Apply::META.product
        && values.get("pay_type") == Some(EasypayPayType::Preauth.code())
}

impl Order {
    /// Whether the amount is held first, and taken later.
    pub(crate) fn is_preauth(&self) -> bool {
        is_asked_for(self.operation, &self.values)
    }

    /// What becomes of it when its bank agrees.
    pub(crate) fn agreed(&self, at: OrderTime) -> Fate {
        if self.is_preauth() { Fate::Authorised { at } } else { Fate::Paid { at } }
    }

    /// Whether an amount that is held since then has been released by its bank.
    pub(crate) fn is_hold_over(since: OrderTime, now: OrderTime) -> bool {
        now >= later(since, HOLD_DAYS.saturating_mul(24 * 60 * 60))
    }
}

/// Tells what became of a pre-authorisation: the return code says it.
pub(crate) fn query(turn: &Turn<'_>) -> Played {
    let order = named(turn)?.filter(Order::is_preauth);
    let order = order.ok_or_else(|| missing(turn))?;
    let code = code_of(turn, state_of(turn, &order));
    Ok(compose(turn, code, |field| order.fact(field, turn.now)))
}

fn state_of(turn: &Turn<'_>, order: &Order) -> PreauthState {
    match (order.state(turn.now), order.fate) {
        (OrderState::Authorised, _) => PreauthState::Approved,
        (OrderState::Paid | OrderState::Returned, _) => PreauthState::Captured,
        (OrderState::Processing, _) => PreauthState::InProgress,
        (OrderState::Failed, _) => PreauthState::Failed,
        (OrderState::Voided, Fate::Voided { .. }) => PreauthState::Cancelled,
        // A hold that lapsed was not cancelled by anybody.
        (OrderState::Voided | OrderState::Expired | OrderState::Closed, _) => {
            PreauthState::OrderExpired
        }
        (OrderState::Unpaid | OrderState::Held, _) => {
            let is_awaited = turn.books.tokens.is_waiting_for(&order.no_order, turn.now);
            if is_awaited { PreauthState::AwaitsVerification } else { PreauthState::OrderCreated }
        }
    }
}

/// Takes what is held, or a part of it.
pub(crate) fn capture(turn: &mut Turn<'_>) -> Played {
    let (order, money) = asked_about(turn)?;
    let gone = || refused(turn, PreauthState::CaptureFailed, "nothing is held any more");
    match order.state(turn.now) {
        OrderState::Authorised => {}
        OrderState::Paid if money == order.money => return Ok(told(turn, &order)),
        OrderState::Paid => {
            let why = format!("another amount was captured: {}", order.money);
            return Err(Refused::new(turn.codes().number_used, why));
        }
        OrderState::Returned | OrderState::Voided => return Err(gone()),
        _ => return Err(unapproved(turn, &order)),
    }
    if money > order.money {
        let why = format!("money_order: no more than the {} that are held", order.money);
        return Err(Refused::new(turn.codes().amount_wrong, why));
    }
    let payment = Payment { money, ..Payment::of(&order) };
    if let Some((code, why)) = over(turn.account, turn.books, turn.codes(), &payment, turn.now) {
        return Err(Refused::new(code, why));
    }
    let at = turn.now;
    change(turn, &order, |order| {
        order.fate = Fate::Paid { at };
        order.money = money;
    })
}

/// Releases what is held.
pub(crate) fn cancel(turn: &mut Turn<'_>) -> Played {
    let (order, money) = asked_about(turn)?;
    if order.values.get("money_order").and_then(|text| text.parse().ok()) != Some(money) {
        let why = "money_order: a hold is released as a whole".to_owned();
        return Err(Refused::new(turn.codes().amount_wrong, why));
    }
    match (order.state(turn.now), order.fate) {
        (OrderState::Authorised, _) => {}
        (_, Fate::Voided { .. }) => return Ok(told(turn, &order)),
        (OrderState::Paid | OrderState::Returned, _) => {
            return Err(refused(turn, PreauthState::CancelFailed, "it was captured: refund it"));
        }
        (OrderState::Voided, _) => {
            return Err(refused(turn, PreauthState::OrderExpired, "the hold has lapsed"));
        }
        _ => return Err(unapproved(turn, &order)),
    }
    let at = turn.now;
    change(turn, &order, |order| order.fate = Fate::Voided { at })
}

/// The pre-authorisation that a request is about, if its user is right, and the amount.
fn asked_about(turn: &Turn<'_>) -> Result<(Order, Amount), Refused> {
    let is_own =
        |order: &Order| order.is_preauth() && order.values.get("user_id") == turn.given("user_id");
    let order = named(turn)?.filter(is_own).ok_or_else(|| missing(turn))?;
    let money = turn.text("money_order").parse();
    let unreadable =
        |_| Refused::new(turn.codes().amount_wrong, "money_order: is missing or unreadable");
    Ok((order, money.map_err(unreadable)?))
}

fn change(turn: &mut Turn<'_>, order: &Order, act: impl FnOnce(&mut Order)) -> Played {
    let missing = missing(turn);
    let order = turn.books.ledger.find_mut(&order.no_order).ok_or(missing)?;
    act(order);
    let order = order.clone();
    Ok(told(turn, &order))
}

/// The answer to a capture or a release.
fn told(turn: &Turn<'_>, order: &Order) -> crate::outgoing::Reply {
    compose(turn, turn.codes().handled, |field: &FieldMeta| order.fact(field, turn.now))
}

fn missing(turn: &Turn<'_>) -> Refused {
    Refused::new(turn.codes().not_found, "no such pre-authorisation of this user")
}

/// Nothing is held yet, or never will be.
fn unapproved(turn: &Turn<'_>, order: &Order) -> Refused {
    refused(turn, state_of(turn, order), "nothing is held")
}

fn refused(turn: &Turn<'_>, state: PreauthState, why: &str) -> Refused {
    Refused::new(code_of(turn, state), why)
}

#[allow(clippy::needless_pass_by_value, reason = "an enum of plain codes")]
fn code_of(turn: &Turn<'_>, state: PreauthState) -> &'static ReturnCode {
    GATEWAY.return_code(state.code()).unwrap_or(turn.codes().fault)
}
