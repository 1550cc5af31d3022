//! The limits of an account that is not live yet.

use lianlian::{Amount, Date, GATEWAY, OrderTime, ReturnCode};

use crate::account::Account;
use crate::books::Books;
use crate::incoming::Refused;
use crate::magic::is_test_amount;
use crate::order::Order;
use crate::rates::Rate;
use crate::return_codes::ReturnCodes;
use crate::turn::Turn;

/// Refuses an order that is over a limit.
///
/// A day's and a month's payments count by when they were paid, on the gateway's clock. What is only
/// placed does not count, so several orders may be open; the limit is checked again when one is paid.
/// An order that is known is not looked at: if it is paid, that is what its merchant has to hear.
pub(crate) fn check(turn: &Turn<'_>) -> Result<(), Refused> {
    let is_known = turn.books.ledger.find(turn.text("no_order")).is_some();
    // What is no amount is refused with better words later.
    let (Ok(money), false) = (turn.text("money_order").parse(), is_known) else { return Ok(()) };
    let rate = turn.given("currency_order").and_then(Rate::of);
    let money = rate.and_then(|rate| rate.in_yuan(money)).unwrap_or(money);
    let payment = Payment { product: turn.meta.product, user: turn.given("user_id"), money };
    over(turn.account, turn.books, turn.codes(), &payment, turn.now)
        .map_or(Ok(()), |(code, why)| Err(Refused::new(code, why)))
}

/// A payment that is to be made.
pub(crate) struct Payment<'p> {
    pub(crate) product: &'p str,
    pub(crate) user: Option<&'p str>,
    pub(crate) money: Amount,
}

impl<'p> Payment<'p> {
    /// The payment of an order.
    pub(crate) fn of(order: &'p Order) -> Self {
        let user = order.values.get("user_id");
        Self { product: order.operation.product, user, money: order.yuan() }
    }
}

/// Why a payment made now would be over a limit.
pub(crate) fn over(
    account: &Account,
    books: &Books,
    codes: &ReturnCodes,
    payment: &Payment<'_>,
    now: OrderTime,
) -> Option<(&'static ReturnCode, String)> {
    if account.is_live || is_test_amount(payment.money) {
        return None;
    }
    let limits = &GATEWAY.limits;
    let until = |most: Amount| format!("until the account is live, {most} CNY at most");
    let money = payment.money;
    if money > limits.trial_payment {
        let why = format!("{money} CNY in a payment: {}", until(limits.trial_payment));
        return Some((codes.over_single_limit, why));
    }
    let is_counted = |order: &&Order| {
        order.operation.product == payment.product && order.values.get("user_id") == payment.user
    };
    let paid = || {
        let orders = books.ledger.orders.rows().filter(is_counted);
        let ordinary = orders.filter(|order| !is_test_amount(order.money));
        ordinary.filter_map(|order| Some((order.paid_at()?.date(), order.yuan())))
    };
    let spent = |is_then: &dyn Fn(Date) -> bool| {
        let then = paid().filter(|(date, _)| is_then(*date));
        then.fold(money, |sum, (_, money)| sum.checked_add(money).unwrap_or(sum))
    };
    let today = now.date();
    let day = spent(&|date| date == today);
    if day > limits.trial_day {
        let why = format!("{day} CNY in a day: {}", until(limits.trial_day));
        return Some((codes.over_day_limit, why));
    }
    let month_of = |date: Date| date.to_string().get(..6).map(str::to_owned);
    let this_month = month_of(today);
    let month = spent(&|date| month_of(date) == this_month);
    (month > limits.trial_month).then(|| {
        let why = format!("{month} CNY in a month: {}", until(limits.trial_month));
        (codes.over_limit, why)
    })
}
