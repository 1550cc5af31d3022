//! The dashboard: what it shows, what its buttons do, and that it keeps itself up to date.

use lianlian::aggregate::{DirectPay, DirectPayType};
use lianlian::{Amount, codes};
use lianlian_sandbox::{Account, OrderState};

use crate::chromium::Browser;
use crate::shop::{LONG, NO_ORDER, Shop, risk_item, settings};

fn place(shop: &Shop, no_order: &str, notify: &str) {
    let order = DirectPay::builder()
        .no_order(no_order)
        .dt_order(shop.now())
        .money_order(Amount::from_fen(21_097))
        .busi_partner(codes::GoodsKind::PhysicalGoods)
        .user_id("shopper-17")
        .name_goods("羽毛球")
        .notify_url(format!("{}{notify}", shop.url))
        .risk_item(risk_item())
        .pay_type(DirectPayType::AlipayQr);
    shop.client.send(&order.build().unwrap()).unwrap();
}

const CONNECTED: &str = "document.documentElement.dataset.connected === 'yes'";

#[test]
fn an_order_placed_and_paid_by_the_program_appears_without_reloading() {
    let (browser, shop) = (Browser::start(), Shop::open());
    let tab = browser.tab();
    tab.open(shop.sandbox.url());
    assert!(tab.text().contains("None yet."));
    tab.wait_until(CONNECTED);
    tab.eval("window.sameDocument = true");
    place(&shop, "one", "/notify");
    tab.wait_until("document.querySelector('#orders').innerText.includes('one')");
    shop.sandbox.pay("one").unwrap();
    tab.wait_until("document.querySelector('#orders').innerText.includes('acknowledged')");
    assert_eq!(tab.eval("window.sameDocument"), true);
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn an_order_is_paid_by_its_button_and_its_page_shows_every_message() {
    let (browser, shop) = (Browser::start(), Shop::open());
    place(&shop, "one", "/notify");
    let tab = browser.tab();
    tab.open(shop.sandbox.url());
    tab.click_on("one");
    assert_eq!(tab.heading(), "Order one");
    tab.click_on("Pay");
    tab.wait_until("document.querySelector('#notifications').innerText.includes('acknowledged')");
    assert!(!tab.text().contains("Let it fail"), "a paid order does not fail");
    let messages = tab.eval("document.querySelector('#messages').innerText");
    let messages = messages.as_str().unwrap();
    for part in ["aggregate.direct_pay", "signature and fields in order", "0000", "acknowledged"] {
        assert!(messages.contains(part), "{messages}");
    }
    let sources = tab.eval("document.querySelector('#messages').textContent");
    assert!(sources.as_str().unwrap().contains("no_order=one&"));
    assert!(!tab.source().contains("MARKED"));
    tab.click_on("Send notifications again");
    tab.wait_until("document.querySelector('#notifications').innerText.includes('attempt 2')");
    assert_eq!(tab.complaints(), [""; 0]);
}

#[test]
fn why_a_notification_failed_and_when_it_comes_again_can_be_seen() {
    let (browser, shop) = (Browser::start(), Shop::open());
    place(&shop, "one", "/nothing-here");
    shop.sandbox.pay("one").unwrap();
    let tab = browser.tab();
    tab.open(shop.sandbox.url());
    tab.click_on("one");
    let told = "document.querySelector('#notifications').innerText";
    tab.wait_until(&format!("{told}.includes('attempt 1')"));
    let shown = tab.eval(told);
    let wrong = r#"The body has to be {"ret_code":"0000","ret_msg":"ok"}"#;
    assert!(shown.as_str().unwrap().contains(wrong), "{shown}");
    tab.click_on("+2 min");
    tab.wait_until(&format!("{told}.includes('attempt 2')"));
}

#[test]
fn an_order_fails_or_expires_by_its_buttons() {
    let (browser, shop) = (Browser::start(), Shop::open());
    let tab = browser.tab();
    for (no_order, button, state) in
        [("one", "Let it fail", OrderState::Failed), ("two", "Let it expire", OrderState::Expired)]
    {
        place(&shop, no_order, "/notify");
        tab.open(shop.sandbox.url());
        tab.click_on(no_order);
        tab.click_on(button);
        assert!(tab.text().contains(state.name()));
        assert_eq!(shop.sandbox.order(no_order).unwrap().state, state);
    }
    assert!(shop.sandbox.pay("one").is_err());
}

#[test]
fn orders_are_found_by_number_state_and_merchant_a_hundred_at_a_time() {
    let other = "209901010000000026";
    let shop = Shop::with(settings().account(Account::new(other)));
    let browser = Browser::start();
    for number in 0..105 {
        place(&shop, &format!("order-{number}"), "/notify");
    }
    shop.sandbox.pay("order-7").unwrap();
    let tab = browser.tab();
    tab.open(shop.sandbox.url());
    let rows = "document.querySelectorAll('tbody tr').length";
    assert_eq!(tab.eval(rows), 100);
    assert!(tab.text().contains("105 orders") && tab.text().contains("page 1 of 2"));
    // Newest first.
    assert_eq!(tab.eval("document.querySelector('tbody a').innerText"), "order-104");
    tab.click_on("Older");
    assert_eq!(tab.eval(rows), 5);
    tab.fill("#q", "order-10");
    tab.enter();
    assert_eq!(tab.eval(rows), 6);
    tab.eval(
        "document.querySelector('#q').value = ''; document.querySelector('#state').value = 'paid'",
    );
    tab.click_on("Show");
    assert_eq!(tab.eval(rows), 1);
    tab.eval(&format!("document.querySelector('#merchant').value = '{other}'"));
    tab.click_on("Show");
    assert!(tab.text().contains("None yet."));
}

#[test]
fn the_clock_is_pushed_and_troubles_and_accounts_are_set_by_forms() {
    let (browser, shop) = (Browser::start(), Shop::open());
    let tab = browser.tab();
    let before = shop.now().unix_seconds();
    tab.open(shop.sandbox.url());
    tab.click_on("+1 day");
    assert!(shop.now().unix_seconds() - before >= 86_400);
    tab.click_on("Controls");
    tab.fill("#trouble", "status=502");
    tab.eval("document.querySelector('#operation').value = 'aggregate.query'");
    tab.fill("#times", "2");
    tab.click_on("Add");
    assert!(tab.text().contains("status=502 at aggregate.query, 2 times"), "{}", tab.text());
    let query = lianlian::aggregate::Query::builder().no_order("none").build().unwrap();
    assert!(shop.client.send(&query).unwrap_err().is_unknown());
    tab.wait_until("document.querySelector('#troubles').innerText.includes('once')");
    tab.click_on("End them all");
    assert!(tab.text().contains("everything goes well"));
    tab.fill("#trouble", "nonsense");
    tab.click_on("Add");
    assert!(tab.text().contains("is no trouble"));

    let number = shop.sandbox.oid_partner();
    tab.fill(&format!("#products-{number}"), "refund");
    tab.press(&format!("#live-{number}"));
    tab.click_on("Save");
    assert_eq!(tab.eval(&format!("document.querySelector('#live-{number}').checked")), false);
    let refused = shop.client.send(&query).unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, "3010");
}

