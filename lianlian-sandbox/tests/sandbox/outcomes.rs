//! Test data: every amount and card does what the table says, through the real client.

use std::time::Duration;

use lianlian::codes::{PaymentResult, PayoutResult, RefundState as StateCode};
use lianlian::easypay::VerifyReply;
use lianlian::{
    Amount, Client, CodeOutcome, GATEWAY, SendError, Verified, aggregate, easypay, instant,
};
use lianlian_sandbox::{Account, OrderState, Sandbox, SandboxError, TestData, TestOutcome};

use crate::card_binding::{Bound, bind};
use crate::card_orders::{self, Card, NO_ORDER, charge};
use crate::payouts;
use crate::payouts::{held, payout, payout_to};
use crate::refunds::{refund, told};
use crate::support::{
    Given, LONG, Shop, client, fast, get, now, order, page_order, query, refusal, sandbox, submit,
};

const NOBODY: &str = "http://127.0.0.1:9/nobody-listens";
const ORDER: &str = "20261122000001";

fn seconds(sandbox: &Sandbox, seconds: u64) {
    sandbox.advance(Duration::from_secs(seconds)).unwrap();
}

fn state(sandbox: &Sandbox, no_order: &str) -> OrderState {
    sandbox.order(no_order).unwrap().state
}

/// How often the merchant was told so far.
fn attempts(sandbox: &Sandbox, no_order: &str) -> usize {
    sandbox.order(no_order).unwrap().notifications.len()
}

/// Checks that nothing is on its way to the merchant either; a shop that acknowledges would have.
fn is_untold(sandbox: &Sandbox, no_order: &str) -> bool {
    !sandbox.wait_for_acknowledgement(no_order, Duration::from_millis(100))
        && attempts(sandbox, no_order) == 0
}

/// What a kind of order looks like to the test.
struct Played {
    sandbox: Sandbox,
    shop: Shop,
    client: Client,
}

impl Played {
    fn new() -> Self {
        let sandbox = sandbox();
        Self { client: client(&sandbox), sandbox, shop: Shop::open() }
    }

    /// An order by QR code of this outcome's amount.
    fn order(outcome: TestOutcome) -> Self {
        let played = Self::new();
        let fen = TestData::Played(outcome).amount().fen();
        let given = Given { fen, notify_url: &played.shop.url, ..Given::default() };
        let answer = played.client.send(&order(&given)).unwrap();
        assert!(answer.pay_load.is_some(), "the answer is that of any order");
        played
    }

    /// An order paid by this outcome's card, with the answer to its SMS code.
    fn card(outcome: TestOutcome) -> (Self, Result<Verified<VerifyReply>, SendError>) {
        let played = Self::new();
        let card = TestData::Played(outcome).card_no();
        let charge = charge(&Card::Bare(&card), 1_500, &played.shop.url);
        let step = card_orders::asked(&played.client, &charge);
        let paid = card_orders::verify(&played.client, &step, &charge, Sandbox::SMS_CODE);
        (played, paid)
    }

    /// A payout to this outcome's card.
    fn payout(outcome: TestOutcome) -> Self {
        let played = Self::new();
        let card = TestData::Played(outcome).card_no();
        let payout = payout_to("P1", 1_500, &card, "李四", &played.shop.url);
        payouts::paid(&played.client, &payout);
        played
    }

    fn order_result(&self) -> Option<PaymentResult> {
        query(&self.client, ORDER).result_pay.clone()
    }

    fn card_result(&self) -> Option<PaymentResult> {
        card_orders::query(&self.client).result_pay.clone()
    }

    fn payout_result(&self) -> Option<PayoutResult> {
        payouts::query(&self.client, "P1").result_pay.clone()
    }

    fn order_notice(&self) -> PaymentResult {
        let body = self.shop.next().body;
        let receiver = self.client.receiver();
        receiver.notification::<aggregate::AsyncNotification>(&body).unwrap().result_pay.clone()
    }

    fn card_notice(&self) -> PaymentResult {
        let body = self.shop.next().body;
        let receiver = self.client.receiver();
        receiver.notification::<easypay::AsyncNotification>(&body).unwrap().result_pay.clone()
    }

