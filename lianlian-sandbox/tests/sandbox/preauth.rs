//! Pre-authorisations: an amount is held, then taken or released.

use std::time::Duration;

use lianlian::codes::{
    DocumentType, EasypayMethod, EasypayPayType, GoodsKind, PaymentMethod, PaymentResult,
    PreauthPayType, PreauthState,
};
use lianlian::easypay::{
    Apply, ApplyReply, ApplySmsCode, AsyncNotification, PreauthCancel, PreauthCancelReply,
    PreauthCapture, PreauthCaptureReply, PreauthQuery, Query, WebRedirect, WebSyncNotification,
};
use lianlian::{Amount, Client, PayerIp, SendError, Verified};
use lianlian_sandbox::{Account, OrderState, Sandbox};

use crate::card_binding::CARD;
use crate::redirects::{pay_on_page, returned};
use crate::support::{
    Hands, LONG, Shop, client, fast, now, refusal, risk_item, sandbox, sandbox_at,
};

const NO_ORDER: &str = "20261122000061";
const NOBODY: &str = "http://127.0.0.1:9/";
const HELD: u64 = 1_500;

fn hold(notify_url: &str) -> Apply {
    Apply::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::VirtualGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .money_order(Amount::from_fen(HELD))
        .name_goods("Deposit")
        .notify_url(notify_url)
        .risk_item(risk_item())
        .pay_type(EasypayPayType::Preauth)
        .acct_name("张三")
        .card_no(CARD)
        .id_type(DocumentType::IdCard)
        .id_no("110101199001010000")
        .bind_mob("13800005678")
        .vali_date("3012")
        .cvv2("123")
        .build()
        .unwrap()
}

fn asked(client: &Client, hold: &Apply) -> ApplySmsCode {
    match client.send(hold).unwrap().into_inner() {
        ApplyReply::SmsCode(step) => step,
        reply @ ApplyReply::Done(_) => panic!("{reply:?}"),
    }
}

/// Has the amount held.
fn held(client: &Client) {
    let hold = hold(NOBODY);
    let step = asked(client, &hold);
    client.send(&step.verify(&hold).verify_code(Sandbox::SMS_CODE).build().unwrap()).unwrap();
}

fn state(client: &Client) -> PreauthState {
    let query = PreauthQuery::builder().pay_type(PreauthPayType::CreditCard).dt_order(now());
    client.send(&query.no_order(NO_ORDER).build().unwrap()).unwrap().ret_code.clone()
}

fn result(client: &Client) -> Option<PaymentResult> {
    let query = Query::builder().no_order(NO_ORDER).dt_order(now()).build().unwrap();
    client.send(&query).unwrap().result_pay.clone()
}

fn capture(client: &Client, fen: u64) -> Result<Verified<PreauthCaptureReply>, SendError> {
    let capture = PreauthCapture::builder()
        .user_id("shopper-17")
        .pay_type(PreauthPayType::CreditCard)
        .money_order(Amount::from_fen(fen))
        .no_order(NO_ORDER)
        .dt_order(now());
    client.send(&capture.build().unwrap())
}

fn cancel(client: &Client, fen: u64) -> Result<Verified<PreauthCancelReply>, SendError> {
    let cancel = PreauthCancel::builder()
        .user_id("shopper-17")
        .pay_type(PreauthPayType::CreditCard)
        .money_order(Amount::from_fen(fen))
        .no_order(NO_ORDER)
        .dt_order(now());
    client.send(&cancel.build().unwrap())
}

#[test]
fn what_is_held_is_not_paid_and_is_told_so() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let hold = hold(&shop.url);
    let step = asked(&client, &hold);
    assert_eq!(state(&client), PreauthState::AwaitsVerification);

    let verify = step.verify(&hold).verify_code(Sandbox::SMS_CODE).build().unwrap();
    let done = client.send(&verify).unwrap();
    assert_eq!(done.result_pay, Some(PaymentResult::PreauthApplied));
    assert_eq!((done.settle_date, done.pay_type.clone()), (None, Some(EasypayMethod::Preauth)));
    assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Authorised);
    assert_eq!(state(&client), PreauthState::Approved);
    assert_eq!(result(&client), Some(PaymentResult::PreauthApplied));

    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!(
        (&told.result_pay, &told.pay_type),
        (&PaymentResult::Success, &PaymentMethod::EasypayPreauth)
    );
    assert_eq!(told.settle_date, None, "nothing is settled");

    // Sent again it is neither paid nor new.
    assert_eq!(refusal(client.send(&hold)), ("1003".to_owned(), false));
    assert!(sandbox.pay(NO_ORDER).is_err());
}

#[test]
fn a_part_is_captured_once_and_the_same_capture_again_gets_the_same_answer() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    held(&client);
    assert_eq!(refusal(capture(&client, HELD + 1)), ("7017".to_owned(), true));
    assert_eq!(state(&client), PreauthState::Approved);

    let taken = capture(&client, 1_000).unwrap();
    assert_eq!(taken.money_order, Some(Amount::from_fen(1_000)));
    assert_eq!(taken.settle_date, Some(now().date()));
    assert_eq!(state(&client), PreauthState::Captured);
    assert_eq!(result(&client), Some(PaymentResult::Success));
    let view = sandbox.order(NO_ORDER).unwrap();
    assert_eq!((view.state, view.money), (OrderState::Paid, Amount::from_fen(1_000)));

    let again = capture(&client, 1_000).unwrap();
    assert_eq!((again.money_order, again.settle_date), (taken.money_order, taken.settle_date));
    assert_eq!(refusal(capture(&client, 500)), ("1002".to_owned(), false), "ask what was captured");
    assert_eq!(refusal(cancel(&client, HELD)).0, "PR16");
    assert_eq!(sandbox.order(NO_ORDER).unwrap().money, Amount::from_fen(1_000));
}

