//! What holds for every page: it fits a phone, has names for everything, and loads nothing from elsewhere.

use std::fs;
use std::path::PathBuf;

use lianlian_sandbox::Sandbox;
use serde_json::json;

use crate::chromium::{Browser, Tab};
use crate::shop::{NO_ORDER, Shop};

/// Looks at a page in a narrow and a wide window. With `LIANLIAN_PICTURES` set to a folder, pictures are
/// put there.
fn look_at(tab: &Tab<'_>, name: &str) {
    for (width, height) in [(360, 740), (1280, 800)] {
        tab.resize(width, height);
        let wide = tab.eval("document.documentElement.scrollWidth - innerWidth");
        assert!(wide.as_i64().unwrap() <= 0, "{name} is {wide} pixels too wide for {width}");
        if let Some(folder) = std::env::var_os("LIANLIAN_PICTURES") {
            let file = PathBuf::from(folder).join(format!("{name}-{width}.png.base64"));
            fs::write(file, tab.picture()).unwrap();
        }
    }
    let nameless = tab.eval(
        "[...document.querySelectorAll('input:not([type=hidden]), select, button, a, svg[role=img]')]
           .filter((one) => !(one.labels?.length || one.textContent.trim() || one.ariaLabel))
           .map((one) => one.outerHTML)",
    );
    assert_eq!(nameless, json!([]), "{name}");
    let elsewhere = tab.eval(
        "performance.getEntriesByType('resource').map((one) => one.name)
           .filter((one) => new URL(one).origin !== location.origin)",
    );
    assert_eq!(elsewhere, json!([]), "{name}");
    assert_eq!(tab.eval("document.documentElement.lang"), "en", "{name}");
    assert_eq!(tab.eval("document.querySelectorAll('main').length"), 1, "{name}");
    assert_eq!(tab.eval("document.querySelectorAll('h1').length"), 1, "{name}");
    let ids = tab.eval(
        "[...document.querySelectorAll('[id]')].map((one) => one.id)
           .filter((id, place, all) => all.indexOf(id) !== place)",
    );
    assert_eq!(ids, json!([]), "{name} has an id twice");
    // Text against what is behind it, as far as colours are plain: 4.5 to 1.
    let faint = tab.eval(CONTRAST);
    assert_eq!(faint, json!([]), "{name}");
    assert_eq!(tab.complaints(), [""; 0], "{name}");
}

const CONTRAST: &str = r"(() => {
  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((one) => one / 255)
      .map((one) => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const has = (one) => [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  return [...document.querySelectorAll('body *:not(script)')]
    .filter((one) => has(one) && one.checkVisibility())
    .filter((one) => {
      const pair = [light(parts(getComputedStyle(one).color)), light(behind(one))].sort((a, b) => b - a);
      return (pair[0] + 0.05) / (pair[1] + 0.05) < 4.5;
    })
    .map((one) => one.outerHTML.slice(0, 200));
})()";

#[test]
fn every_page_of_a_payer_is_usable_on_a_phone_and_with_a_screen_reader() {
    let (browser, shop) = (Browser::start(), Shop::open());
    let tab = browser.tab();
    shop.sells(21_097);
    tab.open(&shop.url);
    tab.click_on("Check out");
    look_at(&tab, "choice");
    let start = tab.url();
    tab.click_on("Alipay");
    look_at(&tab, "scan");
    let phone = tab.eval("document.querySelector('.hint a').href");
    tab.open(phone.as_str().unwrap());
    look_at(&tab, "phone");
    tab.click_on("Have it declined");
    look_at(&tab, "declined");
    tab.open(&start);
    tab.click_on("Online banking, debit card");
    look_at(&tab, "banks");
    tab.click_on("Go to the bank");
    look_at(&tab, "bank");
    tab.open(&start);
    tab.click_on("Credit card with SMS verification");
    look_at(&tab, "card");
    tab.click_on("Send the SMS code");
    look_at(&tab, "card-errors");
    for (id, text) in [
        ("#card_no", "6222000000001234"),
        ("#vali_date", "12/29"),
        ("#cvv2", "987"),
        ("#acct_name", "张三"),
        ("#id_no", "110101199001010000"),
        ("#bind_mob", "13812345678"),
    ] {
        tab.fill(id, text);
    }
    tab.click_on("Send the SMS code");
    look_at(&tab, "code");
    tab.fill("#code", "000000");
    tab.click_on("Pay 210.97 CNY");
    look_at(&tab, "code-wrong");
    tab.fill("#code", Sandbox::SMS_CODE);
    tab.click_on("Pay 210.97 CNY");
    tab.click_on("Stay here");
    look_at(&tab, "paid");
    shop.sandbox.expire(NO_ORDER).unwrap_err();
}

#[test]
fn every_page_of_the_dashboard_is_usable_on_a_phone_and_with_a_screen_reader() {
    let (browser, shop) = (Browser::start(), Shop::open());
    let tab = browser.tab();
    tab.open(shop.sandbox.url());
    look_at(&tab, "orders-none");
    shop.sells(21_097);
    tab.open(&shop.url);
    tab.click_on("Check out");
    tab.click_on("Give up");
    look_at(&tab, "given-up");
    tab.open(shop.sandbox.url());
    tab.click_on(NO_ORDER);
    look_at(&tab, "order");
    tab.click_on("Pay");
    tab.wait_until("document.querySelector('#notifications').innerText.includes('acknowledged')");
    tab.eval("document.querySelectorAll('details').forEach((one) => one.open = true)");
    look_at(&tab, "order-paid");
    tab.open(shop.sandbox.url());
    look_at(&tab, "orders");
    tab.click_on("Controls");
    look_at(&tab, "controls");
    tab.click_on("Test data");
    look_at(&tab, "test-data");
    tab.open(&format!("{}/sandbox/pay/1", shop.sandbox.url()));
}
