//! Paying on the pages, with and without scripts, twice, and not at all.

use lianlian::Amount;
use lianlian_sandbox::{Account, OrderState};

use crate::chromium::{Browser, Tab};
use crate::shop::{LONG, NO_ORDER, Returned, Shop, risk_item, settings};

/// From the shop to the choice of a method.
fn check_out(shop: &Shop, tab: &Tab<'_>) {
    tab.open(&shop.url);
    tab.click_on("Check out");
    assert!(tab.url().starts_with(&format!("{}/sandbox/pay/", shop.sandbox.url())));
}

fn returned(shop: &Shop) -> Returned {
    shop.returned.recv_timeout(LONG).unwrap().unwrap()
}

fn state(shop: &Shop) -> OrderState {
    shop.sandbox.order(NO_ORDER).unwrap().state
}

#[test]
fn a_payer_chooses_a_method_scans_pays_and_is_back_at_the_shop_with_a_signed_result() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells(21_097);
    let tab = browser.tab();
    check_out(&shop, &tab);
    assert!(tab.text().contains("210.97 CNY") && tab.text().contains("羽毛球 <b>\"set\"</b>"));
    tab.click_on("WeChat Pay");
    assert_eq!(tab.heading(), "Scan to pay");
    assert!(
        tab.eval("document.querySelector('svg.qr').getBoundingClientRect().width > 100") == true
    );
    tab.click_on("Pay as the phone would");
    assert_eq!(tab.heading(), "Thank you");
    assert_eq!(tab.complaints(), [""; 0]);
    tab.click_on("Back to the shop");
    assert!(tab.text().contains("verified"));
    let expected = Returned {
        no_order: NO_ORDER.to_owned(),
        money: Amount::from_fen(21_097),
        pay_type: Some("I".to_owned()),
    };
    assert_eq!(returned(&shop), expected);
    assert_eq!(shop.payments(), 1);
}

#[test]
fn the_way_back_is_taken_by_itself_once_and_going_back_from_the_shop_stays_put() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells(21_097);
    let tab = browser.tab_in_time();
    check_out(&shop, &tab);
    tab.click_on("Alipay");
    // The page of thanks, and then the shop's.
    tab.click_on("Pay as the phone would");
    tab.wait_for_next_page();
    assert!(tab.text().contains("verified"));
    returned(&shop);
    tab.back();
    assert_eq!(tab.heading(), "Thank you");
    assert!(!tab.source().contains("data-after"), "the payer could not leave the shop any more");
}

#[test]
fn everything_works_without_scripts() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells(21_097);
    let tab = browser.tab();
    check_out(&shop, &tab);
    tab.without_scripts();
    tab.reload();
    tab.click_on("Alipay");
    tab.click_on("Pay as the phone would");
    assert_eq!(tab.heading(), "Thank you");
    tab.click_on("Back to the shop");
    assert_eq!(returned(&shop).no_order, NO_ORDER);
    tab.open(shop.sandbox.url());
    assert!(tab.text().contains("reload the page"));
    tab.click_on(NO_ORDER);
    assert!(tab.text().contains("paid"));
}

#[test]
fn a_page_left_open_in_a_second_tab_does_not_pay_again() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells(21_097);
    let (one, other) = (browser.tab(), browser.tab());
    for tab in [&one, &other] {
        check_out(&shop, tab);
    }
    one.click_on("Alipay");
    // Still open while the first one pays; without scripts it does not notice.
    other.without_scripts();
    other.click_on("WeChat Pay");
    one.click_on("Pay as the phone would");
    assert_eq!(one.heading(), "Thank you");
    other.click_on("Pay as the phone would");
    assert_eq!(other.heading(), "Thank you");
    assert!(other.text().contains("Back to the shop"));
    assert_eq!(shop.payments(), 1);
}

#[test]
fn two_clicks_on_the_button_pay_once() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells(21_097);
    let tab = browser.tab();
    check_out(&shop, &tab);
    tab.click_on("Alipay");
    tab.wait_for_load(|| tab.press_twice_on("Pay as the phone would"));
    tab.wait_until("document.querySelector('h1')?.innerText === 'Thank you'");
    assert_eq!(shop.payments(), 1);
}

#[test]
fn reloading_and_going_back_after_paying_show_that_it_is_paid() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells_more(21_097, |_| None);
    let tab = browser.tab();
    check_out(&shop, &tab);
    tab.reload();
    tab.click_on("Alipay");
    tab.reload();
    assert_eq!(tab.heading(), "Scan to pay");
    tab.click_on("Pay as the phone would");
    tab.reload();
    assert_eq!(tab.heading(), "Thank you");
    tab.back();
    assert_eq!(tab.heading(), "Thank you");
    // The shop's form again: it is the same order, which is paid.
    check_out(&shop, &tab);
    assert_eq!(tab.heading(), "Thank you");
    assert_eq!(shop.payments(), 1);
}

