//! MPAY: cards that travel encrypted.

use lianlian::codes::{DocumentType, GoodsKind, MpayPayType, PaymentResult, QueryVersion};
use lianlian::mpay::{
    AsyncNotification, CardBindApply, CardBindApplyReply, CardBindApplySmsCode, PayApply,
    PayApplyReply, PayApplySmsCode, Query, QueryReply,
};
use lianlian::{Amount, Client, FixedClock, Verified};
use lianlian_sandbox::{Account, Direction, OrderState, Sandbox};

use crate::card_binding::CARD;
use crate::support::{LONG, Shop, client, fast, now, refusal, risk_item, sandbox};

const NO_ORDER: &str = "20261122000051";
const NOBODY: &str = "http://127.0.0.1:9/";
const ID: &str = "110101199001010000";

enum Card<'c> {
    Bound(&'c str),
    Bare,
}

fn order(card: &Card<'_>, notify_url: &str) -> PayApply {
    let order = PayApply::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .name_goods("羽毛球")
        .money_order(Amount::from_fen(1_500))
        .notify_url(notify_url)
        .risk_item(risk_item())
        .pay_type(MpayPayType::QuickDebit)
        .acct_name("张三");
    match card {
        Card::Bound(no_agree) => order.no_agree(*no_agree).build(),
        Card::Bare => order
            .card_no(CARD)
            .bind_mob("13800005678")
            .id_type(DocumentType::IdCard)
            .id_no(ID)
            .build(),
    }
    .unwrap()
}

fn asked(client: &Client, order: &PayApply) -> PayApplySmsCode {
    match client.send(order).unwrap().into_inner() {
        PayApplyReply::SmsCode(step) => step,
        reply @ PayApplyReply::Done(_) => panic!("{reply:?}"),
    }
}

fn query(client: &Client) -> Verified<QueryReply> {
    let query =
        Query::builder().no_order(NO_ORDER).dt_order(now()).query_version(QueryVersion::WithMemo);
    client.send(&query.build().unwrap()).unwrap()
}

fn binding(client: &Client) -> (CardBindApply, CardBindApplySmsCode) {
    let request = CardBindApply::builder()
        .user_id("shopper-17")
        .pay_type(MpayPayType::QuickDebit)
        .risk_item(risk_item())
        .id_type(DocumentType::IdCard)
        .id_no(ID)
        .acct_name("张三")
        .card_no(CARD)
        .bind_mob("13800005678")
        .no_order("binding-1")
        .build()
        .unwrap();
    let CardBindApplyReply::SmsCode(step) = client.send(&request).unwrap().into_inner();
    (request, step)
}

fn bind(client: &Client) -> String {
    let (request, step) = binding(client);
    let verify = step.card_bind_verify(&request).verify_code(Sandbox::SMS_CODE).build().unwrap();
    let concluded = client.send(&verify).unwrap();
    assert_eq!(concluded.card_no.as_deref(), Some("1234"));
    assert_eq!(concluded.no_order.as_deref(), Some("binding-1"));
    concluded.no_agree.as_ref().unwrap().expose().to_owned()
}

#[test]
fn a_bare_card_is_charged_after_the_sms_code() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let order = order(&Card::Bare, &shop.url);
    let step = asked(&client, &order);
    assert_eq!(step.answer.settle_date, None, "a token is no payment");
    assert_eq!(query(&client).result_pay, Some(PaymentResult::Waiting));

    let verify = step.pay_verify(&order).verify_code(Sandbox::SMS_CODE).build().unwrap();
    let paid = client.send(&verify).unwrap();
    assert_eq!(paid.settle_date, Some(now().date()));
    assert!(paid.no_agree.is_some(), "the first code binds the card");
    assert_eq!(refusal(client.send(&verify)), ("1000".to_owned(), false));

    // The query shares its path with that of easypay; the codes are those of this product.
    let found = query(&client);
    assert_eq!(found.result_pay, Some(PaymentResult::Success));
    assert_eq!(found.pay_type, Some(MpayPayType::QuickDebit));
    assert!(found.bank_name.unverified().is_some());
    assert_eq!(
        found.card_no.unverified().map(lianlian::Sensitive::expose),
        Some("622200******1234")
    );

    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!(
        (&told.result_pay, &told.pay_type),
        (&PaymentResult::Success, &MpayPayType::QuickDebit)
    );
    assert_eq!(told.no_agree, paid.no_agree);
    let payer = (&told.id_type, &told.id_no, &told.acct_name, &told.card_no);
    assert_eq!(payer, (&None, &None, &None, &None), "not switched on for the merchant");
}

