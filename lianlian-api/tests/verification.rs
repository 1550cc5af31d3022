//! Messages outside the spec, signed and verified, and what a signature covers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[allow(dead_code, unreachable_pub, reason = "shared with other tests")]
#[path = "support/made.rs"]
mod made;

use std::borrow::Cow;

use lianlian_api::meta::{FieldMeta, Kind, Unsigned};
use lianlian_api::{
    JsonValue as _, MemberValue, Message, NotVerified, RsaSigner, RsaVerifier, Scheme,
    SharedSecret, SignSource, Sink, Verifier as _, VerifyError, sign_message, verify,
    verify_without,
};
use lianlian_api::{Md5Signer, Md5Verifier, SourceWriter};
use made::{gateway_key, gateway_private_key, signed, signed_without};

const PAID: &str = r#"{"no_order":"1","money_order":"0.05","sign_type":"RSA"}"#;

fn verifier() -> RsaVerifier {
    RsaVerifier::new(gateway_key(), Scheme::Rsa).unwrap()
}

#[test]
fn a_message_outside_the_spec_is_believed_as_it_was_signed_and_not_otherwise() {
    let believed = |text: &str, unsigned: &[&str]| {
        verify_without(&Message::parse(text.as_bytes()).unwrap(), &verifier(), unsigned)
    };
    let text = signed(PAID);
    believed(&text, &[]).unwrap();
    let changed = text.replace("0.05", "5.05");
    assert!(matches!(believed(&changed, &[]), Err(NotVerified::Signature(VerifyError::Mismatch))));
    assert!(believed(&text, &["no_order"]).is_err());
    assert!(matches!(believed(PAID, &[]), Err(NotVerified::Missing)));
    let partly = signed_without(PAID, &["no_order"]);
    believed(&partly, &["no_order"]).unwrap();
    assert!(believed(&partly, &[]).is_err());
}

#[test]
fn what_a_signature_does_not_cover_is_listed() {
    static FIELDS: [FieldMeta; 2] = [
        FieldMeta::new("no_order", "", Kind::Text).unsigned(Unsigned::Maybe),
        FieldMeta::new("money_order", "", Kind::Amount),
    ];
    let coverage = |text: &str| {
        verify(&Message::parse(text.as_bytes()).unwrap(), &verifier(), &FIELDS).unwrap()
    };
    let whole = coverage(&signed(PAID));
    assert!(whole.left_out().is_empty() && whole.covers("no_order"));
    let partly = coverage(&signed_without(PAID, &["no_order"]));
    assert_eq!(partly.left_out(), ["no_order"]);
    assert!(!partly.covers("no_order") && partly.covers("money_order"));
}

#[test]
fn a_signature_of_another_length_under_a_named_scheme_is_told_as_the_scheme() {
    let refusal = |sign_type: &str| {
        let secret = SharedSecret::new("a secret of the two of us").unwrap();
        let plain = format!(r#"{{"no_order":"1","sign_type":"{sign_type}"}}"#);
        let message = Message::parse(plain.as_bytes()).unwrap();
        let sign = sign_message(&message, &Md5Signer::new(secret)).unwrap();
        // Sixteen bytes in Base64, which an RSA signature never is.
        let sign = sign.get(..24).unwrap();
        let text = format!(r#"{{"no_order":"1","sign_type":"{sign_type}","sign":"{sign}"}}"#);
        verify(&Message::parse(text.as_bytes()).unwrap(), &verifier(), &[]).unwrap_err()
    };
    let NotVerified::Scheme { named, agreed } = refusal("MD5") else { panic!("another refusal") };
    assert_eq!((named.as_str(), agreed), ("MD5", Scheme::Rsa));
    assert!(matches!(refusal("RSA"), NotVerified::Signature(VerifyError::WrongLength { .. })));
}

/// A source of two members, one of which comes through a reference to the sink.
struct Pair;

impl SignSource for Pair {
    fn write_source<S: Sink>(&self, mut sink: &mut S) {
        let mut writer = SourceWriter::new(&mut sink);
        writer.pair("a", "1");
        writer.pair("b", "2");
    }
}

#[test]
fn what_has_a_source_is_signed_as_the_message_of_the_same_source() {
    let message = Message::parse(br#"{"b":"2","a":"1"}"#).unwrap();
    assert_eq!(Pair.source(), message.source(&[]));
    let rsa = RsaSigner::new(gateway_private_key(), Scheme::Rsa).unwrap();
    assert_eq!(Pair.sign(&rsa).unwrap(), sign_message(&message, &rsa).unwrap());
    let secret = || SharedSecret::new("a secret of the two of us").unwrap();
    let signature = Pair.sign(&Md5Signer::new(secret())).unwrap();
    let mut hash = lianlian_api::SourceHash::new(Scheme::Md5);
    Pair.write_source(&mut &mut hash);
    Md5Verifier::new(secret()).verify(hash, &signature).unwrap();
}

#[test]
fn a_value_of_serde_that_is_null_is_absent_from_the_source() {
    assert!(Option::<u8>::None.json_value().as_str().is_empty());
    assert_eq!(Some(7).json_value().as_str(), "7");
    assert_eq!([1, 2].json_value().as_str(), "[1,2]");
}

#[test]
fn each_value_of_a_message_is_known_as_what_it_is() {
    let text = br#"{"n":null,"t":true,"f":false,"o":{"a":1},"l":[1],"i":-1.50,"s":"x"}"#;
    let message = Message::parse(text).unwrap();
    let is = |name: &str, value: &MemberValue<'_>| assert_eq!(message.get(name), Some(value));
    is("n", &MemberValue::Null);
    is("t", &MemberValue::Bool(true));
    is("f", &MemberValue::Bool(false));
    is("o", &MemberValue::Json(r#"{"a":1}"#));
    is("l", &MemberValue::Json("[1]"));
    is("i", &MemberValue::Number("-1.50"));
    is("s", &MemberValue::Text(Cow::Borrowed("x")));
    assert_eq!(
        message.members().map(|(_, value)| format!("{value:?}")).collect::<Vec<_>>().join(" "),
        "Null Bool(***) Bool(***) Json(***) Json(***) Number(***) Text(***)"
    );
}
