//! What a merchant has at the gateway: money earned and not settled, and money for payouts.
//!
//! Refunds are taken from the former, payouts from the latter. An account that settles daily has what
//! is left of a day's money moved from one to the other at midnight.

use lianlian::meta::FieldMeta;
use lianlian::{Amount, OrderTime};

use crate::account::Account;
use crate::answers::compose;
use crate::incoming::Refused;
use crate::ledger::Ledger;
use crate::magic::is_test_amount;
use crate::order::Fate;
use crate::outgoing::Reply;
use crate::turn::Turn;

/// What a merchant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Balances {
    /// Earned, and neither refunded nor settled: `amt_unsettle`.
    pub(crate) unsettled: Amount,
    /// For payouts: `amt_balance`.
    pub(crate) available: Amount,
}

/// What a merchant has by `now`. Payouts of test amounts, which are out of all proportion, cost nothing.
pub(crate) fn of(account: &Account, ledger: &Ledger, now: OrderTime) -> Balances {
    let is_settled = |time: OrderTime| account.settles_daily && time.date() < now.date();
    let fen = |money: Amount| i128::from(money.fen());
    let (mut unsettled, mut available) = (0_i128, fen(account.balance));
    let mut add = |time: OrderTime, money: i128| {
        let pot = if is_settled(time) { &mut available } else { &mut unsettled };
        *pot = pot.saturating_add(money);
    };
    let is_income = |fate: Fate| matches!(fate, Fate::Paid { .. });
    for order in ledger.orders.rows().filter(|order| !order.is_payout() && is_income(order.fate)) {
        add(order.paid_at().unwrap_or(order.placed), fen(order.yuan()));
    }
    for refund in ledger.refunds.rows().filter(|refund| refund.is_live()) {
        // What was sent back as a whole counts neither as earned nor as refunded.
        if ledger.find(&refund.no_order).is_some_and(|order| is_income(order.fate)) {
            add(refund.asked, fen(refund.money).saturating_neg());
        }
    }
    let is_sent = |fate: Fate| matches!(fate, Fate::Paid { .. } | Fate::AtBank { .. });
    for order in ledger.orders.rows().filter(|order| order.is_payout() && is_sent(order.fate)) {
        if !is_test_amount(order.money) {
            available = available.saturating_sub(fen(order.money));
        }
    }
    let amount = |fen: i128| u64::try_from(fen).map_or(Amount::default(), Amount::from_fen);
    Balances { unsettled: amount(unsettled), available: amount(available) }
}

/// Refuses a payout that the merchant has not the money for.
pub(crate) fn cover(turn: &Turn<'_>, money: Amount) -> Result<(), Refused> {
    if is_test_amount(money) {
        return Ok(());
    }
    let has = of(turn.account, &turn.books.ledger, turn.now).available;
    if has < money {
        let why = format!("{money}, and the balance is {has}");
        return Err(Refused::new(turn.codes().payout_uncovered, why));
    }
    Ok(())
}

/// Tells the balances.
pub(crate) fn tell(turn: &Turn<'_>) -> Reply {
    let Balances { unsettled, available } = of(turn.account, &turn.books.ledger, turn.now);
    compose(turn, turn.codes().handled, |field: &FieldMeta| match field.name {
        "amt_unsettle" => Some(unsettled.to_string()),
        "amt_balance" => Some(available.to_string()),
        _ => None,
    })
}
