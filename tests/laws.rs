//! Laws: the order that the compiler settles is the order of the message that is sent.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use std::collections::BTreeSet;

use lianlian::meta::name_hash;
use lianlian::{
    Amount, Filling, GatewayKey, Message, OPERATIONS, OrderTime, Request, RsaSigner, RsaVerifier,
    Scheme, SignSource, Signer, SourceHash, aggregate, body_of, compare_keys, pairs_of, source_of,
    verify, write_source,
};
use proptest::prelude::*;
use serde::Serialize;
use support::{MERCHANT, MERCHANT_PUBLIC_PEM, NOW, direct_pay, merchant_key, time, web_redirect};

fn filling() -> Filling<'static> {
    Filling { merchant: MERCHANT, scheme: Scheme::Rsa, now: time(NOW) }
}

/// Text with everything in it that could upset a source or a JSON string.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            any::<char>(),
            Just('"'),
            Just('\\'),
            Just('&'),
            Just('='),
            Just('\n'),
            Just('羽'),
            Just('\u{0}'),
            Just('😀'),
        ],
        0..12,
    )
    .prop_map(|characters| characters.into_iter().collect())
}

fn order() -> impl Strategy<Value = aggregate::DirectPay> {
    (
        (text(), text(), text(), any::<u64>(), 0_i64..4_000_000_000),
        (proptest::option::of(text()), proptest::option::of(text()), proptest::option::of(text())),
    )
        .prop_map(|((number, goods, url, fen, seconds), (remark, openid, payee))| {
            let mut order = direct_pay();
            order.no_order = number;
            order.name_goods = goods;
            order.notify_url = url;
            order.money_order = Amount::from_fen(fen);
            order.dt_order = OrderTime::from_unix_seconds(seconds).unwrap();
            order.info_order = remark;
            order.openid = openid.map(Into::into);
            order.col_userid = payee;
            order
        })
}

