//! Payouts: sent at once, or held when in doubt until they are confirmed.
//!
//! The sandbox doubts a payout that looks like a repetition (another number, the same card and amount,
//! within the hours of the spec) and one whose name is not among those that the card was paid or bound under before.
//! What goes out has arrived at once. A payout over the balance is refused and not on record, a held one
//! stays held.

use lianlian::meta::{OperationMeta, Rule, Step};
use lianlian::{GATEWAY, OrderTime, ReturnCode, Sensitive};
use serde::{Deserialize, Serialize};

use crate::answers::compose;
use crate::incoming::Refused;
use crate::operations::{notifications, place, unpayable};
use crate::order::{Order, hours_later};
use crate::turn::{Played, Turn};
use crate::view::OrderState;
use crate::{balances, magic, numbers, saved};

/// Why and how a payout is held.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Hold {
    #[serde(with = "saved::return_code")]
    code: &'static ReturnCode,
    #[serde(with = "saved::sensitive")]
    confirm_code: Sensitive,
    /// Wrong confirmation codes so far.
    wrong: u32,
    /// From this second on it is closed.
    pub(crate) until: OrderTime,
}

/// Pays out, or holds the payout.
///
/// The same payout again, while held, gets the same answer; with another payee under its number it is
/// refused, since what is confirmed has to be what was looked at. Paid or closed it is refused like
/// any order.
pub(crate) fn apply(turn: &mut Turn<'_>, step: &'static Step) -> Played {
    refuse_changed(turn)?;
    cover_new(turn)?;
    let doubt = magic::doubt(turn).or_else(|| doubt(turn));
    let (meta, now, url) = (turn.meta, turn.now, &turn.house().url);
    let order = place(turn)?;
    if order.hold.is_none()
        && let Some(code) = doubt
    {
        let confirm_code = numbers::confirm_code(url, &order.no_order).into();
        order.hold = Some(Hold { code, confirm_code, wrong: 0, until: window(meta, step, now) });
    }
    let order = order.clone();
    if let Some(hold) = &order.hold {
        return Ok(compose(turn, hold.code, |field| match field.name {
            "confirm_code" => Some(hold.confirm_code.expose().to_owned()),
            _ => order.fact(field, now),
        }));
    }
    settle(turn, &order.no_order)
}

/// Releases a held payout, which goes out at once. It is notified where the confirmation says.
pub(crate) fn confirm(turn: &mut Turn<'_>) -> Played {
    let (codes, now, request) = (turn.codes(), turn.now, turn.request);
    let no_order = turn.text("no_order");
    let nothing = || Refused::new(codes.nothing_to_confirm, "no payout of this number is held");
    let order = turn.books.ledger.find_mut(no_order).ok_or_else(nothing)?;
    match order.state(now) {
        OrderState::Held => {}
        OrderState::Closed => {
            return Err(Refused::new(codes.confirm_lapsed, "not confirmed in time, and closed"));
        }
        _ => return Err(nothing()),
    }
    let hold = order.hold.as_mut().ok_or_else(nothing)?;
    let tries = GATEWAY.limits.confirm_tries;
    let used_up = || {
        let why = format!("more than {tries} wrong codes: it stays held, and will be closed");
        Refused::new(codes.confirm_tries_used_up, why)
    };
    if hold.wrong > tries {
        return Err(used_up());
    }
    if request.get("confirm_code") != Some(hold.confirm_code.expose()) {
        hold.wrong = hold.wrong.saturating_add(1);
        let is_last = hold.wrong > tries;
        let wrong = || Refused::new(codes.confirm_code_wrong, "confirm_code: the wrong one");
        return Err(if is_last { used_up() } else { wrong() });
    }
    let money = order.money;
    balances::cover(turn, money)?;
    let order = turn.books.ledger.find_mut(no_order).ok_or_else(nothing)?;
    order.hold = None;
    for name in notifications(order).filter_map(|meta| meta.destination) {
        if let Some(address) = request.get(name) {
            order.values.set(name, address);
        }
    }
    settle(turn, no_order)
}

/// A payout that is new needs its money; one that is known was looked at, or waits to be.
fn cover_new(turn: &Turn<'_>) -> Result<(), Refused> {
    let is_known = turn.books.ledger.find(turn.text("no_order")).is_some();
    // What is no amount is refused with better words later.
    let (Ok(money), false) = (turn.text("money_order").parse(), is_known) else { return Ok(()) };
    balances::cover(turn, money)
}

fn settle(turn: &mut Turn<'_>, no_order: &str) -> Played {
    let (codes, now) = (turn.codes(), turn.now);
    let paid = turn.books.pay(turn.account, codes, no_order, None, now);
    let order = paid.map_err(|error| unpayable(codes, &error))?.clone();
    turn.tell(no_order);
    Ok(compose(turn, codes.handled, |field| order.fact(field, now)))
}

/// A payout that was placed before comes again as it was, but for its signature and where it is notified.
fn refuse_changed(turn: &Turn<'_>) -> Result<(), Refused> {
    let (meta, request) = (turn.meta, turn.request);
    let Some(order) = turn.books.ledger.find(turn.text("no_order")) else {
        return Ok(());
    };
    let told: Vec<_> = notifications(order).filter_map(|meta| meta.destination).collect();
    let own = meta.request.iter().filter(|field| field.filled_by.is_none());
    let mut own = own.map(|field| field.name).filter(|name| !told.contains(name));
    match own.find(|name| order.values.get(name) != request.get(name)) {
        Some(name) => {
            let why = format!("an order of this number has another {name}");
            Err(Refused::new(turn.codes().number_used, why))
        }
        None => Ok(()),
    }
}

/// What speaks against a payout.
fn doubt(turn: &Turn<'_>) -> Option<&'static ReturnCode> {
    let (codes, meta, request, now) = (turn.codes(), turn.meta, turn.request, turn.now);
    let ledger = &turn.books.ledger;
    let holders = turn.books.agreements.holders_of(turn.text("card_no"));
    let is_same = |order: &Order, name: &str| order.values.get(name) == request.get(name);
    let to_this_card: Vec<_> = ledger
        .orders
        .rows()
        .filter(|order| order.operation.id == meta.id && is_same(order, "card_no"))
        .filter(|order| !is_same(order, "no_order"))
        .collect();
    let hours = GATEWAY.limits.payout_repeat_hours;
    let is_recent = |order: &Order| now < hours_later(order.placed, hours);
    let is_repeated = to_this_card.iter().any(|order| {
        let is_open = order.state(now) != OrderState::Closed;
        is_open && is_recent(order) && is_same(order, "money_order")
    });
    let mut known =
        to_this_card.iter().filter(|order| order.state(now) == OrderState::Paid).peekable();
    let is_known = known.peek().is_some() || !holders.is_empty();
    let name = request.get("acct_name").unwrap_or_default();
    let fits = known.any(|order| is_same(order, "acct_name"))
        || holders.iter().any(|holder| holder.expose() == name);
    match (is_repeated, is_known && !fits) {
        (true, true) => Some(codes.repeat_and_mismatch),
        (true, false) => Some(codes.suspected_repeat),
        (false, true) => Some(codes.name_mismatch),
        (false, false) => None,
    }
}

/// Until when a payout held now can be confirmed, by the spec's rule.
fn window(meta: &OperationMeta, step: &Step, now: OrderTime) -> OrderTime {
    let hours = meta.rules.iter().find_map(|rule| match rule {
        Rule::FollowUpWindow(operation, hours) if *operation == step.operation => Some(*hours),
        _ => None,
    });
    hours.map_or(OrderTime::MAX, |hours| hours_later(now, hours))
}
