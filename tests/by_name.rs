//! Requests and replies without structs go the way of every other: same bytes, same checks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod support;

use lianlian::aggregate::{DirectPay, Query, WebRedirect};
use lianlian::validate::Violations;
use lianlian::{
    CallOptions, Filling, Operation, ReplyMembers, RequestFields, SendError, Unknown, Verified,
    body_of, pairs_of, source_of,
};
use support::{Script, client, direct_pay, signed_by_gateway, web_redirect};

/// What a struct sends, without what the client adds.
fn own_pairs(pairs: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    let added = ["oid_partner", "sign_type", "sign", "timestamp"];
    pairs.into_iter().filter(|(name, _)| !added.contains(name)).collect()
}

fn fields<O: Operation>(pairs: &[(&str, &str)]) -> Result<RequestFields<O>, Violations> {
    RequestFields::new(pairs.iter().copied(), &[])
}

/// A request of these fields.
fn loose<O: Operation>(pairs: &[(&'static str, String)]) -> RequestFields<O> {
    RequestFields::new(pairs.iter().map(|(name, text)| (*name, text.as_str())), &[]).unwrap()
}

fn ask(answer: String) -> Result<Verified<ReplyMembers<Query>>, SendError> {
    let query = fields::<Query>(&[("no_order", "20261122000001")]).unwrap();
    client(&Script::default().answer(200, answer)).send_into(&query, &CallOptions::default())
}

#[test]
fn fields_by_name_make_the_bytes_of_the_struct() {
    let filling = Filling::example();
    let (order, page) = (direct_pay(), web_redirect());
    let same = loose::<DirectPay>(&own_pairs(pairs_of(&order, &filling, "x")));
    assert_eq!(body_of(&same, &filling, "x"), body_of(&order, &filling, "x"));
    assert_eq!(source_of(&same, &filling), source_of(&order, &filling));
    let same = loose::<WebRedirect>(&own_pairs(pairs_of(&page, &filling, "x")));
    assert_eq!(pairs_of(&same, &filling, "x"), pairs_of(&page, &filling, "x"));
}

#[test]
fn what_the_client_fills_in_and_what_nobody_knows_are_mistakes_together() {
    let wrong =
        fields::<Query>(&[("sign", "x"), ("oid_partner", "201304121000001004"), ("x", "1")]);
    let wrong = wrong.unwrap_err();
    let mut named = wrong.fields();
    named.sort_unstable();
    assert_eq!(named, ["no_order", "oid_partner", "sign", "x"]);
    let text = wrong.to_string();
    assert!(text.contains("the client signs, leave it out"), "{text}");
    assert!(text.contains("the client fills it in, leave it out"), "{text}");
}

#[test]
fn of_two_texts_for_a_field_the_later_one_is_checked_and_sent() {
    let made = |pairs: &[(&str, &str)]| fields::<Query>(pairs);
    let long = "9".repeat(99);
    let twice = made(&[("no_order", &*long), ("no_order", "1")]).unwrap();
    let source = source_of(&twice, &Filling::example());
    assert!(source.starts_with("no_order=1&"), "{source}");
    let wrong = made(&[("no_order", "1"), ("no_order", &*long)]).unwrap_err();
    assert_eq!(wrong.fields(), ["no_order"]);
    assert!(made(&[("no_order", "1"), ("no_order", "")]).is_err(), "an empty text leaves it out");
}

#[test]
fn a_number_is_written_as_json_writes_it_or_not_at_all() {
    let page = own_pairs(pairs_of(&web_redirect(), &Filling::example(), "x"));
    let with = |minutes: &'static str| {
        let pairs = page.iter().map(|(name, text)| (*name, &**text));
        RequestFields::<WebRedirect>::new(pairs.chain([("valid_order", minutes)]), &[])
    };
    assert!(with("30").is_ok());
    for minutes in ["+30", "030", "3e1", "30.0"] {
        assert_eq!(with(minutes).unwrap_err().fields(), ["valid_order"], "{minutes}");
    }
}

#[test]
fn a_reply_keeps_order_digits_and_signature_and_tells_what_is_not_covered() {
    let signed = signed_by_gateway(
        r#"{"ret_code":"0000","result_pay":"SUCCESS","z":1.50,"a":{"b" : []},"n":null,"sign_type":"RSA"}"#,
    );
    let sent = signed.replacen('{', r#"{"memo":"hello","#, 1);
    let reply = ask(sent.clone()).unwrap();
    assert_eq!(reply.json().expose(), sent);
    assert_eq!((reply.get("z"), reply.get("n"), reply.get("missing")), (Some("1.50"), None, None));
    assert_eq!((reply.get("memo"), reply.unverified("memo")), (None, Some("hello")));
    assert_eq!(reply.left_out().collect::<Vec<_>>(), ["memo"]);
}

#[test]
fn a_reply_that_is_not_signed_or_is_about_another_order_is_unknown() {
    let unsigned = ask(r#"{"ret_code":"0000","sign_type":"RSA"}"#.to_owned()).unwrap_err();
    assert!(matches!(unsigned, SendError::Unknown(Unknown::NotVerified { .. })), "{unsigned}");
    let other = signed_by_gateway(r#"{"ret_code":"0000","no_order":"2","sign_type":"RSA"}"#);
    let other = ask(other).unwrap_err();
    assert!(matches!(other, SendError::Unknown(Unknown::OtherRequest { .. })), "{other}");
}

#[test]
fn debug_shows_names_only() {
    let query = fields::<Query>(&[("no_order", "20261122000001")]).unwrap();
    let reply = ask(signed_by_gateway(r#"{"ret_code":"0000","sign_type":"RSA"}"#)).unwrap();
    let shown = format!("{query:?} {reply:?}");
    assert!(shown.contains("no_order") && shown.contains("ret_code"), "{shown}");
    assert!(!shown.contains("20261122000001") && !shown.contains("0000"), "{shown}");
}
