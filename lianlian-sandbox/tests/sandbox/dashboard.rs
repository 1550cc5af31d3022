//! The dashboard as HTML: nothing sensitive is on any of its pages.

use lianlian::codes::{DocumentType, EasypayPayType, GoodsKind};
use lianlian::{Amount, easypay};
use lianlian_sandbox::Sandbox;

use crate::support::{LONG, Shop, client, get, now, risk_item, sandbox};

const NO_ORDER: &str = "20261122000011";
const CARD: &str = "6222000000004242";
const NAME: &str = "张标记";
const DOCUMENT: &str = "110101199001014242";
const PHONE: &str = "13800004242";

#[test]
fn no_sensitive_value_is_on_any_page() {
    let (sandbox, shop) = (sandbox(), Shop::open());
    let client = client(&sandbox);
    let charge = easypay::Apply::builder()
        .user_id("shopper-17")
        .busi_partner(GoodsKind::VirtualGoods)
        .no_order(NO_ORDER)
        .dt_order(now())
        .money_order(Amount::from_fen(21_097))
        .name_goods("会员 11 月")
        .notify_url(&*shop.url)
        .risk_item(risk_item())
        .pay_type(EasypayPayType::Regular)
        .acct_name(NAME)
        .card_no(CARD)
        .id_type(DocumentType::IdCard)
        .id_no(DOCUMENT)
        .bind_mob(PHONE)
        .build()
        .unwrap();
    let easypay::ApplyReply::SmsCode(step) = client.send(&charge).unwrap().into_inner() else {
        panic!("a bare card needs a code");
    };
    let token = step.token.expose().to_owned();
    let code = step.verify(&charge).verify_code(Sandbox::SMS_CODE).build().unwrap();
    client.send(&code).unwrap();
    assert!(sandbox.wait_for_acknowledgement(NO_ORDER, LONG));
    let no_agree = sandbox.agreements()[0].no_agree.expose().to_owned();

    let paybill = sandbox.order(NO_ORDER).unwrap().oid_paybill;
    let mut read = 0;
    for path in [
        "/".to_owned(),
        format!("/sandbox/dashboard/orders/{paybill}"),
        "/sandbox/dashboard/controls".to_owned(),
        format!("/sandbox/pay/{paybill}"),
        format!("/sandbox/orders/{NO_ORDER}"),
    ] {
        let (status, page) = get(&format!("{}{path}", sandbox.url()));
        assert_eq!(status, 200, "{path}");
        for secret in [CARD, NAME, DOCUMENT, PHONE, &*token, &*no_agree, Sandbox::SMS_CODE] {
            assert!(!page.contains(secret), "{secret} on {path}: {page}");
        }
        read += usize::from(page.contains(NO_ORDER));
    }
    assert_eq!(read, 4, "pages about the order name it");
}
