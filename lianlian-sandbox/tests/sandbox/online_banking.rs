//! Online banking: a form in the encoding that it names, and the way back from the bank.

use lianlian::codes::{Charset, GoodsKind, PaymentMethod, PaymentResult, RedirectPayType};
use lianlian::online_banking::{AsyncNotification, Redirect, SyncNotification};
use lianlian::{Amount, Form};
use lianlian_sandbox::OrderState;

use crate::redirects::{pay_on_page, returned};
use crate::support::{LONG, Shop, client, get, now, post, query, risk_item, sandbox};

const NO_ORDER: &str = "20261122000091";

fn order(charset: Charset, notify_url: &str) -> Redirect {
    Redirect::builder()
        .charset_name(charset)
        .user_id("shopper-17")
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .name_goods("羽毛球")
        .info_order("第一单")
        .money_order(Amount::from_fen(1_500))
        .notify_url(notify_url)
        .url_return("https://shop.example/back")
        .bank_code("01020000")
        .pay_type(RedirectPayType::OnlineBankingDebit)
        .risk_item(risk_item())
        .build()
        .unwrap()
}

/// Posts a form as a browser would, in its own encoding.
fn posted(form: &Form) -> (u16, String) {
    let kind = "application/x-www-form-urlencoded";
    let (status, _, page) = post(form.action(), kind, &form.encoded_body());
    (status, page)
}

#[test]
fn a_form_is_read_in_each_encoding_that_it_may_name() {
    for (charset, bytes) in [
        (Charset::Utf8, "%E7%BE%BD%E6%AF%9B%E7%90%83"),
        (Charset::Gbk, "%D3%F0%C3%AB%C7%F2"),
        (Charset::Gb2312, "%D3%F0%C3%AB%C7%F2"),
        (Charset::Gb18030, "%D3%F0%C3%AB%C7%F2"),
    ] {
        let sandbox = sandbox();
        let form = client(&sandbox).form(&order(charset.clone(), "http://127.0.0.1:9/")).unwrap();
        let body = String::from_utf8(form.encoded_body()).unwrap();
        assert!(body.contains(bytes), "{charset:?}: {body}");
        assert_eq!(posted(&form).0, 303, "{charset:?}");
        let paybill = sandbox.order(NO_ORDER).unwrap().oid_paybill;
        let page = get(&format!("{}/sandbox/pay/{paybill}", sandbox.url())).1;
        assert!(page.contains("羽毛球"), "{charset:?}: {page}");
        assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Unpaid);
    }
}

#[test]
fn a_form_in_another_encoding_than_it_names_is_refused() {
    let sandbox = sandbox();
    let form = client(&sandbox).form(&order(Charset::Gbk, "http://127.0.0.1:9/")).unwrap();
    let body = String::from_utf8(form.encoded_body()).unwrap();
    let kind = "application/x-www-form-urlencoded";
    let said = body.replace("charset_name=GBK", "charset_name=UTF-8");
    assert_ne!(said, body);
    let (status, _, page) = post(form.action(), kind, said.as_bytes());
    assert!(status == 400 && page.contains("1012"), "{page}");
    let meant = body.replace("%D3%F0%C3%AB%C7%F2", "%E7%BE%BD%E6%AF%9B%E7%90%83");
    assert_ne!(meant, body);
    assert_eq!(post(form.action(), kind, meant.as_bytes()).0, 400);
    assert!(sandbox.order(NO_ORDER).is_none());
}

#[test]
fn the_payer_comes_back_from_the_bank_with_a_signed_result() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let form = client.form(&order(Charset::Utf8, &shop.url)).unwrap();
    let page = pay_on_page(&sandbox, &form, NO_ORDER);
    let told = client
        .receiver()
        .browser_notification::<SyncNotification, _, _, _>(returned(&page))
        .unwrap();
    assert_eq!(told.result_pay, PaymentResult::Success);
    assert_eq!(told.pay_type, Some(PaymentMethod::OnlineBankingDebit));
    assert_eq!(told.bank_code.as_deref(), Some("01020000"));
    assert_eq!(told.info_order.as_deref(), Some("第一单"));

    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!(told.pay_type, PaymentMethod::OnlineBankingDebit);
    assert_eq!(query(&client, NO_ORDER).result_pay, Some(PaymentResult::Success));
}

#[test]
fn an_order_that_names_no_kind_is_not_told_as_paid_by_wallet() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let mut order = order(Charset::Utf8, &shop.url);
    (order.pay_type, order.bank_code) = (None, None);
    assert_eq!(posted(&client.form(&order).unwrap()).0, 303);
    sandbox.pay(NO_ORDER).unwrap();
    let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!(told.pay_type, PaymentMethod::OnlineBankingDebit);
}
