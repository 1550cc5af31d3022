//! Asking for refunds, and asking after them.
//!
//! A refund is recognised by its number: the same again gets the same answer with the present state, and
//! is never a second refund. Its amount is reserved at once and comes back if it fails.

use lianlian::OrderTime;
use lianlian::meta::FieldMeta;

use crate::answers::compose;
use crate::foreign_refunds::{ForeignRefund, sent_back};
use crate::incoming::Refused;
use crate::operations::named;
use crate::order::{Order, parsed};
use crate::refunds::{Refund, RefundFate};
use crate::turn::{Played, Turn};
use crate::{balances, magic, months};

/// So many months after the payment an order can be refunded; the documentation says that this is typical.
const WINDOW_MONTHS: u8 = 6;

/// Takes a refund, or recognises it.
pub(crate) fn apply(turn: &mut Turn<'_>) -> Played {
    let no_refund = turn.text("no_refund").to_owned();
    if let Some(known) = turn.books.ledger.refunds.get(&no_refund) {
        refuse_changed(turn, known)?;
    } else {
        let order = refundable(turn)?;
        let refund = asked(turn, &order)?;
        turn.books.ledger.take_refund(refund);
        let (now, house) = (turn.now, turn.house());
        // One that takes no time is done before it is answered.
        while let Some(done) = turn.books.ledger.hear_refund(now) {
            turn.books.tell_refund(&done, || house.next_number());
        }
    }
    told(turn, &no_refund)
}

/// Tells what has become of a refund.
pub(crate) fn query(turn: &Turn<'_>) -> Played {
    let no_refund = turn.text("no_refund");
    let codes = turn.codes();
    let missing = || Refused::new(codes.not_found, "no such refund");
    let refund = turn.books.ledger.refunds.get(no_refund).ok_or_else(missing)?;
    if refund.values.get("dt_refund") != turn.given("dt_refund") {
        return Err(missing());
    }
    if turn.given("oid_refundno").is_some_and(|number| number != refund.oid_refundno) {
        let why = "no_refund and oid_refundno belong to different refunds";
        return Err(Refused::new(codes.numbers_differ, why));
    }
    told(turn, no_refund)
}

fn told(turn: &Turn<'_>, no_refund: &str) -> Played {
    let missing = || Refused::new(turn.codes().not_found, "no such refund");
    let refund = turn.books.ledger.refunds.get(no_refund).ok_or_else(missing)?;
    Ok(compose(turn, turn.codes().handled, |field: &FieldMeta| refund.fact(field)))
}

/// A refund that was taken before comes again as it was, but for its signature and where it is notified.
///
/// The refusal leaves open whether something was executed: the refund of that number was.
fn refuse_changed(turn: &Turn<'_>, known: &Refund) -> Result<(), Refused> {
    let of_order = named(turn).ok().flatten().is_some_and(|order| order.no_order == known.no_order);
    let is_same = |name: &str| turn.given(name) == known.values.get(name);
    let differs = if !of_order {
        "order"
    } else if !is_same("money_refund") {
        "money_refund"
    } else if !is_same("dt_refund") {
        "dt_refund"
    } else if turn.meta.id != known.operation.id {
        "operation"
    } else {
        return Ok(());
    };
    let why = format!("a refund of this number has another {differs}");
    Err(Refused::new(turn.codes().number_used, why))
}

/// The order that a refund is asked of, if it can be refunded at all.
fn refundable(turn: &Turn<'_>) -> Result<Order, Refused> {
    let codes = turn.codes();
    let missing = |why: &str| Refused::new(codes.nothing_to_refund, why);
    let order = named(turn)?.ok_or_else(|| missing("no such order"))?;
    if order.is_payout() {
        return Err(missing("a payout is no payment"));
    }
    let for_foreign = turn.meta.reply_field("money_foreign_refund").is_some();
    match (for_foreign, order.is_foreign()) {
        (true, false) => return Err(missing("not an order in a foreign currency")),
        (false, true) => return Err(missing("an order in a foreign currency")),
        _ => {}
    }
    let unpaid = || Refused::new(codes.refund_of_unpaid, "the order was not paid");
    let paid = order.paid_at().ok_or_else(unpaid)?;
    if months::after(paid, WINDOW_MONTHS) <= turn.now {
        let why = format!("paid more than {WINDOW_MONTHS} months ago");
        return Err(Refused::new(codes.refund_forbidden, why));
    }
    Ok(order)
}

/// The refund that is asked for, if order and account have the money.
fn asked(turn: &Turn<'_>, order: &Order) -> Result<Refund, Refused> {
    let (codes, now, house) = (turn.codes(), turn.now, turn.house());
    let money = parsed(turn.request, "money_refund").map_err(|_| {
        let why = "money_refund is missing or unreadable".to_owned();
        Refused::naming(codes.bad_parameter, &["money_refund"], turn.meta, why)
    })?;
    let yuan = order.yuan();
    if money > yuan {
        let why = format!("{money} of an order of {yuan}");
        return Err(Refused::new(codes.refund_too_high, why));
    }
    let ledger = &turn.books.ledger;
    let back = sent_back(order, ledger.refunds.rows());
    if back.checked_add(money).is_none_or(|sum| sum > yuan) {
        let why = format!("{money} of an order of {yuan}, of which {back} went back");
        return Err(Refused::new(codes.refunds_too_high, why));
    }
    if order.state(now) == crate::view::OrderState::Returned {
        return Err(Refused::new(codes.refund_of_unpaid, "the bank has sent the money back"));
    }
    let has = balances::of(turn.account, ledger, now).unsettled;
    if has < money {
        let why = format!("{money}, and {has} are not settled");
        return Err(Refused::new(codes.refund_uncovered, why));
    }
    Ok(Refund {
        operation: turn.meta,
        values: turn.request.without(&["sign"]),
        no_refund: turn.text("no_refund").to_owned(),
        oid_refundno: refund_number(now, house.next_number()),
        no_order: order.no_order.clone(),
        money,
        foreign: order.is_foreign().then(|| ForeignRefund::of(order, money, back, now)),
        asked: now,
        fate: RefundFate::Processing,
        plan: magic::refund_plan(order, turn.account.refund_seconds, now),
        deliveries: Vec::new(),
    })
}

/// The gateway's number of a refund, 16 digits.
fn refund_number(now: OrderTime, number: u64) -> String {
    format!("{}{number:08}", now.date())
}