    fn payout_notice(&self) -> PayoutResult {
        let body = self.shop.next().body;
        let receiver = self.client.receiver();
        receiver.notification::<instant::AsyncNotification>(&body).unwrap().result_pay.clone()
    }
}

#[test]
fn an_order_is_paid_without_a_payer() {
    let played = Played::order(TestOutcome::PaidAtOnce);
    assert_eq!(state(&played.sandbox, ORDER), OrderState::Paid);
    assert_eq!(played.order_result(), Some(PaymentResult::Success));
    assert_eq!(played.order_notice(), PaymentResult::Success);
    assert!(matches!(played.sandbox.pay(ORDER), Err(SandboxError::AlreadyPaid { .. })));
}

#[test]
fn an_order_is_processing_and_then_paid() {
    let played = Played::order(TestOutcome::PaidLater);
    assert_eq!(played.order_result(), Some(PaymentResult::Processing));
    assert!(is_untold(&played.sandbox, ORDER));
    assert!(matches!(played.sandbox.pay(ORDER), Err(SandboxError::UnderWay { .. })));
    let fen = TestData::Played(TestOutcome::PaidLater).amount().fen();
    let again = played.client.send(&order(&Given { fen, ..Given::default() }));
    assert_eq!(refusal(again), ("1003".to_owned(), false));
    seconds(&played.sandbox, 9);
    assert_eq!(played.order_result(), Some(PaymentResult::Processing));
    seconds(&played.sandbox, 1);
    assert_eq!(played.order_notice(), PaymentResult::Success);
    assert_eq!(played.order_result(), Some(PaymentResult::Success));
}

#[test]
fn an_order_is_processing_and_then_failed_which_is_not_notified() {
    let played = Played::order(TestOutcome::FailedLater);
    assert_eq!(played.order_result(), Some(PaymentResult::Processing));
    seconds(&played.sandbox, 10);
    assert_eq!(played.order_result(), Some(PaymentResult::Failure));
    assert_eq!(state(&played.sandbox, ORDER), OrderState::Failed);
    assert!(is_untold(&played.sandbox, ORDER));
}

#[test]
fn an_order_stays_processing_beyond_its_time() {
    let played = Played::order(TestOutcome::NeverAnswered);
    seconds(&played.sandbox, 30 * 24 * 60 * 60);
    assert_eq!(played.order_result(), Some(PaymentResult::Processing));
}

#[test]
fn a_paid_order_is_sent_back_by_the_bank() {
    let played = Played::order(TestOutcome::Returned);
    assert_eq!(played.order_notice(), PaymentResult::Success);
    assert_eq!(played.order_result(), Some(PaymentResult::Success));
    seconds(&played.sandbox, 60);
    assert_eq!(played.order_result(), Some(PaymentResult::Refund));
    assert!(played.sandbox.wait_for_acknowledgement(ORDER, LONG));
    assert_eq!(attempts(&played.sandbox, ORDER), 1);
}

#[test]
fn refunds_of_an_order_fail_or_stay_processing() {
    for (outcome, then) in [
        (TestOutcome::RefundFails, StateCode::Failed),
        (TestOutcome::RefundStays, StateCode::Processing),
    ] {
        let played = Played::order(outcome);
        assert_eq!(played.order_notice(), PaymentResult::Success);
        played.client.send(&refund("R1", ORDER, 1, NOBODY)).unwrap();
        assert_eq!(told(&played.client, "R1").sta_refund, Some(StateCode::Processing));
        seconds(&played.sandbox, 24 * 60 * 60);
        assert_eq!(told(&played.client, "R1").sta_refund, Some(then), "{outcome:?}");
    }
}

#[test]
fn an_order_expires_at_once() {
    let played = Played::order(TestOutcome::ExpiresAtOnce);
    assert_eq!(state(&played.sandbox, ORDER), OrderState::Expired);
    assert!(matches!(played.sandbox.pay(ORDER), Err(SandboxError::Expired { .. })));
    assert_eq!(played.order_result(), None);
    assert!(is_untold(&played.sandbox, ORDER));
}

