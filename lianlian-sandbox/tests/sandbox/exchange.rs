//! Orders in a foreign currency, from the first call to the last state.

use std::time::Duration;

use lianlian::codes::{CardPayType, Currency, GoodsKind, PaymentResult};
use lianlian::exchange::{
    Apply, ApplyReply, ApplySmsCode, AsyncNotification, Query, QueryReply, VerifyReply,
};
use lianlian::{Amount, Client, FixedClock, SendError, Verified};
use lianlian_sandbox::{Account, OrderState, Sandbox};

use crate::card_binding::{Bound, CARD, bind};
use crate::support::{Hands, LONG, Shop, client, fast, now, refusal, risk_item, sandbox};

pub(crate) const NO_ORDER: &str = "20261122000041";
const NOBODY: &str = "http://127.0.0.1:9/";
const MERCHANT: &str = "209901010000000042";

pub(crate) fn order(notify_url: &str) -> Apply {
    Apply::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .name_goods("羽毛球")
        .info_order("from abroad")
        .notify_url(notify_url)
        .risk_item(risk_item())
        .pay_type(CardPayType::Debit)
        .currency_order(Currency::Usd)
        .money_order(Amount::from_fen(21_097))
        .currency_settle(Currency::Usd)
        .acct_name("张三")
        .card_no(CARD)
        .bind_mob("13800005678")
        .build()
        .unwrap()
}

pub(crate) fn asked(client: &Client, order: &Apply) -> ApplySmsCode {
    match client.send(order).unwrap().into_inner() {
        ApplyReply::SmsCode(step) => step,
        reply @ ApplyReply::Done(_) => panic!("{reply:?}"),
    }
}

pub(crate) fn verify(
    client: &Client,
    step: &ApplySmsCode,
    order: &Apply,
    code: &str,
) -> Result<Verified<VerifyReply>, SendError> {
    client.send(&step.verify(order).verify_code(code).build().unwrap())
}

fn query(client: &Client) -> Verified<QueryReply> {
    client.send(&Query::builder().no_order(NO_ORDER).build().unwrap()).unwrap()
}

pub(crate) fn result(client: &Client) -> Option<PaymentResult> {
    query(client).result_pay.clone()
}

/// A sandbox whose banks take so long, and the clock that it goes by.
fn with_slow_banks(wait: Option<Duration>) -> (Sandbox, Hands) {
    let hands = Hands::new();
    let account = Account::new(MERCHANT).bank_answers_after(wait);
    (fast().clock(hands.clone()).first_account(account).start().unwrap(), hands)
}

#[test]
fn an_order_in_dollars_is_paid_in_yuan_at_the_rate_of_the_table() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let order = order(&shop.url);
    let step = asked(&client, &order);
    assert_eq!(step.answer.currency_order, Some(Currency::Usd));
    assert_eq!(result(&client), Some(PaymentResult::Waiting));
    assert_eq!(query(&client).money_pay, None, "nothing is paid yet");

    let paid = verify(&client, &step, &order, Sandbox::SMS_CODE).unwrap();
    assert_eq!(paid.result_pay, Some(PaymentResult::Success));
    assert_eq!(paid.money_order, Some(Amount::from_fen(21_097)));
    assert_eq!(paid.money_settle, Some(Amount::from_fen(21_097)));
    assert_eq!(paid.currency_settle, Some(Currency::Usd));
    assert_eq!(paid.money_pay, Some(Amount::from_fen(150_211)));
    assert_eq!(paid.currency_pay, Some(Currency::Cny));
    assert_eq!(paid.exchange_rate.as_deref(), Some("7.1200"));
    assert_eq!(paid.settle_date, Some(now().date()));

    let found = query(&client);
    assert_eq!(found.result_pay, Some(PaymentResult::Success));
    assert_eq!(found.money_pay, paid.money_pay);
    assert_eq!(found.pay_type, Some(CardPayType::Debit));
    assert_eq!(found.info_order.as_deref(), Some("from abroad"));

    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!(told.result_pay, PaymentResult::Success);
    assert_eq!(
        (told.money_settle, told.money_pay),
        (Amount::from_fen(21_097), Amount::from_fen(150_211))
    );
    assert_eq!((told.currency_pay.clone(), &*told.exchange_rate), (Currency::Cny, "7.1200"));
    assert_eq!(told.no_agree, None, "not switched on for the merchant");
}

#[test]
fn a_wrong_code_pays_nothing_and_three_make_the_token_void() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let order = order(NOBODY);
    let step = asked(&client, &order);
    for code in ["9700", "9700", "9702"] {
        assert_eq!(refusal(verify(&client, &step, &order, "000000")), (code.to_owned(), true));
    }
    assert_eq!(refusal(verify(&client, &step, &order, Sandbox::SMS_CODE)).0, "9702");
    assert_eq!(result(&client), Some(PaymentResult::Waiting));
}

#[test]
fn the_same_amount_in_another_currency_is_another_order() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let mut order = order(NOBODY);
    asked(&client, &order);
    order.currency_order = Currency::Hkd;
    order.currency_settle = Currency::Hkd;
    assert_eq!(refusal(client.send(&order)), ("1002".to_owned(), false));
}

