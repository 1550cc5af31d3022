//! Wrong makers of requests, which are caught.

use lianlian_fuzz::model::Member;
use lianlian_fuzz::request::Made;
use lianlian_fuzz::{fields, request};

#[test]
#[should_panic(expected = "signed is not what is sent")]
fn a_source_that_is_not_of_the_body_is_caught() {
    let members = [Member::new("no_order", "羽")];
    request::says("{\"no_order\":\"羽\"}".as_bytes(), r"no_order=\u7fbd", &members);
}

#[test]
#[should_panic(expected = "another message than was given")]
fn a_field_that_is_not_sent_is_caught() {
    let members = [Member::new("no_order", "1"), Member::new("memo", "2")];
    request::says(br#"{"no_order":"1"}"#, "no_order=1", &members);
}

#[test]
#[should_panic(expected = "refused {\"no_order\"}")]
fn a_request_that_is_refused_for_no_reason_is_caught() {
    let operation = fields::operation("aggregate.query");
    request::judge(operation, &fields::sample(operation), Err(&["no_order".to_owned()]));
}

#[test]
#[should_panic(expected = "made in spite of {\"dt_order\"}")]
fn a_request_that_is_made_of_a_wrong_value_is_caught() {
    let operation = fields::operation("aggregate.query");
    let fields = fields::changed(operation, "dt_order=20260229000000");
    let made = Made { body: Vec::new(), source: String::new(), pairs: Vec::new() };
    request::judge(operation, &fields, Ok(&made));
}

#[test]
#[should_panic(expected = "refused only {\"money_order\"}")]
fn a_mistake_that_is_not_told_is_caught() {
    let operation = fields::operation("instant.apply");
    let fields = fields::changed(operation, "money_order=1&dt_order=0");
    request::judge(operation, &fields, Err(&["money_order".to_owned()]));
}
