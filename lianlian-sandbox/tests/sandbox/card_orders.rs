//! Orders that are paid by card from the server, with an SMS code or without.

use lianlian::codes::{
    DocumentType, EasypayMethod, EasypayPayType, GoodsKind, PaymentMethod, PaymentResult,
    QueryVersion,
};
use lianlian::easypay::{
    Apply, ApplyReply, ApplySmsCode, AsyncNotification, Query, QueryReply, VerifyReply,
};
use lianlian::{Amount, Client, FixedClock, SendError, Verified, aggregate};
use lianlian_sandbox::{OrderState, Sandbox};

use crate::card_binding::{Bound, CARD, bind, unbind};
use crate::support::{
    Given, Hands, LONG, Shop, client, fast, now, order, refusal, risk_item, sandbox, sandbox_at,
};

pub(crate) const NO_ORDER: &str = "20261122000011";

pub(crate) enum Card<'c> {
    Bound(&'c str),
    Bare(&'c str),
}

pub(crate) fn charge(card: &Card<'_>, fen: u64, notify_url: &str) -> Apply {
    let charge = Apply::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::VirtualGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .money_order(Amount::from_fen(fen))
        .name_goods("会员 11 月")
        .info_order("month 11")
        .notify_url(notify_url)
        .risk_item(risk_item())
        .pay_type(EasypayPayType::Regular)
        .acct_name("张三");
    match card {
        Card::Bound(no_agree) => charge.no_agree(*no_agree).build(),
        Card::Bare(card_no) => charge
            .card_no(*card_no)
            .id_type(DocumentType::IdCard)
            .id_no("110101199001010000")
            .bind_mob("13800005678")
            .build(),
    }
    .unwrap()
}

pub(crate) fn asked(client: &Client, charge: &Apply) -> ApplySmsCode {
    match client.send(charge).unwrap().into_inner() {
        ApplyReply::SmsCode(step) => step,
        reply @ ApplyReply::Done(_) => panic!("{reply:?}"),
    }
}

pub(crate) fn verify(
    client: &Client,
    step: &ApplySmsCode,
    charge: &Apply,
    code: &str,
) -> Result<Verified<VerifyReply>, SendError> {
    client.send(&step.verify(charge).verify_code(code).build().unwrap())
}

pub(crate) fn query(client: &Client) -> Verified<QueryReply> {
    let query =
        Query::builder().no_order(NO_ORDER).dt_order(now()).query_version(QueryVersion::WithMemo);
    client.send(&query.build().unwrap()).unwrap()
}

#[test]
fn a_bound_card_is_charged_after_the_sms_code() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let no_agree = bind(&client, &Bound::default());
    let charge = charge(&Card::Bound(&no_agree), 1_500, &shop.url);

    let step = asked(&client, &charge);
    assert_eq!(step.answer.no_order.as_deref(), Some(NO_ORDER));
    assert_eq!(step.answer.result_pay, None, "a token is no payment");
    assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Unpaid);
    assert_eq!(query(&client).result_pay, Some(PaymentResult::Waiting));

    let paid = verify(&client, &step, &charge, Sandbox::SMS_CODE).unwrap();
    assert_eq!(paid.result_pay, Some(PaymentResult::Success));
    assert_eq!(paid.money_order, Some(Amount::from_fen(1_500)));
    assert_eq!(paid.settle_date, Some(now().date()));
    assert_eq!(paid.no_agree.as_deref(), Some(&*no_agree));

    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!(told.result_pay, PaymentResult::Success);
    assert_eq!(
        (&told.oid_paybill, told.pay_type.clone()),
        (paid.oid_paybill.as_ref().unwrap(), PaymentMethod::EasypayRegular)
    );
    assert_eq!(told.info_order.as_deref(), Some("month 11"));
    assert_eq!(told.no_agree.as_deref(), Some(&*no_agree));

    let found = query(&client);
    assert_eq!(found.result_pay, Some(PaymentResult::Success));
    assert_eq!(found.pay_type, Some(EasypayMethod::Debit));
    assert_eq!(
        found.card_no.unverified().map(lianlian::Sensitive::expose),
        Some("622200******1234")
    );
    assert!(found.bank_name.unverified().is_some());
    let plain = Query::builder().no_order(NO_ORDER).dt_order(now()).build().unwrap();
    assert!(client.send(&plain).unwrap().bank_name.unverified().is_none());
}

#[test]
fn a_bare_card_is_charged_and_bound_by_its_first_sms_code() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let charge = charge(&Card::Bare(CARD), 1_500, "http://127.0.0.1:9/");
    let step = asked(&client, &charge);
    assert!(sandbox.agreements().is_empty());
    let paid = verify(&client, &step, &charge, Sandbox::SMS_CODE).unwrap();
    let agreements = sandbox.agreements();
    assert_eq!(agreements.len(), 1);
    assert_eq!(paid.no_agree.as_ref(), Some(&agreements[0].no_agree));
}