#[test]
fn a_card_payment_is_processing_and_then_paid() {
    let (played, paid) = Played::card(TestOutcome::PaidLater);
    let paid = paid.unwrap();
    assert_eq!((&paid.result_pay, paid.settle_date), (&Some(PaymentResult::Processing), None));
    assert_eq!(played.card_result(), Some(PaymentResult::Processing));
    seconds(&played.sandbox, 10);
    assert_eq!(played.card_notice(), PaymentResult::Success);
    assert_eq!(played.card_result(), Some(PaymentResult::Success));
}

#[test]
fn a_card_payment_is_processing_and_then_failed() {
    let (played, paid) = Played::card(TestOutcome::FailedLater);
    assert_eq!(paid.unwrap().result_pay, Some(PaymentResult::Processing));
    seconds(&played.sandbox, 10);
    assert_eq!(played.card_result(), Some(PaymentResult::Failure));
    assert!(is_untold(&played.sandbox, NO_ORDER));
}

#[test]
fn a_card_payment_stays_processing() {
    let (played, paid) = Played::card(TestOutcome::NeverAnswered);
    assert_eq!(paid.unwrap().result_pay, Some(PaymentResult::Processing));
    seconds(&played.sandbox, 30 * 24 * 60 * 60);
    assert_eq!(played.card_result(), Some(PaymentResult::Processing));
}

#[test]
fn a_card_payment_is_sent_back_by_the_bank() {
    let (played, paid) = Played::card(TestOutcome::Returned);
    assert_eq!(paid.unwrap().result_pay, Some(PaymentResult::Success));
    assert_eq!(played.card_notice(), PaymentResult::Success);
    seconds(&played.sandbox, 60);
    assert_eq!(played.card_result(), Some(PaymentResult::Refund));
}

#[test]
fn refunds_of_a_card_payment_fail_or_stay_processing() {
    for (outcome, then) in [
        (TestOutcome::RefundFails, StateCode::Failed),
        (TestOutcome::RefundStays, StateCode::Processing),
    ] {
        let (played, paid) = Played::card(outcome);
        assert_eq!(paid.unwrap().result_pay, Some(PaymentResult::Success));
        played.client.send(&refund("R1", NO_ORDER, 1_500, NOBODY)).unwrap();
        seconds(&played.sandbox, 24 * 60 * 60);
        assert_eq!(told(&played.client, "R1").sta_refund, Some(then), "{outcome:?}");
    }
}

#[test]
fn no_sms_code_of_a_card_is_accepted() {
    let (played, refused) = Played::card(TestOutcome::CodeNeverRight);
    assert_eq!(refusal(refused), ("9700".to_owned(), true));
    assert_eq!(played.card_result(), Some(PaymentResult::Waiting));
    assert!(is_untold(&played.sandbox, NO_ORDER));
    assert!(played.sandbox.agreements().is_empty());
}

#[test]
fn a_card_payment_expires_at_once() {
    let (played, refused) = Played::card(TestOutcome::ExpiresAtOnce);
    assert_eq!(refusal(refused).0, "2006");
    assert_eq!(played.card_result(), Some(PaymentResult::Failure));
    assert!(is_untold(&played.sandbox, NO_ORDER));
}

#[test]
fn a_test_card_knows_its_bank_better_than_an_account_with_slow_banks() {
    let account = Account::new("209901010000000018").bank_answers_after(None);
    let clock = lianlian::FixedClock(now());
    let sandbox = fast().first_account(account).clock(clock).start().unwrap();
    let client = client(&sandbox);
    let card = TestData::Played(TestOutcome::FailedLater).card_no();
    let charge = charge(&Card::Bare(&card), 1_500, NOBODY);
    let step = card_orders::asked(&client, &charge);
    card_orders::verify(&client, &step, &charge, Sandbox::SMS_CODE).unwrap();
    seconds(&sandbox, 10);
    assert_eq!(state(&sandbox, NO_ORDER), OrderState::Failed);
}

