//! Payouts: sent at once, or held when in doubt until they are confirmed.
//!
//! The sandbox doubts a payout that looks like a repetition (another number, the same card and amount,
//! within a day) and one whose name is not among those that the card was paid or bound under before.
//! What goes out has arrived at once, and the merchant's balance never runs out.

use lianlian::meta::{FieldMeta, OperationMeta, Rule, Step};
use lianlian::{OrderTime, ReturnCode, Sensitive};

use crate::answers::{Played, compose};
use crate::gateway::Gateway;
use crate::incoming::Refused;
use crate::ledger::{Ledger, Order};
use crate::numbers;
use crate::operations::{notifications, place_in, unpayable};
use crate::values::Values;
use crate::view::OrderState;

/// Within so many hours a payout is held that repeats another, by the documentation's words.
const REPEAT_HOURS: i64 = 24;

/// More wrong confirmation codes than these, and no other is looked at: the return code's words.
const MOST_WRONG: u32 = 6;

/// Why and how a payout is held.
#[derive(Clone)]
pub(crate) struct Hold {
    code: &'static ReturnCode,
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
pub(crate) fn apply(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    step: &'static Step,
    request: &Values,
) -> Result<Played, Refused> {
    let card_no = request.get("card_no").unwrap_or_default();
    let holders = gateway.agreements().holders_of(card_no);
    let now = gateway.now();
    let mut ledger = gateway.ledger();
    refuse_changed(gateway, &ledger, meta, request)?;
    let doubt = doubt(gateway, &ledger, &holders, meta, request, now);
    let order = place_in(gateway, &mut ledger, meta, request)?;
    if order.hold.is_none()
        && let Some(code) = doubt
    {
        let confirm_code = numbers::confirm_code(&gateway.url, &order.no_order).into();
        order.hold = Some(Hold { code, confirm_code, wrong: 0, until: window(meta, step, now) });
    }
    if let Some(hold) = &order.hold {
        let reply = compose(gateway, meta, request, hold.code, |field| match field.name {
            "confirm_code" => Some(hold.confirm_code.expose().to_owned()),
            _ => order.fact(field, now),
        });
        return Ok(reply.into());
    }
    let no_order = order.no_order.clone();
    settle(gateway, &mut ledger, meta, request, &no_order)
}

/// Releases a held payout, which goes out at once. It is notified where the confirmation says.
pub(crate) fn confirm(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    request: &Values,
) -> Result<Played, Refused> {
    let codes = &gateway.codes;
    let now = gateway.now();
    let no_order = request.get("no_order").unwrap_or_default();
    let mut ledger = gateway.ledger();
    let nothing = || Refused::new(codes.nothing_to_confirm, "no payout of this number is held");
    let order = ledger.find_mut(no_order).ok_or_else(nothing)?;
    match order.state(now) {
        OrderState::Held => {}
        OrderState::Closed => {
            return Err(Refused::new(codes.confirm_lapsed, "not confirmed in time, and closed"));
        }
        _ => return Err(nothing()),
    }
    let hold = order.hold.as_mut().ok_or_else(nothing)?;
    let used_up = || {
        let why = format!("more than {MOST_WRONG} wrong codes: it stays held, and will be closed");
        Refused::new(codes.confirm_tries_used_up, why)
    };
    if hold.wrong > MOST_WRONG {
        return Err(used_up());
    }
    if request.get("confirm_code") != Some(hold.confirm_code.expose()) {
        hold.wrong = hold.wrong.saturating_add(1);
        let is_last = hold.wrong > MOST_WRONG;
        let wrong = || Refused::new(codes.confirm_code_wrong, "confirm_code: the wrong one");
        return Err(if is_last { used_up() } else { wrong() });
    }
    order.hold = None;
    for name in notifications(order).filter_map(|meta| meta.destination) {
        if let Some(address) = request.get(name) {
            order.values.set(name, address);
        }
    }
    settle(gateway, &mut ledger, meta, request, no_order)
}

fn settle(
    gateway: &Gateway,
    ledger: &mut Ledger,
    meta: &'static OperationMeta,
    request: &Values,
    no_order: &str,
) -> Result<Played, Refused> {
    let now = gateway.now();
    let order =
        ledger.pay(no_order, None, now).map_err(|error| unpayable(gateway, &error))?.clone();
    let value = |field: &FieldMeta| order.fact(field, now);
    let reply = compose(gateway, meta, request, gateway.codes.handled, value);
    Ok(Played { reply, paid: Some(order) })
}

/// A payout that was placed before comes again as it was, but for its signature and where it is notified.
fn refuse_changed(
    gateway: &Gateway,
    ledger: &Ledger,
    meta: &'static OperationMeta,
    request: &Values,
) -> Result<(), Refused> {
    let Some(order) = ledger.find(request.get("no_order").unwrap_or_default()) else {
        return Ok(());
    };
    let told: Vec<_> = notifications(order).filter_map(|meta| meta.destination).collect();
    let own = meta.request.iter().filter(|field| field.filled_by.is_none());
    let mut own = own.map(|field| field.name).filter(|name| !told.contains(name));
    match own.find(|name| order.values.get(name) != request.get(name)) {
        Some(name) => {
            let why = format!("an order of this number has another {name}");
            Err(Refused::new(gateway.codes.number_used, why))
        }
        None => Ok(()),
    }
}

/// What speaks against a payout.
fn doubt(
    gateway: &Gateway,
    ledger: &Ledger,
    holders: &[Sensitive],
    meta: &OperationMeta,
    request: &Values,
    now: OrderTime,
) -> Option<&'static ReturnCode> {
    let is_same = |order: &Order, name: &str| order.values.get(name) == request.get(name);
    let to_this_card: Vec<_> = ledger
        .orders()
        .filter(|order| order.operation.id == meta.id && is_same(order, "card_no"))
        .filter(|order| !is_same(order, "no_order"))
        .collect();
    let is_recent = |order: &Order| {
        let seconds = now.unix_seconds().saturating_sub(order.placed.unix_seconds());
        seconds < REPEAT_HOURS.saturating_mul(60 * 60)
    };
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
        (true, true) => Some(gateway.codes.repeat_and_mismatch),
        (true, false) => Some(gateway.codes.suspected_repeat),
        (false, true) => Some(gateway.codes.name_mismatch),
        (false, false) => None,
    }
}

/// Until when a payout held now can be confirmed, by the spec's rule.
fn window(meta: &OperationMeta, step: &Step, now: OrderTime) -> OrderTime {
    let hours = meta.rules.iter().find_map(|rule| match rule {
        Rule::FollowUpWindow(operation, hours) if *operation == step.operation => Some(*hours),
        _ => None,
    });
    hours
        .map(|hours| now.unix_seconds().saturating_add(i64::from(hours).saturating_mul(60 * 60)))
        .and_then(|seconds| OrderTime::from_unix_seconds(seconds).ok())
        .unwrap_or(OrderTime::MAX)
}
