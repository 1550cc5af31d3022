//! What test data does: the amounts and cards of [`TestData`], wherever an order lives.

use lianlian::meta::OperationMeta;
use lianlian::{Amount, OPERATIONS, Operation as _, OrderTime, ReturnCode, tools};

use crate::incoming::Refused;
use crate::ledger::Ledger;
use crate::order::{BankAnswer, Fate, Order, Planned, later};
use crate::outgoing::Reply;
use crate::test_data::{TestData, TestOutcome};
use crate::turn::{Played, Turn};
use crate::values::Values;
use crate::view::OrderState;

/// How long the bank of a test order takes.
const BANK_SECONDS: i64 = 10;

/// After how long the bank sends the money of a test order back.
const RETURN_SECONDS: i64 = 60;

/// Refuses a request whose amount or card asks for that, before anything is looked at.
pub(crate) fn turned_away(turn: &Turn<'_>) -> Result<(), Refused> {
    let asked = asked(turn).filter(|asked| matches!(asked, TestData::Refused(_)));
    match asked.and_then(|asked| asked.code(turn.meta)) {
        Some(code) => Err(Refused::new(code, "asked for by test data: nothing was executed")),
        None => Ok(()),
    }
}

/// The answer to a request that was carried out: another than it deserves, where its amount or card asks for
/// that. An answer that asks for a further step stays, so that the step can be taken.
pub(crate) fn answered(turn: &Turn<'_>, reply: Reply) -> Played {
    let is_plain = reply.code == turn.codes().handled && reply.values.get("token").is_none();
    let asked = asked(turn).or_else(|| of_its_order(turn)).filter(|asked| {
        is_plain && !only_tells(turn.meta) && matches!(asked, TestData::CarriedOut(_))
    });
    match asked.and_then(|asked| asked.code(turn.meta)) {
        Some(code) => Err(Refused::new(code, "asked for by test data: it was carried out")),
        None => Ok(reply),
    }
}

/// Whether an operation changes nothing.
fn only_tells(meta: &OperationMeta) -> bool {
    meta.product == tools::CardBinQuery::META.product
        || OPERATIONS.iter().any(|other| other.query_with.contains(&meta.id))
}

/// What the request itself asks for.
fn asked(turn: &Turn<'_>) -> Option<TestData> {
    if only_tells(turn.meta) {
        return None;
    }
    // A refund goes by its own amount, whatever it says of its order.
    let money = turn.given("money_refund").or_else(|| turn.given("money_order"));
    let of_money = money.and_then(|money| TestData::of_amount(money.parse().ok()?));
    of_money.or_else(|| match (turn.given("card_no"), turn.given("no_agree")) {
        (_, Some(no_agree)) if money.is_some() => {
            let agreement = turn.books.agreements.find(turn.text("user_id"), no_agree).ok()?;
            TestData::of_card(agreement.card().number.expose())
        }
        (Some(card_no), None) => TestData::of_card(card_no),
        _ => None,
    })
}

/// What the order asks for that a request continues.
fn of_its_order(turn: &Turn<'_>) -> Option<TestData> {
    let is_refund = turn.given("no_refund").is_some();
    turn.books.ledger.find(turn.text("no_order")).filter(|_| !is_refund).and_then(of)
}

/// What an order asks for.
fn of(order: &Order) -> Option<TestData> {
    let kept = || order.values.get("card_no").and_then(TestData::of_card);
    let of_card = || TestData::of_card(order.card.as_ref()?.number.expose());
    TestData::of_amount(order.money).or_else(kept).or_else(of_card)
}

/// The outcome that an order asks for.
fn outcome(order: &Order) -> Option<TestOutcome> {
    match of(order) {
        Some(TestData::Played(outcome)) => Some(outcome),
        _ => None,
    }
}

/// Whether limits and balances leave an amount alone.
pub(crate) fn is_test_amount(money: Amount) -> bool {
    TestData::of_amount(money).is_some()
}

/// Begins an order that was placed: one is out of time already.
pub(crate) fn begin(order: &mut Order, now: OrderTime) {
    let expires = outcome(order) == Some(TestOutcome::ExpiresAtOnce) && !order.is_payout();
    if expires && order.state(now) == OrderState::Unpaid {
        order.expires = now;
    }
}

/// Whether an order that waits for its payer is to be paid without one.
pub(crate) fn needs_no_payer(order: &Order, now: OrderTime) -> bool {
    let pays = outcome(order).is_some_and(|outcome| match outcome {
        TestOutcome::PaidAtOnce
        | TestOutcome::PaidLater
        | TestOutcome::FailedLater
        | TestOutcome::NeverAnswered
        | TestOutcome::Returned
        | TestOutcome::RefundFails
        | TestOutcome::RefundStays => true,
        TestOutcome::HeldAsRepetition
        | TestOutcome::HeldForName
        | TestOutcome::HeldForBoth
        | TestOutcome::CodeNeverRight
        | TestOutcome::ExpiresAtOnce => false,
    });
    pays && order.state(now) == OrderState::Unpaid
}

/// Whether an order asks its bank for something.
pub(crate) fn plays_bank(order: &Order) -> bool {
    outcome(order).is_some()
}

/// Has the bank of an order that was just paid do what the order asks for instead, or besides.
pub(crate) fn play_bank(ledger: &mut Ledger, no_order: &str, now: OrderTime) {
    let Some(order) = ledger.find_mut(no_order) else { return };
    let at_bank = Fate::AtBank { since: now };
    let after = |seconds: i64, what: BankAnswer| Some(Planned { at: later(now, seconds), what });
    let (fate, plan) = match outcome(order) {
        Some(TestOutcome::PaidLater) => (at_bank, after(BANK_SECONDS, BankAnswer::Paid)),
        Some(TestOutcome::FailedLater) => (at_bank, after(BANK_SECONDS, BankAnswer::Failed)),
        Some(TestOutcome::NeverAnswered) => (at_bank, None),
        Some(TestOutcome::Returned) => (order.fate, after(RETURN_SECONDS, BankAnswer::Returned)),
        _ => return,
    };
    order.fate = fate;
    order.plan = plan.into_iter().collect();
    ledger.await_bank(no_order);
}

/// What a test payout is held for.
pub(crate) fn doubt(turn: &Turn<'_>) -> Option<&'static ReturnCode> {
    let codes = turn.codes();
    match asked(turn)? {
        TestData::Played(TestOutcome::HeldAsRepetition) => Some(codes.suspected_repeat),
        TestData::Played(TestOutcome::HeldForName) => Some(codes.name_mismatch),
        TestData::Played(TestOutcome::HeldForBoth) => Some(codes.repeat_and_mismatch),
        _ => None,
    }
}

/// Whether no SMS code is right for a request.
pub(crate) fn accepts_no_code(request: &Values) -> bool {
    let money = request.get("money_order").and_then(|money| money.parse().ok());
    let of_card = || request.get("card_no").and_then(TestData::of_card);
    let asked = money.and_then(TestData::of_amount).or_else(of_card);
    asked == Some(TestData::Played(TestOutcome::CodeNeverRight))
}

/// What becomes of a refund of an order: after so many seconds it is done, or has failed.
pub(crate) fn refund_plan(order: &Order, seconds: u32, now: OrderTime) -> Option<Planned> {
    let after = |what: BankAnswer| Some(Planned { at: later(now, seconds.into()), what });
    match outcome(order) {
        Some(TestOutcome::RefundFails) => after(BankAnswer::Failed),
        Some(TestOutcome::RefundStays) => None,
        _ => after(BankAnswer::Paid),
    }
}