#[test]
fn a_bound_card_plays_its_part_too_and_so_does_the_amount_of_a_card_payment() {
    let played = Played::new();
    let card_no = TestData::Played(TestOutcome::PaidLater).card_no();
    let no_agree = bind(&played.client, &Bound { card_no: &card_no, ..Bound::default() });
    let by_agreement = charge(&Card::Bound(&no_agree), 1_500, NOBODY);
    let step = card_orders::asked(&played.client, &by_agreement);
    let paid = card_orders::verify(&played.client, &step, &by_agreement, Sandbox::SMS_CODE);
    assert_eq!(paid.unwrap().result_pay, Some(PaymentResult::Processing));

    let played = Played::new();
    let fen = TestData::Played(TestOutcome::NeverAnswered).amount().fen();
    let by_amount = charge(&Card::Bare("6222000000001234"), fen, NOBODY);
    let step = card_orders::asked(&played.client, &by_amount);
    let paid = card_orders::verify(&played.client, &step, &by_amount, Sandbox::SMS_CODE);
    assert_eq!(paid.unwrap().result_pay, Some(PaymentResult::Processing));
}

#[test]
fn a_payout_is_processing_and_then_paid_or_failed_and_both_are_notified() {
    for (outcome, then) in [
        (TestOutcome::PaidLater, PayoutResult::Success),
        (TestOutcome::FailedLater, PayoutResult::Failure),
    ] {
        let played = Played::payout(outcome);
        assert_eq!(played.payout_result(), Some(PayoutResult::Processing));
        assert!(is_untold(&played.sandbox, "P1"));
        seconds(&played.sandbox, 10);
        assert_eq!(played.payout_notice(), then);
        assert_eq!(played.payout_result(), Some(then));
    }
}

#[test]
fn a_payout_stays_processing() {
    let played = Played::payout(TestOutcome::NeverAnswered);
    seconds(&played.sandbox, 30 * 24 * 60 * 60);
    assert_eq!(played.payout_result(), Some(PayoutResult::Processing));
    assert!(is_untold(&played.sandbox, "P1"));
}

#[test]
fn a_payout_succeeds_and_is_cancelled_and_its_merchant_hears_both_in_turn() {
    let played = Played::payout(TestOutcome::Returned);
    assert_eq!(played.payout_notice(), PayoutResult::Success);
    assert_eq!(played.payout_result(), Some(PayoutResult::Success));
    seconds(&played.sandbox, 60);
    assert_eq!(played.payout_notice(), PayoutResult::Cancel);
    assert_eq!(played.payout_result(), Some(PayoutResult::Cancel));
    assert_eq!(state(&played.sandbox, "P1"), OrderState::Returned);
}

#[test]
fn a_payout_is_held_on_demand_and_goes_out_when_confirmed() {
    for (outcome, code) in [
        (TestOutcome::HeldAsRepetition, "4002"),
        (TestOutcome::HeldForName, "4003"),
        (TestOutcome::HeldForBoth, "4004"),
    ] {
        let played = Played::new();
        let card = TestData::Played(outcome).card_no();
        let payout = payout_to("P1", 1_500, &card, "李四", &played.shop.url);
        let step = held(&played.client, &payout);
        assert_eq!(lianlian::Code::code(&step.answer.ret_code), code);
        assert_eq!(played.payout_result(), Some(PayoutResult::Check));
        played.client.send(&step.confirm(&payout).build().unwrap()).unwrap();
        assert_eq!(played.payout_notice(), PayoutResult::Success);
        assert_eq!(played.payout_result(), Some(PayoutResult::Success));
    }
}

#[test]
fn every_row_of_the_outcomes_is_played_by_the_tests_above() {
    use TestOutcome as Of;
    for outcome in TestOutcome::ALL {
        let plays = outcome.plays();
        let kinds = (plays.orders.is_some(), plays.cards.is_some(), plays.payouts.is_some());
        let tested = match outcome {
            Of::PaidAtOnce => (true, false, false),
            Of::PaidLater | Of::FailedLater | Of::NeverAnswered | Of::Returned => {
                (true, true, true)
            }
            Of::HeldAsRepetition | Of::HeldForName | Of::HeldForBoth => (false, false, true),
            Of::RefundFails | Of::RefundStays | Of::ExpiresAtOnce => (true, true, false),
            Of::CodeNeverRight => (false, true, false),
            outcome => panic!("{outcome:?} is not tested"),
        };
        assert_eq!(kinds, tested, "{outcome:?}");
    }
}