#[test]
fn a_page_of_another_site_cannot_pay_orders_or_move_the_clock() {
    let (browser, shop) = (Browser::start(), Shop::open());
    place(&shop, NO_ORDER, "/notify");
    let (tab, before) = (browser.tab(), shop.now().unix_seconds());
    // The shop's own page: another origin than the sandbox's.
    tab.open(&format!("{}/orders", shop.url));
    let gateway = shop.sandbox.url();
    for path in [format!("/sandbox/orders/{NO_ORDER}/pay"), "/sandbox/clock".to_owned()] {
        tab.eval(&format!(
            "fetch('{gateway}{path}', {{ method: 'POST', mode: 'no-cors',
               body: '{{\"advance\": 86400}}' }}).then(() => true)"
        ));
    }
    let form = format!("{gateway}/sandbox/dashboard/clock");
    tab.wait_for_load(|| {
        tab.eval(&format!(
            "(() => {{ const form = document.createElement('form');
               form.method = 'post'; form.action = '{form}';
               form.innerHTML = '<input name=advance value=86400>';
               document.body.append(form); form.submit(); }})()"
        ));
    });
    assert!(tab.text().contains("another site"), "{}", tab.text());
    assert_eq!(shop.sandbox.order(NO_ORDER).unwrap().state, OrderState::Unpaid);
    assert!(shop.now().unix_seconds() - before < 86_400);
    assert!(!shop.sandbox.wait_for_acknowledgement(NO_ORDER, LONG / 100));
}