#[test]
fn a_bank_that_answers_late_makes_an_order_in_progress_paid() {
    let (sandbox, hands) = with_slow_banks(Some(Duration::from_secs(120)));
    let (client, shop) = (client(&sandbox), Shop::open());
    let order = order(&shop.url);
    let step = asked(&client, &order);
    let reply = verify(&client, &step, &order, Sandbox::SMS_CODE).unwrap();
    assert_eq!(reply.result_pay, Some(PaymentResult::Processing));
    assert_eq!((reply.settle_date, reply.no_agree.clone()), (None, None));
    assert_eq!(result(&client), Some(PaymentResult::Processing));
    assert_eq!(refusal(client.send(&order)), ("1003".to_owned(), false));
    assert!(sandbox.order(NO_ORDER).unwrap().notifications.is_empty());

    hands.advance(2);
    assert_eq!(result(&client), Some(PaymentResult::Success));
    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
}

#[test]
fn a_bank_that_says_nothing_is_asked_for_seven_days_and_then_the_order_is_closed() {
    let (sandbox, hands) = with_slow_banks(None);
    let client = client(&sandbox);
    let mut order = order(NOBODY);
    order.valid_order = Some(60);
    let step = asked(&client, &order);
    verify(&client, &step, &order, Sandbox::SMS_CODE).unwrap();
    hands.advance(2);
    assert_eq!(result(&client), Some(PaymentResult::Processing));
    hands.advance(1);
    assert_eq!(result(&client), Some(PaymentResult::Waiting));
    // It waits, but not for its payer: a second payment is not taken.
    assert_eq!(refusal(client.send(&order)), ("1003".to_owned(), false));
    hands.advance(7 * 24 * 60 - 4);
    assert_eq!(result(&client), Some(PaymentResult::Waiting), "its own hour is long over");
    hands.advance(1);
    assert_eq!(result(&client), Some(PaymentResult::Failure));
    assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Expired);
}

#[test]
fn recovery_learns_of_a_payment_and_one_after_the_close_changes_nothing() {
    let days = |days: u64| Duration::from_secs(days * 24 * 60 * 60);
    for (wait, expected) in [(6, PaymentResult::Success), (8, PaymentResult::Failure)] {
        let (sandbox, hands) = with_slow_banks(Some(days(wait)));
        let client = client(&sandbox);
        let order = order(NOBODY);
        let step = asked(&client, &order);
        verify(&client, &step, &order, Sandbox::SMS_CODE).unwrap();
        hands.advance(9 * 24 * 60);
        assert_eq!(result(&client), Some(expected), "answered after {wait} days");
    }
}

#[test]
fn an_order_that_nobody_verifies_is_closed_after_its_time() {
    let hands = Hands::new();
    let sandbox = crate::support::sandbox_at(&hands);
    let client = client(&sandbox);
    let mut order = order(NOBODY);
    order.valid_order = Some(5);
    let step = asked(&client, &order);
    hands.advance(5);
    assert_eq!(result(&client), Some(PaymentResult::Failure));
    assert_eq!(refusal(verify(&client, &step, &order, Sandbox::SMS_CODE)).0, "2006");
}

#[test]
fn a_code_is_good_for_ten_minutes_and_another_can_be_asked_for() {
    let hands = Hands::new();
    let sandbox = crate::support::sandbox_at(&hands);
    let client = client(&sandbox);
    let order = order(NOBODY);
    let step = asked(&client, &order);
    hands.advance(10);
    assert_eq!(
        refusal(verify(&client, &step, &order, Sandbox::SMS_CODE)),
        ("1901".to_owned(), true)
    );
    let step = asked(&client, &order);
    hands.advance(9);
    verify(&client, &step, &order, Sandbox::SMS_CODE).unwrap();
}

#[test]
fn an_agreement_is_told_in_the_notification_only_where_it_is_switched_on() {
    let shop = Shop::open();
    let account = Account::new(MERCHANT).sms_codes(false).payer_in_notifications(true);
    let sandbox = fast().clock(FixedClock(now())).first_account(account).start().unwrap();
    let client = client(&sandbox);
    let no_agree = bind(&client, &Bound::default());
    let mut order = order(&shop.url);
    order.no_agree = Some(no_agree.as_str().into());
    let reply = client.send(&order).unwrap().into_inner();
    let ApplyReply::Done(paid) = reply else { panic!("{reply:?}") };
    assert_eq!(paid.result_pay, Some(PaymentResult::Success));
    assert_eq!(paid.money_pay, Some(Amount::from_fen(150_211)));
    let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!(told.no_agree.as_deref(), Some(&*no_agree));
}

#[test]
fn the_limits_of_a_new_account_count_yuan() {
    let account = Account::new(MERCHANT).live(false);
    let sandbox = fast().clock(FixedClock(now())).first_account(account).start().unwrap();
    let client = client(&sandbox);
    let mut order = order(NOBODY);
    order.money_order = Amount::from_fen(10_00);
    assert_eq!(refusal(client.send(&order)), ("1019".to_owned(), true));
    order.money_order = Amount::from_fen(7_00);
    asked(&client, &order);
}
