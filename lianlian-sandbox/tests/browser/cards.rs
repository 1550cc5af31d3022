//! Paying with a card: the form, the SMS code, and what is never shown.

use lianlian_sandbox::{OrderState, Sandbox};

use crate::chromium::{Browser, Tab};
use crate::shop::{LONG, NO_ORDER, Shop};

const CARD: &str = "6222000000001234";
const NAME: &str = "张三丰";
const DOCUMENT: &str = "110101199001010000";
const PHONE: &str = "13812345678";

fn check_out(shop: &Shop, tab: &Tab<'_>) {
    tab.open(&shop.url);
    tab.click_on("Check out");
    assert_eq!(tab.heading(), "Pay with a card");
}

fn fill_in(tab: &Tab<'_>) {
    tab.fill("#card_no", "6222 0000 0000 1234");
    tab.fill("#acct_name", NAME);
    tab.fill("#id_no", DOCUMENT);
    tab.fill("#bind_mob", PHONE);
}

fn state(shop: &Shop) -> OrderState {
    shop.sandbox.order(NO_ORDER).unwrap().state
}

#[test]
fn a_card_is_typed_paid_with_by_sms_code_and_bound() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells_by_card(NO_ORDER, None, None);
    let tab = browser.tab();
    check_out(&shop, &tab);
    fill_in(&tab);
    tab.click_on("Send the SMS code");
    assert_eq!(tab.heading(), "Type the SMS code");
    let page = tab.source();
    assert!(page.contains("622200******1234") && page.contains("138****5678"), "{page}");
    for secret in [CARD, DOCUMENT, NAME, PHONE] {
        assert!(!page.contains(secret), "{page}");
    }
    tab.fill("#code", Sandbox::SMS_CODE);
    tab.enter();
    assert_eq!(tab.heading(), "Thank you");
    tab.click_on("Back to the shop");
    assert_eq!(shop.returned.recv_timeout(LONG).unwrap().unwrap().no_order, NO_ORDER);
    assert_eq!(shop.payments(), 1);
    assert_eq!(shop.sandbox.agreements()[0].card_no, "************1234");
}

#[test]
fn mistakes_are_named_beside_their_fields_and_card_numbers_are_not_repeated() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells_by_card(NO_ORDER, None, None);
    let tab = browser.tab();
    check_out(&shop, &tab);
    assert_eq!(tab.eval("getComputedStyle(document.querySelector('.credit')).display"), "none");
    tab.press("#kind-credit");
    tab.wait_until("getComputedStyle(document.querySelector('.credit')).display !== 'none'");
    tab.fill("#card_no", CARD);
    tab.fill("#cvv2", "987");
    tab.fill("#id_no", "123");
    tab.fill("#acct_name", NAME);
    tab.click_on("Send the SMS code");
    let invalid =
        tab.eval("[...document.querySelectorAll('[aria-invalid]')].map((one) => one.id).join(' ')");
    assert_eq!(invalid, "vali_date id_no bind_mob");
    // What is said stands beside the field, and the field says so to a screen reader.
    assert_eq!(
        tab.eval(
            "document.getElementById(document.querySelector('#bind_mob')
            .getAttribute('aria-describedby').split(' ')[0]).innerText"
        ),
        "Please fill this in."
    );
    assert!(tab.eval("document.title").as_str().unwrap().starts_with("Error: "));
    let page = tab.source();
    assert!(!page.contains(CARD) && !page.contains("987"), "{page}");
    assert_eq!(tab.eval("document.querySelector('#acct_name').value"), NAME);
    assert_eq!(tab.eval("document.querySelector('#kind-credit').checked"), true);

    fill_in(&tab);
    tab.fill("#vali_date", "12/29");
    tab.fill("#cvv2", "987");
    tab.click_on("Send the SMS code");
    tab.fill("#code", Sandbox::SMS_CODE);
    tab.click_on("Pay 210.97 CNY");
    assert_eq!(tab.heading(), "Thank you");
}

