//! Easypay by pages and in apps: how the orders come in, and how the result goes back.

use lianlian::codes::{
    AppKind, DocumentType, EasypayMethod, EasypayPayType, GoodsKind, PaymentMethod, PaymentResult,
};
use lianlian::easypay::{
    AsyncNotification, H5Redirect, H5SyncNotification, MobilePay, Query, QueryReply, WebRedirect,
    WebSyncNotification,
};
use lianlian::{Amount, Client, FixedClock, Form, PayerIp, Verified};
use lianlian_sandbox::{Account, OrderState, Sandbox};
use serde_json::Value;

use crate::card_binding::{Bound, bind};
use crate::support::{LONG, Shop, client, fast, get, now, post, risk_item, sandbox, submit};

const NO_ORDER: &str = "20261122000071";
const NOBODY: &str = "http://127.0.0.1:9/";
const BACK: &str = "https://shop.example/back?a=1&b=2";

fn web(no_agree: Option<&str>) -> WebRedirect {
    let order = WebRedirect::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .name_goods("羽毛球")
        .money_order(Amount::from_fen(1_500))
        .notify_url(NOBODY)
        .url_return(BACK)
        .userreq_ip("203.0.113.7".parse::<PayerIp>().unwrap())
        .pay_type(EasypayPayType::Regular)
        .risk_item(risk_item());
    match no_agree {
        Some(no_agree) => order.no_agree(no_agree).build(),
        None => order.build(),
    }
    .unwrap()
}

fn h5() -> H5Redirect {
    H5Redirect::builder()
        .user_id("shopper-17")
        .app_request(AppKind::H5)
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .name_goods("羽毛球 \"set\" & more")
        .money_order(Amount::from_fen(1_500))
        .notify_url(NOBODY)
        .url_return(BACK)
        .pay_type(EasypayPayType::Regular)
        .risk_item(risk_item())
        .build()
        .unwrap()
}

fn app(notify_url: &str) -> MobilePay {
    MobilePay::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::PhysicalGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .name_goods("羽毛球")
        .money_order(Amount::from_fen(1_500))
        .notify_url(notify_url)
        .pay_type(EasypayPayType::Regular)
        .risk_item(risk_item())
        .id_type(DocumentType::IdCard)
        .id_no("110101199001010000")
        .acct_name("张三")
        .build()
        .unwrap()
}

/// Opens the page of a form, pays there without typing anything, and gives the page that leads back.
pub(crate) fn pay_on_page(sandbox: &Sandbox, form: &Form, no_order: &str) -> String {
    let (status, page) = submit(form.action(), form.pairs());
    assert_eq!(status, 200, "{page}");
    let paybill = sandbox.order(no_order).unwrap().oid_paybill;
    let (status, page) = submit(&format!("{}/sandbox/pay/{paybill}", sandbox.url()), []);
    assert_eq!(status, 200, "{page}");
    page
}

/// The inputs that a page takes back to the shop.
pub(crate) fn returned(page: &str) -> Vec<(String, String)> {
    let text = |rest: &str| {
        let text = rest.split_once('"').unwrap().0;
        let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
        text.replace("&amp;", "&")
    };
    let inputs = page.split("<input type=\"hidden\" name=\"").skip(1);
    inputs.map(|rest| (text(rest), text(rest.split_once(" value=\"").unwrap().1))).collect()
}

fn query(client: &Client) -> Verified<QueryReply> {
    client.send(&Query::builder().no_order(NO_ORDER).dt_order(now()).build().unwrap()).unwrap()
}

fn to_sdk(sandbox: &Sandbox, payload: &[u8]) -> (u16, Value) {
    let url = format!("{}/sandbox/mobile/easypay.mobile_pay", sandbox.url());
    let (status, _, body) = post(&url, "application/json", payload);
    (status, serde_json::from_str(&body).unwrap())
}

#[test]
fn a_payer_at_a_computer_comes_back_with_the_result_in_inputs() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let page = pay_on_page(&sandbox, &client.form(&web(None)).unwrap(), NO_ORDER);
    let told = client
        .receiver()
        .browser_notification::<WebSyncNotification, _, _, _>(returned(&page))
        .unwrap();
    assert_eq!(told.ret_code, lianlian::codes::AnswerCode::Handled);
    assert_eq!((&*told.no_order, told.money_order), (NO_ORDER, Amount::from_fen(1_500)));
    assert_eq!(told.settle_date, Some(now().date()));
    assert_eq!(told.pay_type, Some(PaymentMethod::EasypayRegular));
    assert_eq!(query(&client).result_pay, Some(PaymentResult::Success));
}