#[test]
fn the_page_with_the_code_notices_that_a_phone_has_paid() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells(21_097);
    let (tab, phone) = (browser.tab(), browser.tab());
    check_out(&shop, &tab);
    tab.click_on("Alipay");
    tab.wait_until("document.documentElement.dataset.connected === 'yes'");
    let link = tab.eval("document.querySelector('.hint a').href");
    phone.resize(390, 844);
    phone.open(link.as_str().unwrap());
    assert_eq!(phone.heading(), "Pay 210.97 CNY");
    tab.wait_for_load(|| phone.click_on("Pay"));
    assert_eq!(tab.heading(), "Thank you");
    assert_eq!(phone.heading(), "Thank you");
}

#[test]
fn giving_up_leads_back_to_the_shop_and_leaves_the_order_open() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells(21_097);
    let tab = browser.tab();
    check_out(&shop, &tab);
    tab.click_on("Give up");
    assert_eq!(tab.heading(), "Not paid");
    assert_eq!(state(&shop), OrderState::Unpaid);
    tab.click_on("Try again");
    assert_eq!(tab.heading(), "How do you want to pay?");
    tab.click_on("Give up");
    tab.click_on("Back to the shop");
    assert!(tab.text().contains("Your orders"));
}

#[test]
fn a_bank_is_chosen_declines_and_takes_the_payment_the_second_time() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells_by_bank();
    let tab = browser.tab();
    check_out(&shop, &tab);
    assert!(!tab.text().contains("Alipay"), "online banking only");
    tab.click_on("Online banking, debit card");
    tab.eval("document.querySelector('#bank').value = '01030000'");
    tab.click_on("Go to the bank");
    assert_eq!(tab.heading(), "Agricultural Bank of China");
    tab.click_on("Have it declined");
    assert_eq!(tab.heading(), "Declined");
    assert_eq!(state(&shop), OrderState::Unpaid);
    tab.back();
    assert_eq!(tab.heading(), "Agricultural Bank of China");
    tab.click_on("Confirm the payment");
    assert_eq!(tab.heading(), "Thank you");
    assert_eq!(shop.payments(), 1);
    let told = shop.sandbox.exchanges();
    let told = told.iter().find(|one| one.operation == "online_banking.async_notification");
    let source = &told.unwrap().source;
    assert!(source.contains("bank_code=01030000&") && source.contains("pay_type=1&"), "{source}");
}

#[test]
fn a_payment_over_the_limit_of_a_new_account_is_refused_on_a_page_that_says_so() {
    let account = Account::new("209901010000000018").live(false);
    let shop = Shop::with(settings().first_account(account));
    let browser = Browser::start();
    let tab = browser.tab();
    shop.sells(4_000);
    check_out(&shop, &tab);
    // The limit of the day is reached by another payment while the page is open.
    let other = lianlian::aggregate::DirectPay::builder()
        .no_order("other")
        .dt_order(shop.now())
        .money_order(Amount::from_fen(2_000))
        .busi_partner(lianlian::codes::GoodsKind::PhysicalGoods)
        .user_id("shopper-17")
        .name_goods("Net")
        .notify_url(format!("{}/notify", shop.url))
        .risk_item(risk_item())
        .pay_type(lianlian::aggregate::DirectPayType::AlipayQr)
        .build();
    shop.client.send(&other.unwrap()).unwrap();
    shop.sandbox.pay("other").unwrap();
    tab.click_on("Alipay");
    tab.click_on("Pay as the phone would");
    assert_eq!(tab.heading(), "Not paid");
    assert!(tab.text().contains("50.00 CNY at most"), "{}", tab.text());
    assert_eq!(state(&shop), OrderState::Unpaid);
}

#[test]
fn an_order_that_expires_while_its_page_is_open_is_not_paid() {
    let (browser, shop) = (Browser::start(), Shop::open());
    shop.sells(21_097);
    let tab = browser.tab();
    check_out(&shop, &tab);
    let link = tab.url();
    tab.without_scripts();
    tab.click_on("Alipay");
    shop.sandbox.expire(NO_ORDER).unwrap();
    tab.click_on("Pay as the phone would");
    assert_eq!(tab.heading(), "Not paid");
    tab.open(&link);
    assert_eq!(tab.heading(), "Expired");
    assert_eq!(state(&shop), OrderState::Expired);
}
