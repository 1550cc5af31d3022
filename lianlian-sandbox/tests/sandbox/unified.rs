//! The unified gateway: one call, and a page for every method.

use lianlian::codes::{
    GoodsKind, PaymentMethod, PaymentResult, RedirectPayType, UnifiedChannel, UnifiedProduct,
};
use lianlian::unified::CreatePayment;
use lianlian::{Amount, FixedClock, aggregate, online_banking};

use crate::redirects::returned;
use crate::support::{
    LONG, Shop, client, fast, get, now, query, refusal, risk_item, sandbox, submit,
};

const NO_ORDER: &str = "20261122000081";

fn order(notify_url: &str, product: UnifiedProduct) -> CreatePayment {
    CreatePayment::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .name_goods("羽毛球")
        .money_order(Amount::from_fen(1_500))
        .notify_url(notify_url)
        .url_return("https://shop.example/back")
        .risk_item(risk_item())
        .flag_pay_product(product)
        .flag_chnl(UnifiedChannel::Web)
        .build()
        .unwrap()
}

#[test]
fn an_order_is_paid_on_the_page_that_the_answer_names() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let mut order = order(&shop.url, UnifiedProduct::OnlineBanking);
    order.bank_code = Some("01020000".to_owned());
    order.card_type = Some(RedirectPayType::OnlineBankingCredit);
    let answer = client.send(&order).unwrap();
    assert_eq!(answer.no_order.as_deref(), Some(NO_ORDER));
    assert!(answer.token.is_some());
    let url = answer.gateway_url.as_deref().unwrap();
    assert!(url.ends_with(answer.oid_paybill.as_deref().unwrap()));
    assert_eq!(get(url).0, 200);
    assert_eq!(query(&client, NO_ORDER).result_pay, None);

    let (status, page) = submit(url, []);
    assert_eq!(status, 200);
    let told = client
        .receiver()
        .browser_notification::<online_banking::SyncNotification, _, _, _>(returned(&page))
        .unwrap();
    assert_eq!(told.result_pay, PaymentResult::Success);
    assert_eq!(told.pay_type, Some(PaymentMethod::OnlineBankingCredit));
    assert_eq!(told.bank_code.as_deref(), Some("01020000"));

    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    let body = shop.next().body;
    let told = client.receiver().notification::<aggregate::AsyncNotification>(&body).unwrap();
    assert_eq!((&*told.no_order, &told.result_pay), (NO_ORDER, &PaymentResult::Success));
    assert_eq!(query(&client, NO_ORDER).result_pay, Some(PaymentResult::Success));
    assert_eq!(refusal(client.send(&order)), ("2007".to_owned(), false));
}

#[test]
fn an_order_asked_for_again_gets_the_same_page_and_token() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let order = order("http://127.0.0.1:9/", UnifiedProduct::CardHighLimit);
    let (one, other) = (client.send(&order).unwrap(), client.send(&order).unwrap());
    assert_eq!(one.gateway_url, other.gateway_url);
    assert_eq!(one.token, other.token);
    sandbox.pay(NO_ORDER).unwrap();
    assert_eq!(query(&client, NO_ORDER).pay_type, Some(PaymentMethod::QuickDebit));
}

#[test]
fn a_merchant_without_sms_codes_gets_no_token() {
    let sandbox = fast().clock(FixedClock(now())).sms_codes(false).start().unwrap();
    let order = order("http://127.0.0.1:9/", UnifiedProduct::CardHighLimit);
    let answer = client(&sandbox).send(&order).unwrap();
    assert!(answer.token.is_none() && answer.gateway_url.is_some());
}
