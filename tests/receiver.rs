//! Notifications: what is believed, and what is not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use lianlian::{
    Amount, NotVerified, ReceiveError, Receiver, Scheme, ServerNotification, aggregate, codes,
};
use support::{MERCHANT, gateway_key, merchant_key, receiver_of, signed, signed_by_gateway};

const PAID: &str = r#"{"oid_partner":"201304121000001004","sign_type":"RSA","no_order":"1",
    "dt_order":"20261122093000","oid_paybill":"2","money_order":"0.05","result_pay":"SUCCESS",
    "settle_date":"20261122","pay_type":"L","later":"x"}"#;

fn receiver() -> Receiver {
    receiver_of(gateway_key(), Scheme::Rsa)
}

fn refused(body: &str) -> ReceiveError {
    match receiver().notification::<aggregate::AsyncNotification>(body.as_bytes()) {
        Err(error) => error,
        Ok(paid) => panic!("believed {paid:?}"),
    }
}

#[test]
fn a_signed_notification_is_read_with_everything_in_it() {
    let body = signed_by_gateway(PAID);
    let paid = receiver().notification::<aggregate::AsyncNotification>(body.as_bytes()).unwrap();
    assert_eq!((paid.no_order.as_str(), paid.money_order), ("1", Amount::from_fen(5)));
    assert_eq!(paid.result_pay, codes::PaymentResult::Success);
    assert_eq!(paid.unknown_fields.get("later"), Some("x"));
    assert_eq!(paid.unknown_fields.iter().collect::<Vec<_>>(), [("later", "x")]);
}

#[test]
fn the_acknowledgement_is_what_the_gateway_expects() {
    assert_eq!(
        aggregate::AsyncNotification::ACKNOWLEDGEMENT,
        r#"{"ret_code":"0000","ret_msg":"ok"}"#
    );
}

#[test]
fn an_unsigned_notification_is_not_believed() {
    assert!(matches!(refused(PAID), ReceiveError::NotVerified(NotVerified::Missing)));
}

#[test]
fn a_notification_signed_by_the_merchant_is_not_believed() {
    let error = refused(&signed(PAID, merchant_key(), Scheme::Rsa));
    assert!(matches!(error, ReceiveError::NotVerified(NotVerified::Signature(_))), "{error}");
}

#[test]
fn a_changed_notification_is_not_believed() {
    let error = refused(&signed_by_gateway(PAID).replace("0.05", "5.05"));
    assert!(matches!(error, ReceiveError::NotVerified(NotVerified::Signature(_))), "{error}");
}

#[test]
fn a_notification_for_another_merchant_is_refused() {
    let error = refused(&signed_by_gateway(&PAID.replace(MERCHANT, "201304121000001005")));
    assert!(matches!(error, ReceiveError::OtherMerchant), "{error}");
}

#[test]
fn a_notification_that_lacks_what_it_is_about_is_refused() {
    let error = refused(&signed_by_gateway(&PAID.replace(r#""no_order":"1","#, "")));
    let ReceiveError::Form(reason) = error else { panic!("{error}") };
    assert_eq!(reason.field, "no_order");
}

#[test]
fn a_body_that_is_no_message_is_refused() {
    for body in ["", "no_order=1", "[]", "{\"a\":1", "{\"sign\":\"a\",\"sign\":\"b\"}"] {
        assert!(matches!(refused(body), ReceiveError::Unreadable(_)), "{body}");
    }
}

#[test]
fn a_form_field_that_stands_twice_is_refused() {
    let pairs = [("oid_partner", MERCHANT), ("no_order", "1"), ("no_order", "2"), ("sign", "x")];
    let error =
        receiver().browser_notification::<aggregate::SyncNotification, _, _, _>(pairs).unwrap_err();
    assert!(matches!(error, ReceiveError::Unreadable(_)), "{error}");
}