#[test]
fn every_return_code_is_answered_on_demand_and_nothing_is_executed() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let mut played = 0;
    for code in GATEWAY.return_codes {
        let Some(data) = TestData::refused(code.code) else { continue };
        let given = Given { fen: data.amount().fen(), ..Given::default() };
        let proves = code.reading.outcome != CodeOutcome::UnknownQueryFirst;
        let refused = refusal(client.send(&order(&given)));
        assert_eq!(refused, (code.code.to_owned(), proves));
        played += 1;
    }
    assert!(sandbox.orders().is_empty());
    // All codes of digits but those that say that something was done.
    let digits = GATEWAY.return_codes.iter().filter(|code| code.code.parse::<u32>().is_ok());
    assert_eq!(played, digits.count() - 2);
}

#[test]
fn every_code_that_leaves_it_open_is_answered_on_demand_to_what_was_executed() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let mut played = 0;
    for code in GATEWAY.return_codes {
        let Some(data) = TestData::carried_out(code.code) else { continue };
        let given = Given { no_order: code.code, fen: data.amount().fen(), ..Given::default() };
        assert_eq!(refusal(client.send(&order(&given))), (code.code.to_owned(), false));
        assert_eq!(state(&sandbox, code.code), OrderState::Unpaid);
        assert_eq!(query(&client, code.code).money_order, Some(data.amount()));
        sandbox.pay(code.code).unwrap();
        played += 1;
    }
    assert!(played > 50, "{played}");
}

#[test]
fn each_operation_that_moves_money_is_refused_on_demand() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let data = TestData::refused("9999").unwrap();
    let (fen, card) = (data.amount().fen(), data.card_no());
    let open = ("9999".to_owned(), false);
    let ordinary = "6222000000001234";
    assert_eq!(refusal(client.send(&charge(&Card::Bare(ordinary), fen, NOBODY))), open);
    assert_eq!(refusal(client.send(&charge(&Card::Bare(&card), 1_500, NOBODY))), open);
    assert_eq!(refusal(client.send(&payout("P1", fen))), open);
    assert_eq!(refusal(client.send(&payout_to("P1", 1, &card, "李四", NOBODY))), open);
    assert!(sandbox.orders().is_empty());

    // A refund is refused before its order is looked for.
    assert_eq!(refusal(client.send(&refund("R1", "nobody", fen, NOBODY))), open);
    assert!(sandbox.refunds().is_empty());

    let mut form = page_order(NOBODY, None);
    form.money_order = data.amount();
    let form = client.form(&form).unwrap();
    let (status, page) = submit(form.action(), form.pairs());
    assert!(status == 400 && page.contains("9999"), "{page}");
    assert!(sandbox.orders().is_empty());
}

#[test]
fn a_card_payment_is_made_and_then_answered_otherwise() {
    let played = Played::new();
    let card = TestData::carried_out("1007").unwrap().card_no();
    let charge = charge(&Card::Bare(&card), 1_500, &played.shop.url);
    let step = card_orders::asked(&played.client, &charge);
    let paid = card_orders::verify(&played.client, &step, &charge, Sandbox::SMS_CODE);
    assert_eq!(refusal(paid), ("1007".to_owned(), false));
    assert_eq!(played.card_result(), Some(PaymentResult::Success));
    assert_eq!(played.card_notice(), PaymentResult::Success);
}

#[test]
fn a_card_payment_without_sms_codes_is_made_and_then_answered_otherwise() {
    let clock = lianlian::FixedClock(now());
    let sandbox = fast().sms_codes(false).clock(clock).start().unwrap();
    let client = client(&sandbox);
    let fen = TestData::carried_out("1005").unwrap().amount().fen();
    let paid = client.send(&charge(&Card::Bare("6222000000001234"), fen, NOBODY));
    assert_eq!(refusal(paid), ("1005".to_owned(), false));
    assert_eq!(state(&sandbox, NO_ORDER), OrderState::Paid);
}

