//! Known answers: signatures that OpenSSL made, and a message that the gateway itself signed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use lianlian_api::{
    GatewayKey, Md5Signer, Md5Verifier, MerchantKey, Message, RsaSigner, RsaVerifier, Scheme,
    SharedSecret, SignError, Signer, SourceHash, Verifier, VerifyError, sign_message,
};
use serde_json::Value;

const SIGNATURES: &str = include_str!("vectors/signatures.json");
const GATEWAY_SIGNED: &str = include_str!("vectors/gateway_signed.json");
const GATEWAY_KEY: &str = include_str!("vectors/llpay_public_key.pem");

/// Key length, PKCS#1, PKCS#8 and public half.
const MERCHANT_KEYS: [(&str, &str, &str, &str); 3] = [
    (
        "1024",
        include_str!("vectors/merchant_1024.pkcs1.pem"),
        include_str!("vectors/merchant_1024.pkcs8.pem"),
        include_str!("vectors/merchant_1024.public.pem"),
    ),
    (
        "2048",
        include_str!("vectors/merchant_2048.pkcs1.pem"),
        include_str!("vectors/merchant_2048.pkcs8.pem"),
        include_str!("vectors/merchant_2048.public.pem"),
    ),
    (
        "4096",
        include_str!("vectors/merchant_4096.pkcs1.pem"),
        include_str!("vectors/merchant_4096.pkcs8.pem"),
        include_str!("vectors/merchant_4096.public.pem"),
    ),
];

/// The names that `signatures.json` gives the schemes.
const SCHEMES: [(&str, Scheme); 2] =
    [("MD5withRSA", Scheme::Rsa), ("SHA256withRSA", Scheme::Sha256WithRsa)];

fn cases() -> Vec<Value> {
    let file = serde_json::from_str::<Value>(SIGNATURES).unwrap();
    let cases = file["cases"].as_array().unwrap().clone();
    assert!(!cases.is_empty());
    cases
}

fn verify(verifier: &dyn Verifier, message: &Message<'_>, sign: &str) -> Result<(), VerifyError> {
    let mut source = SourceHash::new(verifier.scheme());
    message.write_source(&[], &mut source);
    verifier.verify(source, sign)
}

fn gateway_verifier(scheme: Scheme) -> RsaVerifier {
    RsaVerifier::new(GatewayKey::from_pem(GATEWAY_KEY).unwrap(), scheme).unwrap()
}

/// The message that the gateway signed, as JSON text, and its signature.
fn gateway_message() -> (String, String, String) {
    let file = serde_json::from_str::<Value>(GATEWAY_SIGNED).unwrap();
    let sign = file["message"]["sign"].as_str().unwrap().to_owned();
    (file["message"].to_string(), sign, file["source"].as_str().unwrap().to_owned())
}

#[test]
fn every_case_has_the_known_source() {
    for case in cases() {
        let message = Message::parse(case["body"].as_str().unwrap().as_bytes()).unwrap();
        assert_eq!(message.source(&[]), case["source"].as_str().unwrap(), "{}", case["name"]);
    }
}

#[test]
fn every_case_signs_to_the_known_signature_with_both_encodings_of_every_key() {
    for (length, pkcs1, pkcs8, _) in MERCHANT_KEYS {
        for key in [pkcs1, pkcs8].map(|pem| MerchantKey::from_pem(pem).unwrap()) {
            for (name, scheme) in SCHEMES {
                let signer = RsaSigner::new(key.clone(), scheme).unwrap();
                for case in cases() {
                    let message = Message::parse(case["body"].as_str().unwrap().as_bytes());
                    let sign = sign_message(&message.unwrap(), &signer).unwrap();
                    let known = &case["signatures"][format!("{name}/{length}")];
                    assert_eq!(sign, known.as_str().unwrap(), "{name}/{length} {}", case["name"]);
                }
            }
        }
    }
}

