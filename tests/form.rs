//! Redirect payments: the page that the payer's browser is sent to the gateway with.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use std::net::Ipv4Addr;

use lianlian::{
    Amount, GatewayKey, Message, NotExecuted, Operation, RsaVerifier, Scheme, aggregate, codes,
    verify,
};
use support::{MERCHANT_PUBLIC_PEM, NOW, Script, client, risk, time, web_redirect};

fn page() -> aggregate::WebRedirect {
    let mut page = web_redirect();
    page.name_goods = String::from("<b>羽毛球</b> \"拍\" & 'Co'");
    page.notify_url = String::from("https://shop.example/lianlian/notify?a=1&b=2");
    page.valid_order = Some(30);
    page
}

#[test]
fn the_pairs_are_signed_and_what_the_client_adds_is_there() {
    let form = client(&Script::default()).form(&page()).unwrap();
    assert_eq!(Some(form.action()), aggregate::WebRedirect::META.url);
    let pairs: Vec<(String, String)> =
        form.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let get =
        |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    assert_eq!(get("version"), Some("1.1"));
    assert_eq!(get("timestamp"), Some(NOW));
    assert_eq!(get("userreq_ip"), Some("203_0_113_7"));
    assert_eq!(get("valid_order"), Some("30"));
    assert_eq!(get("money_order"), Some("210.97"));
    let message = Message::from_pairs(pairs.clone()).unwrap();
    let public = GatewayKey::from_pem(MERCHANT_PUBLIC_PEM).unwrap();
    verify(&message, &RsaVerifier::new(public, Scheme::Rsa).unwrap(), &[]).unwrap();
}

#[test]
fn everything_in_the_page_is_escaped() {
    let html = client(&Script::default()).form(&page()).unwrap().html();
    assert!(html.contains("&lt;b&gt;羽毛球&lt;/b&gt; &quot;拍&quot; &amp; &#39;Co&#39;"), "{html}");
    assert!(!html.contains("<b>"), "{html}");
    assert!(html.contains("<meta charset=\"utf-8\">"), "{html}");
    assert!(html.contains("notify?a=1&amp;b=2"), "{html}");
}

#[test]
fn a_line_break_that_a_browser_would_change_is_refused() {
    let mut page = page();
    page.info_order = Some("two\nlines".to_owned());
    let Err(NotExecuted::Invalid(violations)) = client(&Script::default()).form(&page) else {
        panic!("a form that cannot verify")
    };
    assert_eq!(violations.fields(), ["info_order"], "{violations}");
}

#[test]
fn fields_that_go_together_go_together() {
    let error = aggregate::WebRedirect::builder()
        .no_order("1")
        .dt_order(time(NOW))
        .money_order(Amount::from_fen(1))
        .busi_partner(codes::GoodsKind::VirtualGoods)
        .user_id("u")
        .name_goods("g")
        .notify_url("https://shop.example/")
        .userreq_ip(Ipv4Addr::LOCALHOST)
        .risk_item(risk())
        .bank_code("01020000")
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "aggregate.web_redirect: pay_type: is needed together with bank_code"
    );
}
