//! Calls that travel encrypted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[allow(dead_code, unreachable_pub, reason = "shared with other tests")]
#[path = "support/made.rs"]
mod made;

use lianlian_api::{NotExecuted, SendError};
use made::{Payout, Script, builder, signed};

const HANDLED: &str = r#"{"oid_partner":"201304121000001004","sign_type":"RSA","ret_code":"0000"}"#;

fn payout() -> Payout {
    Payout(Vec::new()).with("name_goods", "salary").with("acct_name", "张三")
}

fn not_executed(error: SendError) -> NotExecuted {
    match error {
        SendError::NotExecuted(why) => why,
        SendError::Unknown(why) => panic!("nothing was sent, but: {why}"),
    }
}

#[cfg(not(feature = "pay_load"))]
#[test]
fn without_the_feature_nothing_is_sent() {
    let script = Script::answering(&signed(HANDLED));
    let why = not_executed(builder(&script).build().unwrap().send(&payout()).unwrap_err());
    assert!(matches!(why, NotExecuted::NoEncryption { .. }), "{why}");
    assert!(why.to_string().contains("`pay_load`"), "{why}");
    assert!(script.sent().is_empty());
}

#[cfg(feature = "pay_load")]
mod encryption {
    use lianlian_api::{
        Client, MerchantKey, Message, PayLoad, RsaSigner, RsaVerifier, Scheme, verify_without,
    };
    use made::{MERCHANT, gateway_key, gateway_private_key, merchant_key};

    use super::*;

    #[test]
    fn a_call_carries_the_signed_message_encrypted_beside_the_merchant_number() {
        let script = Script::answering(&signed(HANDLED));
        let reply = builder(&script).build().unwrap().send(&payout()).unwrap();
        assert_eq!(reply.ret_code, "0000");

        let body = script.sent().remove(0);
        let outer: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(&body).unwrap();
        assert_eq!(outer.keys().collect::<Vec<_>>(), ["oid_partner", "pay_load"]);
        assert_eq!(outer["oid_partner"], MERCHANT);

        let text = outer["pay_load"].as_str().unwrap();
        let inner = PayLoad::decrypt(text, &gateway_private_key()).unwrap();
        let message = Message::parse(inner.as_bytes()).unwrap();
        assert_eq!(message.text("acct_name").as_deref(), Some("张三"));
        let verifier = RsaVerifier::new(merchant_key().public_key(), Scheme::Rsa).unwrap();
        verify_without(&message, &verifier, &[]).unwrap();
    }

    #[test]
    fn nothing_of_the_message_is_readable_on_the_way() {
        let script = Script::answering(&signed(HANDLED));
        builder(&script).build().unwrap().send(&payout()).unwrap();
        let body = String::from_utf8(script.sent().remove(0)).unwrap();
        for secret in ["salary", "张三", "acct_name", "\"sign\""] {
            assert!(!body.contains(secret), "{secret}");
        }
    }

    /// A client that signs and verifies with implementations of its own.
    fn with_signer(script: &Script) -> lianlian_api::ClientBuilder {
        let signer = RsaSigner::new(merchant_key(), Scheme::Rsa).unwrap();
        let verifier = RsaVerifier::new(gateway_key(), Scheme::Rsa).unwrap();
        Client::with_signer(MERCHANT, signer, verifier).transport(script.clone())
    }

    #[test]
    fn without_the_gateways_key_nothing_is_sent() {
        let script = Script::answering(&signed(HANDLED));
        let client = with_signer(&script).build().unwrap();
        let why = not_executed(client.send(&payout()).unwrap_err());
        assert!(matches!(why, NotExecuted::NoEncryptionKey { .. }), "{why}");
        assert!(why.to_string().contains("`gateway_key`"), "{why}");
        assert!(script.sent().is_empty());
    }

    #[test]
    fn beside_a_verifier_of_ones_own_the_gateways_key_only_encrypts() {
        // Verifying with the key that encrypts would fail here.
        let script = Script::answering(&signed(HANDLED));
        let other = MerchantKey::generate(1024).unwrap();
        let client = with_signer(&script).gateway_key(other.public_key()).build().unwrap();
        assert_eq!(client.send(&payout()).unwrap().ret_code, "0000");
        let body: serde_json::Value = serde_json::from_slice(&script.sent().remove(0)).unwrap();
        PayLoad::decrypt(body["pay_load"].as_str().unwrap(), &other).unwrap();
    }
}