#[test]
fn every_known_signature_verifies_under_its_scheme_and_no_other() {
    for (length, _, _, public) in MERCHANT_KEYS {
        let key = GatewayKey::from_pem(public).unwrap();
        for (name, scheme) in SCHEMES {
            for (_, other) in SCHEMES {
                let verifier = RsaVerifier::new(key.clone(), other).unwrap();
                for case in cases() {
                    let message = Message::parse(case["body"].as_str().unwrap().as_bytes());
                    let sign = case["signatures"][format!("{name}/{length}")].as_str().unwrap();
                    let result = verify(&verifier, &message.unwrap(), sign);
                    let expected =
                        if scheme == other { Ok(()) } else { Err(VerifyError::Mismatch) };
                    assert_eq!(result, expected, "{name}/{length} {}", case["name"]);
                }
            }
        }
    }
}

#[test]
fn the_message_that_the_gateway_signed_verifies_with_its_key() {
    let (json, sign, source) = gateway_message();
    let message = Message::parse(json.as_bytes()).unwrap();
    assert_eq!(message.source(&[]), source);
    assert_eq!(verify(&gateway_verifier(Scheme::Rsa), &message, &sign), Ok(()));
}

#[test]
fn the_message_that_the_gateway_signed_fails_under_another_scheme_or_key() {
    let (json, sign, _) = gateway_message();
    let message = Message::parse(json.as_bytes()).unwrap();
    let sha256 = gateway_verifier(Scheme::Sha256WithRsa);
    assert_eq!(verify(&sha256, &message, &sign), Err(VerifyError::Mismatch));

    let (_, _, _, other) = MERCHANT_KEYS[0];
    let other = RsaVerifier::new(GatewayKey::from_pem(other).unwrap(), Scheme::Rsa).unwrap();
    assert_eq!(verify(&other, &message, &sign), Err(VerifyError::Mismatch));

    let (_, _, _, longer) = MERCHANT_KEYS[1];
    let longer = RsaVerifier::new(GatewayKey::from_pem(longer).unwrap(), Scheme::Rsa).unwrap();
    let wrong_length = VerifyError::WrongLength { got: 128, want: 256 };
    assert_eq!(verify(&longer, &message, &sign), Err(wrong_length));
}

#[test]
fn any_changed_byte_of_the_message_that_the_gateway_signed_is_noticed() {
    let (json, sign, source) = gateway_message();
    let verifier = gateway_verifier(Scheme::Rsa);
    let mut checked = 0;
    for place in 0..json.len() {
        for change in [1, 0x20, 0x80] {
            let mut bytes = json.clone().into_bytes();
            bytes[place] ^= change;
            let Ok(message) = Message::parse(&bytes) else {
                continue;
            };
            // A change inside the value of `sign` leaves the source as it was.
            if message.source(&[]) == source {
                let changed = message.text("sign").unwrap();
                assert!(verify(&verifier, &message, &changed).is_err());
            } else {
                assert_eq!(verify(&verifier, &message, &sign), Err(VerifyError::Mismatch));
                checked += 1;
            }
        }
    }
    assert!(checked > 100, "only {checked} changes reached the source");
}

#[test]
fn a_signature_that_is_none_is_refused_for_what_it_is() {
    let (json, sign, _) = gateway_message();
    let message = Message::parse(json.as_bytes()).unwrap();
    let verifier = gateway_verifier(Scheme::Rsa);
    let refused = |sign: &str| verify(&verifier, &message, sign).unwrap_err();
    assert_eq!(refused(""), VerifyError::Missing);
    assert_eq!(refused(&sign.replace('+', " ")), VerifyError::NotBase64);
    assert_eq!(refused(sign.trim_end_matches('=')), VerifyError::NotBase64);
    assert_eq!(refused(&format!("{sign}\n")), VerifyError::NotBase64);
    assert_eq!(refused("AAAA"), VerifyError::WrongLength { got: 3, want: 128 });
    // 128 zero bytes and 128 bytes of ones: the latter is more than the modulus.
    assert_eq!(refused(&format!("{}A=", "A".repeat(170))), VerifyError::Mismatch);
    assert_eq!(refused(&format!("{}8=", "/".repeat(170))), VerifyError::Mismatch);
}

