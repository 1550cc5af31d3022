//! What the payer's browser brings along: bare fields, or JSON in one parameter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[allow(dead_code, unreachable_pub, reason = "shared with other tests")]
#[path = "support/made.rs"]
mod made;

use lianlian_api::__private as p;
use lianlian_api::meta::{OperationMeta, Transport};
use lianlian_api::{Message, MessageError, NotVerified, Operation, ReceiveError, Receiver, Scheme};
use made::{
    GOODS, MERCHANT, PARTNER, SIGN, SIGN_TYPE, gateway_key, operation, receiver_of, signed,
};

const FIELDS: &[lianlian_api::meta::FieldMeta] = &[PARTNER, SIGN_TYPE, SIGN, GOODS];

/// Defines a notification that is read for its `name_goods`.
macro_rules! notification {
    ($name:ident, $description:expr) => {
        #[derive(Debug)]
        struct $name(String);

        impl Operation for $name {
            const META: &'static OperationMeta = &$description;
        }
        impl p::BrowserNotification for $name {}
        impl p::Notification for $name {
            type Operation = Self;

            fn read(reader: &p::Reader<'_>) -> Result<Self, p::ReadError> {
                reader
                    .field("name_goods", <String as p::ReadField<p::kind::Text, false>>::read_field)
                    .map(Self)
            }
        }
    };
}

notification!(Bare, operation("made.bare", Transport::SyncNotification, FIELDS, &[]));
notification!(
    Enveloped,
    operation("made.enveloped", Transport::SyncNotification, FIELDS, &[]).envelope("res_data", &[])
);

const PAID: &str =
    r#"{"oid_partner":"201304121000001004","sign_type":"RSA","name_goods":"羽毛球 & \"拍\" +1"}"#;

fn receiver() -> Receiver {
    receiver_of(gateway_key(), Scheme::Rsa)
}

/// The members of a JSON message as form fields.
fn pairs_of(message: &str) -> Vec<(String, String)> {
    let message = Message::parse(message.as_bytes()).unwrap();
    let pairs = message.members().filter_map(|(name, value)| Some((name, value.text()?)));
    pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

fn urlencoded(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn res_data(message: &str) -> Vec<(String, String)> {
    vec![("res_data".to_owned(), message.to_owned())]
}

#[test]
fn a_message_in_one_parameter_is_read_from_pairs_query_and_body() {
    let pairs = res_data(&signed(PAID));
    let body = urlencoded(&pairs);
    let read = receiver().browser_notification::<Enveloped, _, _, _>(pairs).unwrap();
    assert_eq!(read.0, "羽毛球 & \"拍\" +1");
    for text in [body.clone(), format!("?{body}")] {
        let read = receiver().browser_notification_text::<Enveloped>(&text).unwrap();
        assert_eq!(read.0, "羽毛球 & \"拍\" +1");
    }
}

#[test]
fn parameters_of_the_merchants_own_may_stand_beside_the_message() {
    let body = urlencoded(&res_data(&signed(PAID)));
    let text = format!("?shop=1&shop=2&{body}&lang=zh%2DCN");
    assert!(receiver().browser_notification_text::<Enveloped>(&text).is_ok());
}

#[test]
fn bare_fields_are_read_from_pairs_query_and_body() {
    let pairs = pairs_of(&signed(PAID));
    let body = urlencoded(&pairs);
    assert!(receiver().browser_notification::<Bare, _, _, _>(pairs).is_ok());
    for text in [body.clone(), format!("?{body}")] {
        let read = receiver().browser_notification_text::<Bare>(&text).unwrap();
        assert_eq!(read.0, "羽毛球 & \"拍\" +1");
    }
}

#[test]
fn a_parameter_of_the_merchants_own_among_bare_fields_is_not_believed() {
    let text = format!("shop=1&{}", urlencoded(&pairs_of(&signed(PAID))));
    let error = receiver().browser_notification_text::<Bare>(&text).unwrap_err();
    assert!(matches!(error, ReceiveError::NotVerified(NotVerified::Signature(_))), "{error}");
}

#[test]
fn bare_fields_where_one_parameter_is_expected_are_said_to_be_there() {
    let error = receiver()
        .browser_notification::<Enveloped, _, _, _>(pairs_of(&signed(PAID)))
        .unwrap_err()
        .to_string();
    assert!(error.contains("`res_data`") && error.contains("bare fields"), "{error}");
    let error = receiver().browser_notification_text::<Enveloped>("shop=1").unwrap_err();
    assert!(matches!(error, ReceiveError::NoEnvelope { found: "", .. }), "{error}");
}

#[test]
fn one_parameter_where_bare_fields_are_expected_is_named() {
    let error = receiver()
        .browser_notification::<Bare, _, _, _>(res_data(&signed(PAID)))
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("made.bare comes as form fields, but the parameter `res_data`"),
        "{error}"
    );
}

#[test]
fn a_message_that_stands_twice_is_refused() {
    let twice = [res_data(&signed(PAID)), res_data("{}")].concat();
    let error = receiver().browser_notification::<Enveloped, _, _, _>(twice).unwrap_err();
    let ReceiveError::Unreadable(MessageError::DuplicateKey(name)) = error else {
        panic!("{error}")
    };
    assert_eq!(name, "res_data");
}

#[test]
fn a_message_in_one_parameter_is_verified_like_any_other() {
    let changed = signed(PAID).replace("+1", "+9");
    let error =
        receiver().browser_notification::<Enveloped, _, _, _>(res_data(&changed)).unwrap_err();
    assert!(matches!(error, ReceiveError::NotVerified(NotVerified::Signature(_))), "{error}");
    let other = signed(&PAID.replace(MERCHANT, "201304121000001005"));
    let error =
        receiver().browser_notification::<Enveloped, _, _, _>(res_data(&other)).unwrap_err();
    assert!(matches!(error, ReceiveError::OtherMerchant), "{error}");
}

#[test]
fn text_in_another_encoding_is_said_to_be_no_utf_8() {
    // `name_goods=羽` in GBK.
    for text in ["name_goods=%D3%F0&sign=x", "a=1&res_data=%D3%F0"] {
        let error = receiver().browser_notification_text::<Bare>(text).unwrap_err();
        assert!(matches!(error, ReceiveError::Unreadable(MessageError::NotUtf8 { .. })), "{error}");
    }
}
