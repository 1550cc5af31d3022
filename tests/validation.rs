//! What a message is checked for before it is sent, and how each mistake is worded.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use lianlian::Operation;
use lianlian::aggregate::{DirectPay, Query, WebRedirect};
use lianlian::meta::OperationMeta;
use lianlian::validate::{Context, validate};
use support::time;

/// A web redirect that is as it should be.
const PAGE: [(&str, &str); 15] = [
    ("version", "1.1"),
    ("oid_partner", "201304121000001004"),
    ("user_id", "u"),
    ("timestamp", "20261122093005"),
    ("sign_type", "RSA"),
    ("busi_partner", "109001"),
    ("no_order", "1"),
    ("dt_order", "20261122093000"),
    ("name_goods", "羽毛球"),
    ("money_order", "0.01"),
    ("notify_url", "https://shop.example/"),
    ("userreq_ip", "203_0_113_7"),
    ("risk_item", "{}"),
    ("valid_order", "30"),
    ("shareing_data", "1^0^0.01^x"),
];

fn checked(meta: &OperationMeta, members: &[(&str, &str)], now: Option<&str>) -> Vec<String> {
    let context = Context::message(&[], now.map(time));
    match validate(meta.id, meta.request, meta.rules, members, &context) {
        Ok(()) => Vec::new(),
        Err(violations) => violations.iter().map(ToString::to_string).collect(),
    }
}

/// What is wrong with [`PAGE`] once a field has another value.
fn page_with(name: &str, value: &str) -> Vec<String> {
    let mut members: Vec<_> = PAGE.iter().filter(|(own, _)| *own != name).copied().collect();
    members.push((name, value));
    checked(WebRedirect::META, &members, Some("20261122093005"))
}

#[test]
fn a_message_that_keeps_the_spec_has_no_violation() {
    assert_eq!(checked(WebRedirect::META, &PAGE, Some("20261122095959")), [""; 0]);
}

#[test]
fn every_mistake_is_worded_for_whoever_has_to_mend_it() {
    let long = "x".repeat(41);
    for (name, value, wanted) in [
        ("no_order", "", "no_order: is required (Order number, unique for the merchant)"),
        ("version", "1.0", "version: is always 1.1"),
        ("name_goods", &long, "name_goods: has 41 characters, at most 40 are allowed"),
        ("id_no", "123", "id_no: has 3 characters, allowed are 15 or 18"),
        ("money_order", "0.00", "money_order: `0.00` is not between 0.01 and 100000000.00"),
        ("money_order", "1e2", "money_order: `1e2` is not an amount with two decimals"),
        ("money_order", "210.9", "210.9 has one decimal, the gateway takes two (210.90)"),
        ("dt_order", "20260230000000", "dt_order: `20260230000000` is not a time, yyyyMMddHHmmss"),
        ("valid_order", "soon", "valid_order: `soon` is not a whole number"),
        ("userreq_ip", "203.0.113.7", "userreq_ip: the value is not an IPv4 address with _ for ."),
        ("busi_partner", "1", "`1` is none of 101001 (virtual_goods), 109001 (physical_goods)"),
        ("risk_item", "[]", "risk_item: is not a JSON object"),
        ("shareing_data", "1^0^0.01", "shareing_data: is not at most 3 entries Sharing_account^"),
        ("shareing_data", "1^0^0.01^a|1^0^0.01^a|1^0^0.01^a|1^0^0.01^a", "at most 3 entries"),
        ("colour", "red", "colour: is not a field of this operation"),
        ("timestamp", "20261122090004", "timestamp: is more than 30 minutes away from the gateway"),
        ("bank_code", "01020000", "pay_type: is needed together with bank_code"),
    ] {
        let found = page_with(name, value);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(wanted), "{found:?} does not say {wanted}");
    }
}

#[test]
fn half_an_hour_is_not_too_far_from_the_gateways_clock() {
    for time in ["20261122090005", "20261122100005"] {
        assert_eq!(page_with("timestamp", time), [""; 0]);
    }
}

#[test]
fn a_sensitive_value_is_not_repeated() {
    for (name, value) in
        [("id_no", "330106"), ("userreq_ip", "203.0.113.7"), ("risk_item", "13800000000")]
    {
        let found = page_with(name, value).join("\n");
        assert!(!found.is_empty() && !found.contains(value), "{found}");
    }
}

#[test]
fn lengths_count_characters_and_not_bytes() {
    assert_eq!(page_with("name_goods", &"羽".repeat(40)), [""; 0]);
    assert_eq!(page_with("name_goods", &"羽".repeat(41)).len(), 1);
}

#[test]
fn one_of_several_is_enough_and_none_is_too_few() {
    let base = [("oid_partner", "201304121000001004"), ("sign_type", "RSA")];
    let with = |more: &[(&'static str, &'static str)]| {
        checked(Query::META, &[base.as_slice(), more].concat(), None)
    };
    assert_eq!(with(&[("oid_paybill", "1")]), [""; 0]);
    assert_eq!(with(&[("oid_paybill", "1"), ("no_order", "1")]), [""; 0]);
    assert_eq!(with(&[]), ["no_order: one of no_order or oid_paybill is required"]);
}

#[test]
fn a_field_is_required_when_its_condition_holds() {
    let found = checked(DirectPay::META, &[("pay_type", "W")], None).join("\n");
    assert!(found.contains("openid: is required when pay_type is W"), "{found}");
    assert!(found.contains("appid: is required when pay_type is Y or W"), "{found}");
    let found = checked(DirectPay::META, &[("pay_type", "L")], None).join("\n");
    assert!(!found.contains("openid"), "{found}");
}