#[test]
fn the_third_wrong_code_ends_the_payment_and_the_payer_can_start_again() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells_by_card(NO_ORDER, None, None);
    let tab = browser.tab();
    check_out(&shop, &tab);
    fill_in(&tab);
    tab.click_on("Send the SMS code");
    for left in ["two tries are left", "one try is left"] {
        tab.fill("#code", "000000");
        tab.click_on("Pay 210.97 CNY");
        assert!(tab.text().contains(left), "{}", tab.text());
    }
    tab.fill("#code", "000000");
    tab.click_on("Pay 210.97 CNY");
    assert_eq!(tab.heading(), "Not paid");
    assert_eq!(state(&shop), OrderState::Unpaid);
    // Even the right code comes too late.
    tab.back();
    assert_eq!(tab.heading(), "Not paid");
    tab.click_on("Try again");
    fill_in(&tab);
    tab.click_on("Send the SMS code");
    tab.fill("#code", Sandbox::SMS_CODE);
    tab.click_on("Pay 210.97 CNY");
    assert_eq!(tab.heading(), "Thank you");
    assert_eq!(shop.payments(), 1);
}

#[test]
fn a_second_card_in_another_tab_makes_the_code_of_the_first_void() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells_by_card(NO_ORDER, None, None);
    let (one, other) = (browser.tab(), browser.tab());
    for tab in [&one, &other] {
        check_out(&shop, tab);
        fill_in(tab);
        tab.click_on("Send the SMS code");
    }
    one.fill("#code", Sandbox::SMS_CODE);
    one.click_on("Pay 210.97 CNY");
    assert_eq!(one.heading(), "Start again");
    assert_eq!(state(&shop), OrderState::Unpaid);
    other.fill("#code", Sandbox::SMS_CODE);
    other.click_on("Pay 210.97 CNY");
    assert_eq!(other.heading(), "Thank you");
    // And what is left of the first leads to what the second has done.
    one.click_on("Try again");
    assert_eq!(one.heading(), "Thank you");
    assert_eq!(shop.payments(), 1);
}

#[test]
fn a_card_that_the_shop_gives_is_shown_masked_and_can_be_changed_at_the_shop() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells_by_card(NO_ORDER, Some((CARD, NAME)), None);
    let tab = browser.tab();
    check_out(&shop, &tab);
    let page = tab.source();
    assert!(page.contains("622200******1234") && page.contains("张**"), "{page}");
    assert!(!page.contains(CARD) && !page.contains(NAME), "{page}");
    assert_eq!(tab.eval("document.querySelector('#card_no')"), serde_json::Value::Null);
    tab.fill("#id_no", DOCUMENT);
    tab.fill("#bind_mob", PHONE);
    tab.click_on("Send the SMS code");
    assert!(tab.text().contains("622200******1234"));
    tab.back();
    tab.click_on("Use another card");
    assert!(tab.text().contains("Your cards"));
}

#[test]
fn an_agreement_needs_the_sms_code_only() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells_by_card(NO_ORDER, None, None);
    let tab = browser.tab();
    check_out(&shop, &tab);
    fill_in(&tab);
    tab.click_on("Send the SMS code");
    tab.fill("#code", Sandbox::SMS_CODE);
    tab.click_on("Pay 210.97 CNY");
    let no_agree = shop.sandbox.agreements()[0].no_agree.clone();

    shop.sells_by_card("again", None, Some(&no_agree));
    check_out(&shop, &tab);
    assert!(tab.text().contains("622200******1234") && tab.text().contains("138****5678"));
    assert_eq!(tab.eval("document.querySelectorAll('main input').length"), 0);
    tab.click_on("Send the SMS code");
    tab.fill("#code", Sandbox::SMS_CODE);
    tab.click_on("Pay 210.97 CNY");
    assert_eq!(tab.heading(), "Thank you");
    assert_eq!(shop.sandbox.order("again").unwrap().state, OrderState::Paid);
    assert_eq!(shop.sandbox.agreements().len(), 1);
}