/// The digest was made with `printf %s 'a=1&b=2&key=secret' | openssl dgst -md5`.
#[test]
fn the_legacy_scheme_is_md5_over_source_and_secret() {
    let message = Message::parse(br#"{"b":"2","sign":"x","a":"1"}"#).unwrap();
    let secret = SharedSecret::new("secret").unwrap();
    let known = "9f565ccd686cfa5dc3b06b3a89e4e3ad";
    assert_eq!(sign_message(&message, &Md5Signer::new(secret.clone())).unwrap(), known);

    let verifier = Md5Verifier::new(secret);
    assert_eq!(verify(&verifier, &message, known), Ok(()));
    assert_eq!(verify(&verifier, &message, &known.to_uppercase()), Err(VerifyError::Mismatch));
    assert_eq!(verify(&verifier, &message, ""), Err(VerifyError::Missing));
    let cut = VerifyError::WrongLength { got: 31, want: 32 };
    assert_eq!(verify(&verifier, &message, &known[1..]), Err(cut));

    let other = Md5Verifier::new(SharedSecret::new("Secret").unwrap());
    assert_eq!(verify(&other, &message, known), Err(VerifyError::Mismatch));
}

#[test]
fn a_source_hashed_for_another_scheme_is_an_error() {
    let key = MerchantKey::from_pem(MERCHANT_KEYS[0].1).unwrap();
    let secret = SharedSecret::new("secret").unwrap();
    let signers: [Box<dyn Signer>; 3] = [
        Box::new(RsaSigner::new(key.clone(), Scheme::Rsa).unwrap()),
        Box::new(RsaSigner::new(key.clone(), Scheme::Sha256WithRsa).unwrap()),
        Box::new(Md5Signer::new(secret.clone())),
    ];
    let verifiers: [Box<dyn Verifier>; 3] = [
        Box::new(RsaVerifier::new(key.public_key(), Scheme::Rsa).unwrap()),
        Box::new(RsaVerifier::new(key.public_key(), Scheme::Sha256WithRsa).unwrap()),
        Box::new(Md5Verifier::new(secret)),
    ];
    for hashed in [Scheme::Rsa, Scheme::Sha256WithRsa, Scheme::Md5] {
        for signer in &signers {
            let (signer, result) = (signer.scheme(), signer.sign(SourceHash::new(hashed)));
            let wrong = SignError::WrongScheme { signer, hashed };
            assert_eq!(result.err(), (signer != hashed).then_some(wrong));
        }
        for verifier in &verifiers {
            let verifier_scheme = verifier.scheme();
            let result = verifier.verify(SourceHash::new(hashed), "AAAA").unwrap_err();
            let wrong = VerifyError::WrongScheme { verifier: verifier_scheme, hashed };
            assert_eq!(result == wrong, verifier_scheme != hashed);
        }
    }
}

#[test]
fn an_rsa_key_does_not_serve_the_legacy_scheme() {
    let key = MerchantKey::from_pem(MERCHANT_KEYS[0].1).unwrap();
    let public = key.public_key();
    let signer = RsaSigner::new(key, Scheme::Md5);
    assert_eq!(signer.unwrap_err(), SignError::SchemeNeedsSecret(Scheme::Md5));
    let verifier = RsaVerifier::new(public, Scheme::Md5);
    assert_eq!(verifier.unwrap_err(), VerifyError::SchemeNeedsSecret(Scheme::Md5));
}

#[test]
fn a_scheme_is_named_as_sign_type_names_it() {
    for scheme in [Scheme::Rsa, Scheme::Sha256WithRsa, Scheme::Md5] {
        assert_eq!(scheme.to_string().parse(), Ok(scheme));
    }
    let error = "rsa".parse::<Scheme>().unwrap_err().to_string();
    for name in ["`rsa`", "RSA", "SHA256withRSA", "MD5"] {
        assert!(error.contains(name), "{error}");
    }
}