/// A message outside the spec, with every serde attribute that is honoured.
#[derive(Debug, Serialize, SignSource)]
#[serde(rename_all = "camelCase")]
struct Outside {
    pay_type: String,
    pay_load: String,
    #[serde(rename = "Zebra")]
    last_name: Option<String>,
    #[serde(skip)]
    #[allow(dead_code, reason = "that it is not sent is the point")]
    hidden: String,
    #[serde(skip_serializing_if = "is_seven")]
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<Amount>,
    is_new: bool,
    placed: OrderTime,
    offset: i32,
    #[lianlian(json)]
    list: Vec<String>,
    #[serde(rename(serialize = "r#type", deserialize = "kind"))]
    kind: String,
    sign: String,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_seven(number: &u64) -> bool {
    *number == 7
}

fn outside() -> impl Strategy<Value = Outside> {
    (
        (text(), text(), proptest::option::of(text()), text(), prop_oneof![Just(7), any::<u64>()]),
        (proptest::option::of(any::<u64>()), any::<bool>(), 0_i64..4_000_000_000, any::<i32>()),
        (proptest::collection::vec(text(), 0..3), text(), text()),
    )
        .prop_map(|(a, b, c)| Outside {
            pay_type: a.0,
            pay_load: a.1,
            last_name: a.2,
            hidden: a.3,
            count: a.4,
            total: b.0.map(Amount::from_fen),
            is_new: b.1,
            placed: OrderTime::from_unix_seconds(b.2).unwrap(),
            offset: b.3,
            list: c.0,
            kind: c.1,
            sign: c.2,
        })
}

fn assert_source_of_body<R: Request>(request: &R) {
    let body = body_of(request, &filling(), "c2lnbmF0dXJl");
    let message = Message::parse(&body).unwrap();
    assert_eq!(source_of(request, &filling()), message.source(&[]));
    assert_eq!(message.text("sign").as_deref(), Some("c2lnbmF0dXJl"));
}

proptest! {
    #[test]
    fn the_static_source_is_the_source_of_the_json_that_is_sent(order in order()) {
        assert_source_of_body(&order);
    }

    #[test]
    fn the_static_source_is_the_source_of_the_form_that_is_posted(
        number in text(), goods in text(), minutes in proptest::option::of(any::<u64>()),
    ) {
        let mut page = web_redirect();
        page.no_order = number;
        page.name_goods = goods;
        page.valid_order = minutes;
        let pairs = pairs_of(&page, &filling(), "c2lnbmF0dXJl");
        let pairs = pairs.into_iter().map(|(name, value)| (name.to_owned(), value));
        let message = Message::from_pairs(pairs).unwrap();
        prop_assert_eq!(source_of(&page, &filling()), message.source(&[]));
        // A number travels as a number in JSON and as text in a form; the source is the same.
        assert_source_of_body(&page);
    }

    #[test]
    fn the_source_of_a_serde_struct_is_the_source_of_its_json(outside in outside()) {
        let json = serde_json::to_string(&outside).unwrap();
        let message = Message::parse(json.as_bytes()).unwrap();
        prop_assert_eq!(outside.source(), message.source(&[]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_signed_request_verifies_and_a_changed_one_does_not(order in order(), at in any::<prop::sample::Index>()) {
        let signer = RsaSigner::new(merchant_key(), Scheme::Rsa).unwrap();
        let public = GatewayKey::from_pem(MERCHANT_PUBLIC_PEM).unwrap();
        let verifier = RsaVerifier::new(public, Scheme::Rsa).unwrap();
        let mut hash = SourceHash::new(Scheme::Rsa);
        write_source(&order, &filling(), &mut hash);
        let body = body_of(&order, &filling(), &signer.sign(hash).unwrap());
        let message = Message::parse(&body).unwrap();
        verify(&message, &verifier, &[]).unwrap();
        // Another digit of the amount, wherever it is.
        let text = String::from_utf8(body.clone()).unwrap();
        let amount = order.money_order.to_string();
        let digits: Vec<usize> = (0..amount.len()).filter(|at| amount.as_bytes()[*at] != b'.').collect();
        let mut other = amount.clone().into_bytes();
        let place = *at.get(&digits);
        other[place] = if other[place] == b'9' { b'0' } else { other[place] + 1 };
        let other = String::from_utf8(other).unwrap();
        let member = |value: &str| format!(r#""money_order":"{value}""#);
        let changed = text.replacen(&member(&amount), &member(&other), 1);
        prop_assert_ne!(&changed, &text);
        let message = Message::parse(changed.as_bytes()).unwrap();
        prop_assert!(verify(&message, &verifier, &[]).is_err());
    }
}

#[test]
fn the_source_of_a_known_order_is_known() {
    assert_eq!(
        source_of(&direct_pay(), &filling()),
        "busi_partner=101001&dt_order=20261122093000&money_order=210.97&name_goods=羽毛球&\
         no_order=20261122000001&notify_url=https://shop.example/lianlian/notify&\
         oid_partner=201304121000001004&pay_type=L&risk_item={\"frms_ware_category\":\"2009\",\
         \"user_info_mercht_userno\":\"shopper-17\",\"user_info_dt_register\":\"20250101080000\",\
         \"goods_name\":\"羽毛球\"}&sign_type=RSA&user_id=shopper-17"
    );
    assert_eq!(
        source_of(&web_redirect(), &filling()),
        "busi_partner=109001&dt_order=20261122093000&money_order=210.97&name_goods=羽毛球&\
         no_order=20261122000003&notify_url=https://shop.example/lianlian/notify&\
         oid_partner=201304121000001004&risk_item={\"frms_ware_category\":\"2009\",\
         \"user_info_mercht_userno\":\"shopper-17\",\"user_info_dt_register\":\"20250101080000\",\
         \"goods_name\":\"羽毛球\"}&sign_type=RSA&timestamp=20261122093005&\
         url_return=https://shop.example/thanks&user_id=shopper-17&\
         userreq_ip=203_0_113_7&version=1.1"
    );
}

#[test]
fn every_operation_lists_its_fields_in_the_order_of_the_source_and_by_names_that_differ_in_hash() {
    assert_eq!(OPERATIONS.len(), 45);
    for meta in OPERATIONS {
        let mut places: Vec<u16> = meta.order.to_vec();
        let names: Vec<_> =
            places.iter().map(|place| meta.request[usize::from(*place)].name).collect();
        assert!(names.is_sorted_by(|a, b| compare_keys(a, b).is_lt()), "{}: {names:?}", meta.id);
        places.sort_unstable();
        assert!(
            places.iter().copied().eq(0..u16::try_from(meta.request.len()).unwrap()),
            "{}",
            meta.id
        );
        for fields in [meta.request, meta.reply] {
            let hashes: BTreeSet<_> = fields.iter().map(|field| name_hash(field.name)).collect();
            assert_eq!(hashes.len(), fields.len(), "{}", meta.id);
        }
    }
}