#[test]
fn a_hold_is_released_as_a_whole_and_cannot_be_captured_afterwards() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    held(&client);
    assert_eq!(refusal(cancel(&client, 1_000)), ("7017".to_owned(), true));
    let released = cancel(&client, HELD).unwrap();
    assert_eq!(cancel(&client, HELD).unwrap().oid_paybill, released.oid_paybill);
    assert_eq!(state(&client), PreauthState::Cancelled);
    assert_eq!(result(&client), Some(PaymentResult::Failure));
    assert_eq!(refusal(capture(&client, HELD)).0, "PR13");
    assert_eq!(refusal(client.send(&hold(NOBODY))).0, "2006");
    assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Voided);
}

#[test]
fn a_hold_that_nobody_takes_lapses() {
    let hands = Hands::new();
    let sandbox = sandbox_at(&hands);
    let client = client(&sandbox);
    held(&client);
    hands.advance(30 * 24 * 60 - 1);
    assert_eq!(state(&client), PreauthState::Approved);
    hands.advance(1);
    assert_eq!(state(&client), PreauthState::OrderExpired);
    assert_eq!(refusal(capture(&client, HELD)).0, "PR13");
    assert_eq!(refusal(cancel(&client, HELD)).0, "2006");
}

#[test]
fn nothing_is_taken_or_released_before_it_is_held() {
    let hands = Hands::new();
    let sandbox = sandbox_at(&hands);
    let client = client(&sandbox);
    assert_eq!(refusal(capture(&client, HELD)), ("8901".to_owned(), false));
    asked(&client, &hold(NOBODY));
    assert_eq!(refusal(capture(&client, HELD)), ("PR08".to_owned(), false));
    assert_eq!(refusal(cancel(&client, HELD)), ("PR08".to_owned(), false));
    hands.advance(30);
    assert_eq!(state(&client), PreauthState::OrderCreated, "its code can no longer come");
    hands.advance(8 * 24 * 60);
    assert_eq!(state(&client), PreauthState::OrderExpired);
    assert_eq!(refusal(capture(&client, HELD)).0, "2006");
}

#[test]
fn another_user_captures_nothing() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    held(&client);
    let capture = PreauthCapture::builder()
        .user_id("shopper-18")
        .pay_type(PreauthPayType::CreditCard)
        .money_order(Amount::from_fen(HELD))
        .no_order(NO_ORDER)
        .dt_order(now());
    assert_eq!(refusal(client.send(&capture.build().unwrap())).0, "8901");
    assert_eq!(state(&client), PreauthState::Approved);
}

#[test]
fn only_credit_cards_are_held_on() {
    let sandbox = sandbox();
    let mut hold = hold(NOBODY);
    (hold.vali_date, hold.cvv2) = (None, None);
    assert_eq!(refusal(client(&sandbox).send(&hold)), ("5601".to_owned(), true));
    assert!(sandbox.order(NO_ORDER).is_none());
}

#[test]
fn an_amount_is_held_on_the_page_too() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let order = WebRedirect::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::VirtualGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .name_goods("Deposit")
        .money_order(Amount::from_fen(HELD))
        .notify_url(&*shop.url)
        .url_return("https://shop.example/back")
        .userreq_ip("203.0.113.7".parse::<PayerIp>().unwrap())
        .pay_type(EasypayPayType::Preauth)
        .risk_item(risk_item())
        .build()
        .unwrap();
    let page = pay_on_page(&sandbox, &client.form(&order).unwrap(), NO_ORDER);
    let told =
        client.receiver().browser_notification::<WebSyncNotification, _, _, _>(returned(&page));
    let told = told.unwrap();
    assert_eq!(
        (told.settle_date, told.pay_type.clone()),
        (None, Some(PaymentMethod::EasypayPreauth))
    );
    assert_eq!(state(&client), PreauthState::Approved);
    capture(&client, HELD).unwrap();
    assert_eq!(state(&client), PreauthState::Captured);
}

#[test]
fn a_hold_is_in_progress_while_its_bank_is_asked() {
    let hands = Hands::new();
    let account =
        Account::new("209901010000000042").bank_answers_after(Some(Duration::from_secs(60)));
    let sandbox = fast().clock(hands.clone()).first_account(account).start().unwrap();
    let client = client(&sandbox);
    held(&client);
    assert_eq!(state(&client), PreauthState::InProgress);
    assert_eq!(result(&client), Some(PaymentResult::Processing));
    assert_eq!(refusal(capture(&client, HELD)), ("PR09".to_owned(), false));
    hands.advance(1);
    assert_eq!(state(&client), PreauthState::Approved);
    capture(&client, HELD).unwrap();
}
