//! The hosted page, as a payer's browser meets it.

use lianlian::aggregate::SyncNotification;
use lianlian::{Amount, Form, codes, easypay};
use lianlian_sandbox::{OrderState, Sandbox};

use crate::support::{
    Given, LONG, Shop, client, get, now, order, page_order, query, risk_item, sandbox, submit,
};

const NO_ORDER: &str = "20261122000003";

fn opened(form: &Form) -> (u16, String) {
    submit(form.action(), form.pairs())
}

/// The values of an attribute, decoded.
fn attributes(page: &str, before: &str) -> Vec<String> {
    let found = page.split(before).skip(1);
    found
        .map(|rest| rest.split_once('"').unwrap().0)
        .map(|text| {
            text.replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
        })
        .collect()
}

/// The address that the first form of a page goes to.
fn pay_link(sandbox: &Sandbox, page: &str) -> String {
    let path = attributes(page, "action=\"").remove(0);
    assert!(path.starts_with("/sandbox/pay/"), "{path}");
    format!("{}{path}", sandbox.url())
}

fn open_page(sandbox: &Sandbox, shop: &Shop, url_return: Option<&str>) -> String {
    let form = client(sandbox).form(&page_order(&shop.url, url_return)).unwrap();
    let (status, page) = opened(&form);
    assert_eq!(status, 200, "{page}");
    page
}

#[test]
fn paying_on_the_page_brings_the_browser_back_with_a_signed_result() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let page = open_page(&sandbox, &shop, Some("https://shop.example/thanks?a=1&b=2"));
    assert!(page.contains("<meta charset=\"utf-8\">") && page.contains("lang="));
    assert!(page.contains("210.97"));
    let action = pay_link(&sandbox, &page);
    let (status, back) = submit(&action, [("decision", "pay"), ("pay_type", "I")]);
    assert_eq!(status, 200);
    assert_eq!(attributes(&back, "action=\""), ["https://shop.example/thanks?a=1&b=2"]);
    assert!(back.contains("Thank you"));
    let names = attributes(&back, "<input type=\"hidden\" name=\"");
    let values = attributes(&back, "\" value=\"");
    let pairs: Vec<_> = names.into_iter().zip(values).collect();
    let told = client.receiver().browser_notification::<SyncNotification, _, _, _>(pairs).unwrap();
    assert_eq!(told.no_order, NO_ORDER);
    assert_eq!(told.money_order, Amount::from_fen(21_097));
    assert_eq!(told.result_pay, codes::PaymentResult::Success);
    assert_eq!(told.pay_type, Some(codes::PaymentMethod::Wechat));

    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    assert_eq!(query(&client, NO_ORDER).result_pay, Some(codes::PaymentResult::Success));
}

#[test]
fn a_payer_on_a_phone_brings_the_result_back_in_one_parameter_and_by_a_button() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let order = easypay::H5Redirect::builder()
        .user_id("shopper-17")
        .app_request(codes::AppKind::H5)
        .busi_partner(codes::GoodsKind::PhysicalGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .name_goods("羽毛球")
        .money_order(Amount::from_fen(21_097))
        .notify_url(&*shop.url)
        .url_return("https://shop.example/thanks?a=1")
        .pay_type(codes::EasypayPayType::Regular)
        .risk_item(risk_item());
    let (status, page) = opened(&client.form(&order.build().unwrap()).unwrap());
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("Pay with a card"), "{page}");
    let paybill = sandbox.order(NO_ORDER).unwrap().oid_paybill;
    let (_, page) = submit(&format!("{}/sandbox/pay/{paybill}", sandbox.url()), []);
    let names = attributes(&page, "<input type=\"hidden\" name=\"");
    let pairs: Vec<_> = names.into_iter().zip(attributes(&page, "\" value=\"")).collect();
    assert_eq!(pairs.len(), 1);
    let receiver = client.receiver();
    let told = receiver.browser_notification::<easypay::H5SyncNotification, _, _, _>(pairs);
    assert_eq!(told.unwrap().no_order, NO_ORDER);
    // The order does not ask to be taken back without a click.
    assert!(!page.contains("data-after"));
}