#[test]
fn the_payer_is_told_in_notifications_where_it_is_switched_on() {
    for is_bound in [false, true] {
        let shop = Shop::open();
        let account = Account::new("209901010000000042").sms_codes(false);
        let account = account.payer_in_notifications(true);
        let sandbox = fast().clock(FixedClock(now())).first_account(account).start().unwrap();
        let client = client(&sandbox);
        let no_agree = is_bound.then(|| bind(&client));
        let card = no_agree.as_deref().map_or(Card::Bare, Card::Bound);
        let reply = client.send(&order(&card, &shop.url)).unwrap().into_inner();
        let PayApplyReply::Done(paid) = reply else { panic!("{reply:?}") };
        assert_eq!(paid.settle_date, Some(now().date()));
        let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
        assert_eq!(told.id_type, Some(DocumentType::IdCard));
        assert_eq!(told.id_no.as_deref(), Some(ID));
        assert_eq!(told.acct_name.as_deref(), Some("张三"));
        assert_eq!(told.card_no.as_deref(), Some("622200******1234"));
        assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
        let sent = sandbox.exchanges().into_iter().filter(|sent| sent.direction == Direction::Sent);
        for exchange in sent {
            assert!(!exchange.source.contains(ID) && !exchange.source.contains("张三"));
        }
    }
}

#[test]
fn a_card_is_bound_with_encrypted_data_and_pays_afterwards() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let no_agree = bind(&client);
    assert_eq!(sandbox.agreements().len(), 1);
    let order = order(&Card::Bound(&no_agree), NOBODY);
    let step = asked(&client, &order);
    let verify = step.pay_verify(&order).verify_code(Sandbox::SMS_CODE).build().unwrap();
    assert_eq!(client.send(&verify).unwrap().no_agree.as_deref(), Some(&*no_agree));
    assert_eq!(sandbox.agreements().len(), 1);
}

#[test]
fn a_merchant_of_this_product_only_may_ask_about_any_order() {
    let account = Account::new("209901010000000042").products(["mpay"]);
    let sandbox = fast().clock(FixedClock(now())).first_account(account).start().unwrap();
    let client = client(&sandbox);
    let query = Query::builder().no_order(NO_ORDER).dt_order(now()).build().unwrap();
    assert_eq!(refusal(client.send(&query)).0, "8901", "no such order, and no lack of rights");
    asked(&client, &order(&Card::Bare, NOBODY));
    assert_eq!(client.send(&query).unwrap().result_pay, Some(PaymentResult::Waiting));
}

#[test]
fn three_wrong_codes_make_the_token_of_an_order_void() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let order = order(&Card::Bare, NOBODY);
    let step = asked(&client, &order);
    let code = |code: &str| {
        refusal(client.send(&step.pay_verify(&order).verify_code(code).build().unwrap()))
    };
    for expected in ["9700", "9700", "9702"] {
        assert_eq!(code("654321"), (expected.to_owned(), true));
    }
    assert_eq!(code(Sandbox::SMS_CODE).0, "9702");
    assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Unpaid);
}

#[test]
fn three_wrong_codes_make_the_token_of_a_binding_void() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let (request, step) = binding(&client);
    let code = |code: &str| {
        let verify = step.card_bind_verify(&request).verify_code(code).build().unwrap();
        refusal(client.send(&verify))
    };
    for expected in ["9700", "9700", "9702"] {
        assert_eq!(code("654321"), (expected.to_owned(), true));
    }
    assert_eq!(code(Sandbox::SMS_CODE).0, "9702");
    assert!(sandbox.agreements().is_empty());
}

#[test]
fn each_fixed_code_has_its_outcome_and_the_right_one_still_pays() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let order = order(&Card::Bare, NOBODY);
    let step = asked(&client, &order);
    let sent =
        |code: &str| client.send(&step.pay_verify(&order).verify_code(code).build().unwrap());
    for (code, expected) in [
        (Sandbox::LAPSED_SMS_CODE, "1901"),
        (Sandbox::OTHER_PHONES_SMS_CODE, "9701"),
        (Sandbox::UNCHECKED_SMS_CODE, "1900"),
    ] {
        // None of them counts as a wrong one.
        for _ in 0..3 {
            assert_eq!(refusal(sent(code)), (expected.to_owned(), true));
        }
    }
    sent(Sandbox::SMS_CODE).unwrap();
}

#[test]
fn the_code_that_is_one_too_many_makes_its_token_void() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let order = order(&Card::Bare, NOBODY);
    let step = asked(&client, &order);
    for code in [Sandbox::LAST_WRONG_SMS_CODE, Sandbox::SMS_CODE] {
        let verify = step.pay_verify(&order).verify_code(code).build().unwrap();
        assert_eq!(refusal(client.send(&verify)).0, "9702");
    }
}