#[test]
fn a_payer_on_a_phone_comes_back_with_the_result_as_json_in_one_input() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let form = client.form(&h5()).unwrap();
    assert_eq!(form.pairs().map(|(name, _)| name).collect::<Vec<_>>(), ["req_data"]);
    let inputs = returned(&pay_on_page(&sandbox, &form, NO_ORDER));
    assert_eq!(inputs.iter().map(|(name, _)| &**name).collect::<Vec<_>>(), ["res_data"]);
    let told =
        client.receiver().browser_notification::<H5SyncNotification, _, _, _>(inputs).unwrap();
    assert_eq!(told.result_pay, PaymentResult::Success);
    assert_eq!((&*told.no_order, told.settle_date), (NO_ORDER, Some(now().date())));
}

#[test]
fn an_order_on_a_page_waits_for_its_payer_in_the_query() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let form = client.form(&h5()).unwrap();
    assert_eq!(submit(form.action(), form.pairs()).0, 200);
    assert_eq!(query(&client).result_pay, Some(PaymentResult::Waiting));
}

#[test]
fn a_bound_card_is_told_of_when_its_order_was_paid_on_the_page() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let no_agree = bind(&client, &Bound::default());
    let form = client.form(&web(Some(&no_agree))).unwrap();
    assert_eq!(submit(form.action(), form.pairs()).0, 200);
    sandbox.pay(NO_ORDER).unwrap();
    let found = query(&client);
    assert_eq!(found.pay_type, Some(EasypayMethod::Debit));
    assert!(found.card_no.unverified().is_some());
}

#[test]
fn an_agreement_that_is_not_the_users_opens_no_page() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let theirs = bind(&client, &Bound { user_id: "shopper-18", ..Bound::default() });
    for (no_agree, code) in [(&*theirs, "3011"), ("2026112299999999", "3003")] {
        let form = client.form(&web(Some(no_agree))).unwrap();
        let (status, page) = submit(form.action(), form.pairs());
        assert!(status == 400 && page.contains(code), "{page}");
    }
    assert!(sandbox.order(NO_ORDER).is_none());
}

#[test]
fn an_app_gets_the_address_of_a_page_where_the_order_is_paid() {
    let shop = Shop::open();
    // An app comes from no page: the merchant's domains say nothing about it.
    let account = Account::new("209901010000000042").domains(["shop.example"]);
    let sandbox = fast().clock(FixedClock(now())).first_account(account).start().unwrap();
    let client = client(&sandbox);
    let payload = client.mobile_payload(&app(&shop.url)).unwrap();
    let (status, answer) = to_sdk(&sandbox, payload.expose().as_bytes());
    assert_eq!(status, 200, "{answer}");
    let url = answer["url"].as_str().unwrap();
    assert!(url.ends_with(answer["oid_paybill"].as_str().unwrap()));
    assert_eq!(get(url).0, 200);
    assert_eq!(query(&client).result_pay, Some(PaymentResult::Waiting));
    sandbox.pay(NO_ORDER).unwrap();
    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    let told = client.receiver().notification::<AsyncNotification>(&shop.next().body).unwrap();
    assert_eq!((&*told.no_order, &told.result_pay), (NO_ORDER, &PaymentResult::Success));
}

#[test]
fn a_message_that_the_app_changed_is_refused() {
    let sandbox = sandbox();
    let payload = client(&sandbox).mobile_payload(&app(NOBODY)).unwrap();
    let changed = payload.expose().replace("15.00", "0.01");
    let (status, answer) = to_sdk(&sandbox, changed.as_bytes());
    assert_eq!((status, &answer["ret_code"]), (400, &Value::from("1001")));
    assert_eq!(to_sdk(&sandbox, b"{").0, 400);
    assert!(sandbox.order(NO_ORDER).is_none());
    to_sdk(&sandbox, payload.expose().as_bytes());
    assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Unpaid);
}