#[test]
fn without_a_return_address_the_payer_is_thanked() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let page = open_page(&sandbox, &shop, None);
    let action = pay_link(&sandbox, &page);
    let (status, page) = submit(&action, [("decision", "pay")]);
    assert_eq!(status, 200);
    assert!(page.contains("Thank you") && !page.contains("<form"));
    // Paid once is paid: the second click leads to the same page.
    let (status, again) = submit(&action, [("decision", "pay")]);
    assert_eq!((status, again), (200, page));
    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    assert_eq!(sandbox.order(NO_ORDER).unwrap().notifications.len(), 1);
}

#[test]
fn a_return_address_that_is_no_web_address_is_not_posted_to() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let page = open_page(&sandbox, &shop, Some("javascript:alert(1)"));
    let action = pay_link(&sandbox, &page);
    let (_, page) = submit(&action, [("decision", "pay")]);
    assert!(!page.contains("javascript:"));
}

#[test]
fn giving_up_leaves_the_order_unpaid() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let page = open_page(&sandbox, &shop, None);
    let action = pay_link(&sandbox, &page);
    assert_eq!(submit(&action, [("decision", "give_up")]).0, 200);
    assert_eq!(sandbox.order(NO_ORDER).unwrap().state, OrderState::Unpaid);
}

#[test]
fn markup_in_a_message_stays_text_on_every_page() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let page = open_page(&sandbox, &shop, None);
    assert!(page.contains("羽毛球 &lt;b&gt;&quot;set&quot;&lt;/b&gt;"), "{page}");
    let (_, list) = get(&format!("{}/", sandbox.url()));
    assert!(list.contains(NO_ORDER));
    let (status, page) = submit(
        client(&sandbox).form(&page_order(&shop.url, None)).unwrap().action(),
        [("<script>", "<script>"), ("oid_partner", sandbox.oid_partner())],
    );
    assert_eq!(status, 400);
    assert!(!page.contains("<script>"));
}

#[test]
fn a_form_with_a_changed_value_is_refused_on_a_readable_page() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let form = client(&sandbox).form(&page_order(&shop.url, None)).unwrap();
    let pairs: Vec<_> = form
        .pairs()
        .map(|(name, value)| match name {
            "money_order" => (name, "0.01"),
            _ => (name, value),
        })
        .collect();
    let (status, page) = submit(form.action(), pairs);
    assert_eq!(status, 400);
    assert!(page.contains("1001") && page.contains("商户请求签名错误"), "{page}");
    assert!(sandbox.order(NO_ORDER).is_none());
}

#[test]
fn a_form_made_too_long_ago_is_refused_and_names_its_time() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let late = lianlian::FixedClock("20261122085959".parse().unwrap());
    let client = sandbox.client().clock(late).build().unwrap();
    let form = client.form(&page_order(&shop.url, None)).unwrap();
    let (status, page) = opened(&form);
    assert_eq!(status, 400);
    assert!(page.contains("（timestamp）"), "{page}");
}

#[test]
fn what_is_no_form_gets_a_page_too() {
    let sandbox = sandbox();
    let url = format!("{}{}", sandbox.url(), crate::support::path("aggregate.web_redirect"));
    let (status, content_type, _) = crate::support::post(&url, "application/json", b"{}");
    assert_eq!((status, &*content_type), (415, "text/html; charset=utf-8"));
}

#[test]
fn the_link_of_a_qr_code_opens_the_order_and_pays_it() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let given = Given { notify_url: &shop.url, ..Given::default() };
    let bill = client(&sandbox).send(&order(&given)).unwrap();
    let link = bill.pay_load.as_deref().unwrap();
    let (status, page) = get(link);
    assert_eq!(status, 200);
    assert!(page.contains("Pay 210.97 CNY"), "{page}");
    assert!(submit(link, []).1.contains("Thank you"));
    assert!(sandbox.wait_for_acknowledgement(given.no_order, LONG));
    assert_eq!(get(&format!("{}/sandbox/pay/1", sandbox.url())).0, 404);
}
