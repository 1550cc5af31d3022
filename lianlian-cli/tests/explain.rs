//! `lianlian explain`.
#![allow(clippy::panic, missing_docs)]

mod common;

use common::lianlian;

#[test]
fn a_plain_code_is_explained_as_reviewed() {
    insta::assert_snapshot!(lianlian(&["explain", "1001"]).out);
}

#[test]
fn a_code_with_two_meanings_shows_both() {
    insta::assert_snapshot!(lianlian(&["explain", "9901"]).out);
}

#[test]
fn a_code_that_a_product_reads_otherwise_shows_both_readings() {
    insta::assert_snapshot!(lianlian(&["explain", "9912"]).out);
}

#[test]
fn a_label_leads_to_its_code() {
    assert_eq!(
        lianlian(&["explain", "bad_merchant_signature"]).out,
        lianlian(&["explain", "1001"]).out
    );
}

#[test]
fn a_label_of_several_codes_leads_to_all_of_them() {
    let out = lianlian(&["explain", "risk_too_high"]).out;
    assert!(out.contains("9901 request_not_legal") && out.contains("9910 risk_too_high"), "{out}");
}

#[test]
fn a_label_that_only_a_product_uses_is_found() {
    let run = lianlian(&["explain", "daily_limit_exceeded"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.out.contains("9912 card_not_supported"), "{run:?}");
}

#[test]
fn an_undocumented_code_is_unknown_and_exits_with_1() {
    let run = lianlian(&["explain", "0042"]);
    assert_eq!((run.status, &*run.out), (1, ""), "{run:?}");
    assert!(run.err.contains("unknown") && run.err.contains("query the order"), "{run:?}");
}

#[test]
fn a_code_that_proves_nothing_is_never_answered_with_another_attempt_before_a_query() {
    for code in lianlian::GATEWAY.return_codes {
        if code.reading.outcome == lianlian::CodeOutcome::UnknownQueryFirst {
            let out = lianlian(&["explain", code.code]).out;
            let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                out.contains("again Only once the query has shown") || out.contains("again Do not"),
                "{out}"
            );
        }
    }
}

#[test]
fn every_documented_code_is_explained_in_eighty_columns() {
    for code in lianlian::GATEWAY.return_codes {
        let run = lianlian(&["explain", code.code]);
        assert_eq!(run.status, 0, "{run:?}");
        assert!(run.out.starts_with(code.code), "{run:?}");
        for line in run.out.lines().filter(|line| line.is_ascii()) {
            assert!(line.len() <= 80, "{line}");
        }
    }
}