#[test]
fn a_wrong_code_pays_nothing_and_three_make_the_token_void() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let charge = charge(&Card::Bare(CARD), 1_500, "http://127.0.0.1:9/");
    let step = asked(&client, &charge);
    let code = |code: &str| refusal(verify(&client, &step, &charge, code));
    assert_eq!(code("000000"), ("9700".to_owned(), true));
    assert_eq!(code("000000").0, "9700");
    assert_eq!(code("000000"), ("9702".to_owned(), true));
    assert_eq!(code(Sandbox::SMS_CODE).0, "9702");
    assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Unpaid);
    // The order sent again is asked for a code again.
    let step = asked(&client, &charge);
    verify(&client, &step, &charge, Sandbox::SMS_CODE).unwrap();
}

#[test]
fn an_order_is_paid_once_however_often_it_is_sent() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let charge = charge(&Card::Bare(CARD), 1_500, &shop.url);
    let first = asked(&client, &charge);
    let second = asked(&client, &charge);
    assert_eq!(first.answer.oid_paybill, second.answer.oid_paybill);
    // Only the newest code pays.
    let void = ("1000".to_owned(), false);
    assert_eq!(refusal(verify(&client, &first, &charge, Sandbox::SMS_CODE)), void);
    verify(&client, &second, &charge, Sandbox::SMS_CODE).unwrap();
    // Again: the spent token proves nothing, the order says that it is paid.
    assert_eq!(refusal(verify(&client, &second, &charge, Sandbox::SMS_CODE)), void);
    assert_eq!(refusal(client.send(&charge)), ("2007".to_owned(), false));
    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    assert_eq!(sandbox.order(NO_ORDER).unwrap().notifications.len(), 1);
}

#[test]
fn a_token_pays_its_own_order_only() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let charge = charge(&Card::Bare(CARD), 1_500, "http://127.0.0.1:9/");
    let step = asked(&client, &charge);
    let mut other = charge.clone();
    other.money_order = Amount::from_fen(1);
    assert_eq!(refusal(verify(&client, &step, &other, Sandbox::SMS_CODE)).0, "1000");
    assert_eq!(refusal(client.send(&other)), ("1002".to_owned(), false));
    verify(&client, &step, &charge, Sandbox::SMS_CODE).unwrap();
}

#[test]
fn an_agreement_has_to_hold_and_to_be_the_users() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let unknown = charge(&Card::Bound("2026112299999999"), 1_500, "http://127.0.0.1:9/");
    assert_eq!(refusal(client.send(&unknown)), ("3003".to_owned(), true));
    let theirs = bind(&client, &Bound { user_id: "shopper-18", ..Bound::default() });
    let theirs = charge(&Card::Bound(&theirs), 1_500, "http://127.0.0.1:9/");
    assert_eq!(refusal(client.send(&theirs)), ("3011".to_owned(), true));
    assert!(sandbox.order(NO_ORDER).is_none());

    let own = bind(&client, &Bound::default());
    let charge = charge(&Card::Bound(&own), 1_500, "http://127.0.0.1:9/");
    let step = asked(&client, &charge);
    unbind(&client, "shopper-17", &own).unwrap();
    assert_eq!(refusal(verify(&client, &step, &charge, Sandbox::SMS_CODE)).0, "3003");
    assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Unpaid);
}

#[test]
fn an_order_that_runs_out_of_time_is_told_as_failed_and_not_paid_by_a_late_code() {
    let hands = Hands::new();
    let sandbox = sandbox_at(&hands);
    let client = client(&sandbox);
    let mut charge = charge(&Card::Bare(CARD), 1_500, "http://127.0.0.1:9/");
    charge.valid_order = Some(5);
    let step = asked(&client, &charge);
    hands.advance(5);
    assert_eq!(refusal(verify(&client, &step, &charge, Sandbox::SMS_CODE)).0, "2006");
    assert_eq!(query(&client).result_pay, Some(PaymentResult::Failure));
    assert!(sandbox.agreements().is_empty());
}

#[test]
fn a_merchant_without_sms_codes_gets_the_result_at_once() {
    let sandbox = fast().clock(FixedClock(now())).sms_codes(false).start().unwrap();
    let shop = Shop::open();
    let client = client(&sandbox);
    let charge = charge(&Card::Bare(CARD), 1_500, &shop.url);
    let reply = client.send(&charge).unwrap().into_inner();
    let ApplyReply::Done(paid) = reply else { panic!("{reply:?}") };
    assert_eq!(paid.result_pay, Some(PaymentResult::Success));
    assert_eq!((paid.token, paid.no_agree), (None, None), "no code was checked, nothing is bound");
    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!(refusal(client.send(&charge)).0, "2007");
}

#[test]
fn an_order_number_belongs_to_one_product_and_so_does_a_query() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    client.send(&order(&Given { no_order: NO_ORDER, fen: 1_500, ..Given::default() })).unwrap();
    let charge = charge(&Card::Bare(CARD), 1_500, "http://127.0.0.1:9/");
    assert_eq!(refusal(client.send(&charge)), ("1002".to_owned(), false));
    let query = Query::builder().no_order(NO_ORDER).dt_order(now()).build().unwrap();
    assert_eq!(refusal(client.send(&query)).0, "8901");
    let query = aggregate::Query::builder().no_order(NO_ORDER).build().unwrap();
    client.send(&query).unwrap();
}
