//! The payers' banks: how long they take to answer for a card.

use std::time::Duration;

use crate::error::SandboxError;
use crate::limits::{Payment, over};
use crate::magic;
use crate::order::{BankAnswer, Fate, Planned, later};
use crate::turn::Turn;

/// Asks the bank for the money of an order.
///
/// It answers at once, unless the account says that it takes longer, or never does. Then the order is in
/// progress, and cannot be paid otherwise meanwhile.
pub(crate) fn ask(
    turn: &mut Turn<'_>,
    no_order: &str,
    method: Option<String>,
) -> Result<(), SandboxError> {
    let (account, codes, now) = (turn.account, turn.codes(), turn.now);
    let wait = account.bank_answers_after;
    // Test data knows itself what its bank does.
    let is_test = turn.books.ledger.find(no_order).is_some_and(magic::plays_bank);
    if is_test || wait == Some(Duration::ZERO) {
        return turn.books.pay(account, codes, no_order, method, now).map(drop);
    }
    turn.books.ledger.payable(no_order, now)?;
    let payment = turn.books.ledger.find(no_order).map(Payment::of);
    if let Some((code, why)) =
        payment.and_then(|payment| over(account, turn.books, codes, &payment, now))
    {
        let no_order = no_order.to_owned();
        return Err(SandboxError::OverLimit { no_order, code: code.code, why });
    }
    let order = turn.books.ledger.payable(no_order, now)?;
    order.fate = Fate::AtBank { since: now };
    order.method = method;
    if let Some(wait) = wait {
        let seconds = i64::try_from(wait.as_secs()).unwrap_or(i64::MAX);
        order.plan = vec![Planned { at: later(now, seconds), what: BankAnswer::Paid }];
        turn.books.ledger.await_bank(no_order);
    }
    Ok(())
}
