//! What a merchant has, and what it pays from it; and the register of cards.

use std::time::Duration;

use lianlian::codes::CardType;
use lianlian::tools::{BalanceQuery, CardBinQuery};
use lianlian::{Amount, Client};
use lianlian_sandbox::{Account, OrderState, Sandbox};

use crate::payouts::{CARD, held, paid, payout, payout_to, query};
use crate::refunds::refund;
use crate::support::{Given, Hands, client, fast, now, order, refusal, sandbox, sandbox_at};

const NOBODY: &str = "http://127.0.0.1:9/nobody-listens";

fn with(account: Account) -> (Sandbox, Client) {
    let clock = lianlian::FixedClock(now());
    let sandbox = fast().first_account(account).clock(clock).start().unwrap();
    let client = sandbox.client().build().unwrap();
    (sandbox, client)
}

fn account() -> Account {
    Account::new("209901010000000018").balance(Amount::from_fen(100_000))
}

/// What is not settled, and what is there for payouts, in fen.
fn balances(client: &Client) -> (u64, u64) {
    let reply = client.send(&BalanceQuery::builder().build().unwrap()).unwrap();
    (reply.amt_unsettle.unwrap().fen(), reply.amt_balance.unwrap().fen())
}

fn earn(sandbox: &Sandbox, client: &Client, no_order: &str, fen: u64) {
    client.send(&order(&Given { no_order, fen, ..Given::default() })).unwrap();
    sandbox.pay(no_order).unwrap();
}

#[test]
fn payments_are_earned_and_refunds_taken_from_them_and_payouts_from_the_balance() {
    let (sandbox, client) = with(account());
    assert_eq!(balances(&client), (0, 100_000));
    client.send(&order(&Given { no_order: "A0", ..Given::default() })).unwrap();
    assert_eq!(balances(&client), (0, 100_000), "nobody has paid yet");
    earn(&sandbox, &client, "A1", 21_097);
    earn(&sandbox, &client, "A2", 3);
    client.send(&refund("R1", "A1", 10_000, NOBODY)).unwrap();
    paid(&client, &payout("P1", 40_000));
    assert_eq!(balances(&client), (11_100, 60_000));
}

#[test]
fn a_payout_over_the_balance_is_refused_and_not_on_record() {
    let (sandbox, client) = with(account());
    assert_eq!(refusal(client.send(&payout("P1", 100_001))), ("9104".to_owned(), true));
    assert!(sandbox.order("P1").is_none());
    paid(&client, &payout("P2", 100_000));
    assert_eq!(refusal(client.send(&payout("P3", 1))).0, "9104");
    assert_eq!(balances(&client), (0, 0));
    // What went out is what the merchant hears of a payout that is known.
    assert_eq!(refusal(client.send(&payout("P2", 100_000))).0, "2007");
}

#[test]
fn a_held_payout_stays_held_while_the_balance_is_too_low() {
    let (sandbox, client) = with(account());
    paid(&client, &payout("P1", 40_000));
    let again = payout("P2", 40_000);
    let step = held(&client, &again);
    paid(&client, &payout_to("P3", 30_000, "6222000000005555", "王五", NOBODY));
    let confirm = step.confirm(&again).build().unwrap();
    assert_eq!(refusal(client.send(&confirm)), ("9104".to_owned(), true));
    assert_eq!(sandbox.order("P2").unwrap().state, OrderState::Held);
    assert_eq!(query(&client, "P2").result_pay, Some(lianlian::codes::PayoutResult::Check));
}

#[test]
fn what_is_settled_at_midnight_is_there_for_payouts_and_not_for_refunds() {
    let (sandbox, client) = with(account().settles_daily(true));
    earn(&sandbox, &client, "A1", 20_000);
    client.send(&refund("R1", "A1", 5_000, NOBODY)).unwrap();
    assert_eq!(balances(&client), (15_000, 100_000));
    sandbox.advance(Duration::from_secs(24 * 60 * 60)).unwrap();
    assert_eq!(balances(&client), (0, 115_000));
    assert_eq!(refusal(client.send(&refund("R2", "A1", 5_000, NOBODY))), ("5006".to_owned(), true));
    // New money of another order covers it.
    let given =
        Given { no_order: "A2", fen: 4_999, dt_order: "20261123093000", ..Given::default() };
    client.send(&order(&given)).unwrap();
    sandbox.pay("A2").unwrap();
    assert_eq!(refusal(client.send(&refund("R2", "A1", 5_000, NOBODY))).0, "5006");
    client.send(&refund("R2", "A1", 4_999, NOBODY)).unwrap();
    assert_eq!(balances(&client), (0, 115_000));
}

#[test]
fn without_settlement_what_was_earned_long_ago_can_still_be_refunded() {
    let hands = Hands::new();
    let sandbox = sandbox_at(&hands);
    let client = client(&sandbox);
    earn(&sandbox, &client, "A1", 20_000);
    hands.advance(100 * 24 * 60);
    client.send(&refund("R1", "A1", 20_000, NOBODY)).unwrap();
    assert_eq!(balances(&client).0, 0);
}

#[test]
fn the_register_tells_bank_and_kind_of_a_card() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let look_up =
        |card_no: &str| client.send(&CardBinQuery::builder().card_no(card_no).build().unwrap());
    let debit = look_up(CARD).unwrap();
    assert_eq!(debit.card_type, Some(CardType::DebitCard));
    assert_eq!(debit.bank_code.as_deref(), Some("01020000"));
    assert_eq!(debit.bank_name.as_deref(), Some("工商银行"));
    assert_eq!(debit.card_no.as_deref(), Some("9876"));
    let credit = look_up("6226100000001111").unwrap();
    assert_eq!(credit.card_type, Some(CardType::CreditCard));
    assert_eq!(credit.bank_name.as_deref(), Some("招商银行"));
    assert_eq!(refusal(look_up("4000000000000002")), ("5001".to_owned(), true));
}
