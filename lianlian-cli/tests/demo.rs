//! `lianlian demo`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use common::lianlian;

#[test]
fn the_demo_plays_every_step_and_ends_paid() {
    let run = lianlian(&["demo"]);
    assert_eq!((run.status, &*run.err), (0, ""), "{run:?}");
    let mut rest = &*run.out;
    for expected in [
        "1. Keys",
        "2. The merchant places an order",
        "aggregate.direct_pay",
        "money_order=0.01",
        "3. The gateway answers",
        "ret_code=0000",
        "4. The payer scans a QR code",
        "█",
        "5. The gateway notifies the merchant",
        "aggregate.async_notification",
        "result_pay=SUCCESS",
        "acknowledged with",
        "6. The merchant asks",
        "aggregate.query",
        "result_pay=SUCCESS",
        "Paid: order ",
    ] {
        let found = rest.find(expected);
        let after = found.unwrap_or_else(|| panic!("{expected} is missing in\n{}", run.out));
        rest = rest.get(after..).unwrap();
    }
}

#[test]
fn the_demo_fits_eighty_columns_and_has_no_colour_without_a_terminal() {
    let out = lianlian(&["demo"]).out;
    assert!(!out.contains('\x1b'));
    for line in out.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn the_demo_masks_what_is_sensitive() {
    let out = lianlian(&["demo", "--full"]).out;
    assert!(out.contains("risk_item=***"), "{out}");
    assert!(!out.contains("frms_ware_category"), "{out}");
}

#[test]
fn signatures_are_shown_whole_only_when_asked_for() {
    let note = "--full shows all";
    assert!(lianlian(&["demo"]).out.contains(note));
    assert!(!lianlian(&["demo", "--full"]).out.contains(note));
}
