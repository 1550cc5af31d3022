//! What each change of a spec is called: breaking, additive or text.
#![cfg(feature = "diff")]
#![allow(clippy::panic, clippy::unwrap_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

use std::collections::BTreeSet;

use common::{good, load_patched};
use lianlian_spec::{Severity, Spec, diff, load_files};

const GATEWAY: &str = "gateway.json";
const FIELDS: &str = "fields.json";
const LISTS: &str = "code_lists.json";
const RETURNS: &str = "return_codes.json";
const BANKS: &str = "banks.json";
const ADDRESSES: &str = "notification_addresses.json";
const RISK: &str = "structures/risk_item.json";
const SHARING: &str = "structures/sharing_data.json";
const AGREEMENTS: &str = "structures/agreement_list.json";
const PAY: &str = "aggregate/direct_pay.json";
const QUERY: &str = "aggregate/query.json";
const NOTICE: &str = "aggregate/async_notification.json";
const APPLY: &str = "aggregate/apply.json";
const VERIFY: &str = "aggregate/verify.json";
const REFUND: &str = "aggregate/refund.json";
const WEB: &str = "aggregate/web_pay.json";
const BACK: &str = "aggregate/web_return.json";

fn good_spec() -> Spec {
    load_files(good()).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn changed(patches: &[(&str, &str, &str)]) -> Spec {
    load_patched(patches).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn lines(old: &Spec, new: &Spec) -> Vec<String> {
    diff(old, new).iter().map(ToString::to_string).collect()
}

/// Each test patches the good spec; `there` is said of good to patched, `back` of patched to good.
macro_rules! changes {
    ($(
        $name:ident { $( $path:ident, $from:literal => $to:literal; )+ }
        there [$($there:literal),* $(,)?]
        back [$($back:literal),* $(,)?]
    )*) => {
        $(
            #[test]
            fn $name() {
                let old = crate::good_spec();
                let new = crate::changed(&[$(($path, $from, $to)),+]);
                let there: Vec<&str> = vec![$($there),*];
                let back: Vec<&str> = vec![$($back),*];
                assert_eq!(crate::lines(&old, &new), there);
                assert_eq!(crate::lines(&new, &old), back);
            }
        )*
    };
}

mod fields;
mod gateway;
mod operations;
mod structures;

#[test]
fn nothing_changed_is_no_change() {
    assert!(diff(&good_spec(), &good_spec()).is_empty());
}

#[test]
fn an_operation_a_structure_and_a_list_of_addresses_come_and_go() {
    let mut files = good();
    files.retain(|file| file.path != WEB && file.path != BACK);
    let gone = ["banks.json", "notification_addresses.json"];
    files.retain(|file| !gone.contains(&file.path.as_str()));
    for (path, text) in [("structures/extra.json", EXTRA), ("instant/more.json", MORE)] {
        files.push(lianlian_spec::SourceFile { path: path.to_owned(), text: text.to_owned() });
    }
    let (old, new) = (good_spec(), load_files(files).unwrap());
    assert_eq!(
        lines(&old, &new),
        [
            "additive  instant.more: a new operation",
            "breaking  aggregate.web_pay: the operation is gone",
            "breaking  aggregate.web_return: the operation is gone",
            "additive  structures.extra: a new structure",
            "breaking  banks.01020000: the bank is gone",
            "breaking  banks.01030000: the bank is gone",
            "text      banks: the notes differ",
            "breaking  notification_addresses.2018: the addresses are gone",
            "breaking  notification_addresses.2019: the addresses are gone",
            "text      notification_addresses: the notes differ",
        ]
    );
}

const EXTRA: &str = r#"{
  "$schema": "s", "id": "extra", "title": "Extra", "encoding": { "kind": "json_object" },
  "groups": { "basic": { "title": "Always", "fields": { "goods_name": {} } } }
}"#;

const MORE: &str = r#"{
  "$schema": "s", "id": "instant.more", "title": "More", "transport": "json_post",
  "host": "wallet", "path": "/more", "request": { "no_order": {} }
}"#;

#[test]
fn a_product_that_goes_takes_its_operations_along() {
    let with = changed(&[
        (
            GATEWAY,
            "\"instant\": {",
            "\"mpay\": { \"title\": \"x\", \"description\": \"x\" },\n    \"instant\": {",
        ),
        ("mpay/more.json", "", &MORE.replace("instant.more", "mpay.more")),
    ]);
    assert_eq!(
        lines(&with, &good_spec()),
        ["breaking  mpay: the product is gone", "breaking  mpay.more: the operation is gone"]
    );
    assert_eq!(
        lines(&good_spec(), &with),
        ["additive  mpay: a new product", "additive  mpay.more: a new operation"]
    );
}

#[test]
fn severities_have_a_word_each() {
    let words: BTreeSet<&str> = Severity::ALL.iter().map(|severity| severity.as_str()).collect();
    assert_eq!(words, BTreeSet::from(["additive", "breaking", "text"]));
}
