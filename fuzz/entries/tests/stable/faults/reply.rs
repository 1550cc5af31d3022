//! Wrong readers of replies, which are caught.

use lianlian_fuzz::reply::Outcome;
use lianlian_fuzz::{fields, model, reply};

/// A refusal that proves nothing, taken for one that proves that nothing was executed.
#[test]
#[should_panic(expected = "aggregate.query")]
fn an_unknown_code_taken_for_a_refusal_that_is_safe_is_caught() {
    let operation = fields::operation("aggregate.query");
    let body = br#"{"ret_code":"12345","sign":"c2FtcGxl"}"#;
    reply::becomes(body, operation, &fields::sample(operation), |_| Outcome::Refused {
        is_safe: true,
    });
}

#[test]
#[should_panic(expected = "aggregate.query")]
fn the_reply_to_another_order_taken_for_this_one_is_caught() {
    let operation = fields::operation("aggregate.query");
    let body = br#"{"ret_code":"0000","no_order":"other","sign":"c2FtcGxl"}"#;
    reply::becomes(body, operation, &fields::sample(operation), |body| {
        Outcome::Read(model::members(body).unwrap())
    });
}

/// A refusal of one product that proves more there than elsewhere.
#[test]
#[should_panic(expected = "aggregate.query")]
fn a_code_read_as_that_of_another_product_is_caught() {
    let operation = fields::operation("aggregate.query");
    let body = br#"{"ret_code":"1005","sign":"c2FtcGxl"}"#;
    reply::becomes(body, operation, &fields::sample(operation), |_| Outcome::Refused {
        is_safe: true,
    });
}

#[test]
#[should_panic(expected = "aggregate.query")]
fn an_answer_that_is_refused_is_caught() {
    let operation = fields::operation("aggregate.query");
    let body = br#"{"ret_code":"0000","sign":"c2FtcGxl"}"#;
    reply::becomes(body, operation, &fields::sample(operation), |_| Outcome::Form);
}