#[test]
fn a_payout_goes_out_and_is_answered_otherwise() {
    let played = Played::new();
    let data = TestData::carried_out("9990").unwrap();
    let by_card = payout_to("P1", 1_500, &data.card_no(), "李四", &played.shop.url);
    assert_eq!(refusal(played.client.send(&by_card)), ("9990".to_owned(), false));
    assert_eq!(played.payout_result(), Some(PayoutResult::Success));
    assert_eq!(played.payout_notice(), PayoutResult::Success);
    // The amount is over every balance, and does not touch it.
    let by_amount = payout("P2", data.amount().fen());
    assert_eq!(refusal(played.client.send(&by_amount)), ("9990".to_owned(), false));
    assert_eq!(state(&played.sandbox, "P2"), OrderState::Paid);
    // One that is held says so, and the confirmation is answered otherwise.
    let repeated = payout_to("P3", 1_500, &data.card_no(), "李四", NOBODY);
    let step = held(&played.client, &repeated);
    let confirmed = played.client.send(&step.confirm(&repeated).build().unwrap());
    assert_eq!(refusal(confirmed), ("9990".to_owned(), false));
    assert_eq!(state(&played.sandbox, "P3"), OrderState::Paid);
}

#[test]
fn a_refund_is_taken_and_answered_otherwise() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    client.send(&order(&Given { fen: 10_000_000_000, ..Given::default() })).unwrap();
    sandbox.pay(ORDER).unwrap();
    let fen = TestData::carried_out("9920").unwrap().amount().fen();
    for _ in 0..2 {
        let refused = refusal(client.send(&refund("R1", ORDER, fen, NOBODY)));
        assert_eq!(refused, ("9920".to_owned(), false));
    }
    assert_eq!(told(&client, "R1").money_refund, Some(Amount::from_fen(fen)));
    assert_eq!(sandbox.refunds().len(), 1);
}

#[test]
fn limits_of_an_account_that_is_not_live_do_not_stand_in_the_way() {
    let account = Account::new("209901010000000018").live(false);
    let clock = lianlian::FixedClock(now());
    let sandbox = fast().first_account(account).clock(clock).start().unwrap();
    let client = client(&sandbox);
    let fen = TestData::Played(TestOutcome::PaidAtOnce).amount().fen();
    client.send(&order(&Given { fen, ..Given::default() })).unwrap();
    assert_eq!(state(&sandbox, ORDER), OrderState::Paid);
    let busy = TestData::refused("1007").unwrap().amount().fen();
    let refused = client.send(&order(&Given { no_order: "A2", fen: busy, ..Given::default() }));
    assert_eq!(refusal(refused).0, "1007");
    // And they do not use the limits up.
    client.send(&order(&Given { no_order: "A3", fen: 50_00, ..Given::default() })).unwrap();
    sandbox.pay("A3").unwrap();
    let over = client.send(&order(&Given { no_order: "A4", fen: 1, ..Given::default() }));
    assert_eq!(refusal(over).0, "1014");
}

#[test]
fn on_a_page_the_bank_is_asked_when_the_payer_pays() {
    let played = Played::new();
    let mut form = page_order(&played.shop.url, Some("http://127.0.0.1:9/back"));
    form.money_order = TestData::Played(TestOutcome::PaidLater).amount();
    let form = played.client.form(&form).unwrap();
    let (status, _) = submit(form.action(), form.pairs());
    assert_eq!(status, 200);
    let no_order = "20261122000003";
    assert_eq!(state(&played.sandbox, no_order), OrderState::Unpaid);
    let view = played.sandbox.order(no_order).unwrap();
    let page = format!("{}/sandbox/pay/{}", played.sandbox.url(), view.oid_paybill);
    let (status, page) = submit(&page, [("decision", "pay")]);
    // Nothing signed is handed to the browser: only a success is.
    assert!(
        status == 200 && page.contains("Being processed") && !page.contains("result_pay"),
        "{page}"
    );
    assert_eq!(state(&played.sandbox, no_order), OrderState::Processing);
    seconds(&played.sandbox, 10);
    assert_eq!(played.order_notice(), PaymentResult::Success);
}

#[test]
fn the_page_of_test_data_is_served() {
    let sandbox = sandbox();
    let (status, page) = get(&format!("{}/sandbox/test-data", sandbox.url()));
    assert_eq!(status, 200);
    let data = TestData::refused("5006").unwrap();
    assert!(page.contains(&data.amount().to_string()) && page.contains(&data.card_no()));
    assert!(page.contains(Sandbox::SMS_CODE));
}
