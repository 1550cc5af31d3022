//! What a request becomes, shown and asserted.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lianlian::{Filling, Preview, Request, Sensitive, assert_json, assert_source, refund, tools};
use support::{risk, time};

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup {
    #[lianlian(field = "card_no")]
    card: Sensitive,
}

fn lookup() -> Lookup {
    Lookup { card: "6222000000000000000".into() }
}

const SOURCE: &str =
    "api_version=1.0&card_no=6222000000000000000&oid_partner=201304121000001004&sign_type=RSA";
const JSON: &str = r#"{"api_version":"1.0","card_no":"6222000000000000000",
    "oid_partner":"201304121000001004","sign_type":"RSA","sign":"…"}"#;

/// What the panic of an assertion says; `None` when it holds.
fn failure(assertion: impl FnOnce()) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(assertion)).err()?;
    Some(panic.downcast_ref::<String>().cloned().unwrap_or_default())
}

#[test]
fn a_source_is_asserted_and_what_differs_is_named() {
    assert_source!(lookup(), SOURCE);
    assert_source!(lookup(), Filling::example(), SOURCE);
    let other = SOURCE.replace("api_version=1.0", "api_version=1.1");
    let text = failure(|| assert_source!(lookup(), other)).unwrap();
    assert!(text.starts_with("the source of this tools.card_bin_query is another one"), "{text}");
    let (unexpected, missing): (Vec<_>, Vec<_>) = (
        text.lines().filter(|line| line.starts_with("  not expected:")).collect(),
        text.lines().filter(|line| line.starts_with("  missing:")).collect(),
    );
    assert_eq!(unexpected, ["  not expected: api_version=1.0"]);
    assert_eq!(missing, ["  missing:      api_version=1.1"]);
}

#[test]
fn a_message_is_asserted_by_its_members_in_any_order() {
    assert_json!(lookup(), JSON);
    let text = failure(|| assert_json!(lookup(), JSON.replace("1.0", "1.1"))).unwrap();
    assert!(text.starts_with("the request becomes another message"), "{text}");
    let text = failure(|| assert_json!(lookup(), "{")).unwrap();
    assert!(text.starts_with("what was expected is no JSON"), "{text}");
}

#[test]
fn a_preview_lists_every_member_and_where_it_comes_from() {
    let preview = Preview::of(&lookup());
    let shown = "tools.card_bin_query\
         \n  api_version  1.0                 always, says the spec\
         \n  card_no      ***                 from card\
         \n  oid_partner  201304121000001004  the client's merchant number\
         \n  sign_type    RSA                 the client's signature scheme";
    assert_eq!(preview.to_string(), shown);
    assert_eq!(format!("{preview:?}"), shown);
    assert_eq!(preview.source, SOURCE);
    let members = preview.members.iter().map(|member| format!("{member:?}")).collect::<Vec<_>>();
    assert_eq!(
        members,
        [
            r#"api_version="1.0" (always, says the spec)"#,
            r#"card_no="***" (from card)"#,
            r#"oid_partner="201304121000001004" (the client's merchant number)"#,
            r#"sign_type="RSA" (the client's signature scheme)"#,
        ]
    );
}

#[derive(Request)]
#[lianlian(operation = refund::Query)]
#[lianlian(field = "dt_refund", now)]
struct RefundLookup {
    no_refund: String,
}

#[test]
fn the_time_of_sending_is_shown_as_such_and_counts_as_there() {
    let preview = Preview::of(&RefundLookup { no_refund: "R1".to_owned() });
    let shown = preview.to_string();
    assert!(shown.contains("dt_refund    20260101000000      the time of sending"), "{shown}");
    assert_eq!(preview.violations, None);
    lianlian::check(&RefundLookup { no_refund: "R1".to_owned() }).unwrap();
    let empty = Preview::of(&RefundLookup { no_refund: String::new() });
    assert!(empty.members.iter().all(|member| !member.text.is_empty()));
    assert!(empty.to_string().contains("\nnot sent: "), "{empty}");
}

#[test]
fn risk_data_and_lists_are_equal_as_their_texts_are() {
    let (one, other) = (risk(), risk());
    assert_eq!(one, other);
    let more = lianlian::RiskItem::new(
        &lianlian::structures::RiskItemBasic::builder()
            .frms_ware_category("2010")
            .user_info_mercht_userno("shopper-18")
            .user_info_dt_register(time("20250101080000"))
            .goods_name("球")
            .build()
            .unwrap(),
    )
    .unwrap();
    assert_ne!(one, more);
    assert!(format!("{one:?}").starts_with("JsonString(frms_ware_category, "), "{one:?}");
}
