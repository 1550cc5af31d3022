//! `lianlian source`, `sign` and `verify`, judged by known answers and by OpenSSL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod common;

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::{file, lianlian, lianlian_reading, openssl, vector};
use serde_json::Value;

const KEYS: [&str; 3] = ["1024", "2048", "4096"];
/// Names in `signatures.json`, our names, OpenSSL's names.
const SCHEMES: [(&str, &str, &str); 2] =
    [("MD5withRSA", "RSA", "-md5"), ("SHA256withRSA", "SHA256withRSA", "-sha256")];

fn json(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(vector(name)).unwrap()).unwrap()
}

fn cases() -> Vec<Value> {
    json("signatures.json")["cases"].as_array().unwrap().clone()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap()
}

/// The message with the `sign` that OpenSSL made; its `sign_type` is part of what is signed.
fn signed_by_openssl(body: &str, sign: &str) -> String {
    let inside = body.trim().strip_prefix('{').unwrap();
    let without_old = inside.replace("\"sign\":\"zzz\",", "");
    format!("{{\"sign\":\"{sign}\",{without_old}")
}

#[test]
fn the_source_of_every_known_message_is_the_known_one() {
    for case in cases() {
        let run = lianlian_reading(&["source"], text(&case, "body").as_bytes());
        assert_eq!(run.status, 0, "{run:?}");
        assert_eq!(run.out, format!("{}\n", text(&case, "source")));
    }
}

#[test]
fn a_file_and_standard_input_give_the_same_source() {
    let message = "{\"b\":1.50,\"a\":\"羽\"}";
    let path = file("source.json", message);
    let of_file = lianlian(&["source", &path]);
    assert_eq!(of_file.out, "a=羽&b=1.50\n");
    assert_eq!(lianlian_reading(&["source", "-"], message.as_bytes()).out, of_file.out);
    assert_eq!(lianlian_reading(&["source"], message.as_bytes()).out, of_file.out);
}

#[test]
fn an_unreadable_message_exits_with_2_and_says_what_it_is() {
    for (message, what) in [
        (&b""[..], "empty"),
        (b"<html></html>", "HTML"),
        (b"{\"a\":1", "cut off"),
        (b"{\"a\":1,\"a\":1}", "twice"),
        (b"[1]", "not an object"),
        (b"{\"a\":\"\xff\"}", "UTF-8"),
    ] {
        let key = vector("merchant_1024.pkcs8.pem");
        let public = vector("merchant_1024.public.pem");
        for arguments in [&["source"][..], &["sign", "--key", &key], &["verify", "--key", &public]]
        {
            let run = lianlian_reading(arguments, message);
            assert_eq!((run.status, &*run.out), (2, ""), "{arguments:?}: {run:?}");
            assert!(run.err.contains(what), "{arguments:?}: {run:?}");
            assert!(run.err.contains("standard input"), "{run:?}");
        }
    }
}

#[test]
fn a_missing_file_exits_with_2_and_is_named() {
    let key = vector("merchant_1024.pkcs8.pem");
    for arguments in [
        &["source", "no-such.json"][..],
        &["sign", "--key", &key, "no-such.json"],
        &["sign", "--key", "no-such.pem", &key],
    ] {
        let run = lianlian(arguments);
        assert_eq!((run.status, &*run.out), (2, ""), "{run:?}");
        assert!(run.err.contains("no-such."), "{run:?}");
    }
}

#[test]
fn a_missing_file_of_a_secret_is_told_by_its_purpose_since_the_path_may_be_the_secret() {
    let key = vector("merchant_1024.pkcs8.pem");
    let run = lianlian(&["sign", "--key", "no-such.txt", "--scheme", "MD5", &key]);
    assert_eq!((run.status, &*run.out), (2, ""), "{run:?}");
    assert!(run.err.contains("the file of the shared secret: cannot be read"), "{run:?}");
    assert!(!run.err.contains("no-such"), "{run:?}");
}

#[test]
fn every_signature_is_the_one_that_openssl_made() {
    for case in cases() {
        for bits in KEYS {
            for (scheme, algorithm) in [("RSA", "MD5withRSA"), ("SHA256withRSA", "SHA256withRSA")] {
                let key = vector(&format!("merchant_{bits}.pkcs1.pem"));
                let arguments = ["sign", "--key", &key, "--scheme", scheme];
                let run = lianlian_reading(&arguments, text(&case, "body").as_bytes());
                assert_eq!(run.status, 0, "{run:?}");
                // Every known message says `sign_type` RSA, also where it is signed otherwise.
                assert_eq!(run.err.is_empty(), scheme == "RSA", "{run:?}");
                let signed: Value = serde_json::from_str(&run.out).unwrap();
                let known = text(&case["signatures"], &format!("{algorithm}/{bits}"));
                assert_eq!(text(&signed, "sign"), known);
                let public = vector(&format!("merchant_{bits}.public.pem"));
                let arguments = ["verify", "--key", &public, "--scheme", scheme];
                let verified = lianlian_reading(&arguments, run.out.as_bytes());
                assert_eq!((verified.status, &*verified.out), (0, "ok\n"), "{verified:?}");
            }
        }
    }
}

#[test]
fn messages_that_openssl_signed_verify() {
    for case in cases() {
        for bits in KEYS {
            let sign = text(&case["signatures"], &format!("MD5withRSA/{bits}"));
            let message = signed_by_openssl(text(&case, "body"), sign);
            let key = vector(&format!("merchant_{bits}.public.pem"));
            let run = lianlian_reading(&["verify", "--key", &key], message.as_bytes());
            assert_eq!((run.status, &*run.out, &*run.err), (0, "ok\n", ""), "{message}");
        }
    }
}

#[test]
fn a_message_of_the_production_gateway_verifies_and_a_changed_one_does_not() {
    let message = json("gateway_signed.json")["message"].to_string();
    let key = vector("llpay_public_key.pem");
    let run = lianlian_reading(&["verify", "--key", &key], message.as_bytes());
    assert_eq!((run.status, &*run.out), (0, "ok\n"), "{run:?}");

    let changed = message.replace("4005", "0000");
    let run = lianlian_reading(&["verify", "--key", &key], changed.as_bytes());
    assert_eq!((run.status, &*run.out), (1, ""), "{run:?}");
    assert!(run.err.contains("does not verify"), "{run:?}");
}

#[test]
fn openssl_accepts_what_is_signed() {
    for bits in KEYS {
        for (_, scheme, digest) in SCHEMES {
            let body = format!(
                "{{\"name_goods\":\"羽毛球\",\"money_order\":0.10,\"oid_partner\":\"2\",\
                 \"sign_type\":\"{scheme}\"}}"
            );
            let key = vector(&format!("merchant_{bits}.pkcs8.pem"));
            let arguments = ["sign", "--key", &key, "--scheme", scheme];
            let run = lianlian_reading(&arguments, body.as_bytes());
            assert_eq!(run.status, 0, "{run:?}");
            let signed: Value = serde_json::from_str(&run.out).unwrap();
            let signature = STANDARD.decode(text(&signed, "sign")).unwrap();
            let signature_file = common::folder("openssl").join(format!("{bits}{digest}"));
            fs::write(&signature_file, signature).unwrap();
            let public = vector(&format!("merchant_{bits}.public.pem"));
            // Made here and not by the command under test.
            let source =
                format!("money_order=0.10&name_goods=羽毛球&oid_partner=2&sign_type={scheme}");
            let (accepted, _) = openssl(
                &[
                    "dgst",
                    digest,
                    "-verify",
                    &public,
                    "-signature",
                    signature_file.to_str().unwrap(),
                ],
                source.as_bytes(),
            );
            assert!(accepted, "{bits} {scheme}");
        }
    }
}

#[test]
fn a_legacy_signature_is_the_md5_that_openssl_computes() {
    let secret = file("secret.txt", "a secret of two\r\n");
    let run = lianlian_reading(
        &["sign", "--key", &secret, "--scheme", "MD5"],
        b"{\"b\":\"2\",\"sign_type\":\"MD5\"}",
    );
    let signed: Value = serde_json::from_str(&run.out).unwrap();
    let (_, digest) = openssl(&["dgst", "-md5", "-r"], b"b=2&sign_type=MD5&key=a secret of two");
    let digest = String::from_utf8(digest).unwrap();
    assert_eq!(digest.split_whitespace().next(), Some(text(&signed, "sign")));

    let arguments = ["verify", "--key", &secret, "--scheme", "MD5"];
    let verified = lianlian_reading(&arguments, run.out.as_bytes());
    assert_eq!((verified.status, &*verified.out), (0, "ok\n"), "{verified:?}");
}

#[test]
fn what_is_signed_verifies_in_its_scheme_and_in_no_other() {
    let key = vector("merchant_2048.pkcs8.pem");
    let public = vector("merchant_2048.public.pem");
    for (_, scheme, _) in SCHEMES {
        let signed =
            lianlian_reading(&["sign", "--key", &key, "--scheme", scheme], b"{\"a\":\"1\"}");
        for (_, tried, _) in SCHEMES {
            let arguments = ["verify", "--key", &public, "--scheme", tried];
            let run = lianlian_reading(&arguments, signed.out.as_bytes());
            let expected = i32::from(scheme != tried);
            assert_eq!(run.status, expected, "{scheme} {tried}: {run:?}");
        }
    }
}

#[test]
fn signing_changes_nothing_but_sign() {
    let key = vector("merchant_1024.pkcs8.pem");
    let message = "{\n  \"z\": 1.50,\n  \"sign\": \"old\",\n  \"a\": {\"x\": [1, 2]},\n  \"sign_type\": \"RSA\"\n}\n";
    let run = lianlian_reading(&["sign", "--key", &key], message.as_bytes());
    assert_eq!((run.status, &*run.err), (0, ""), "{run:?}");
    let signed: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(run.out.replace(text(&signed, "sign"), "old"), message);
}

#[test]
fn a_sign_type_that_does_not_name_the_scheme_stays_and_is_warned_of() {
    let key = vector("merchant_1024.pkcs8.pem");
    for message in ["{\"a\":\"1\"}", "{\"a\":\"1\",\"sign_type\":null}", "{\"sign_type\":\"RSA\"}"]
    {
        let arguments = ["sign", "--key", &key, "--scheme", "SHA256withRSA"];
        let run = lianlian_reading(&arguments, message.as_bytes());
        assert_eq!(run.status, 0, "{run:?}");
        assert!(run.err.contains("sign_type") && run.err.contains("SHA256withRSA"), "{run:?}");
        let before = lianlian_reading(&["source"], message.as_bytes());
        assert_eq!(lianlian_reading(&["source"], run.out.as_bytes()).out, before.out);
    }
}

#[test]
fn a_message_without_a_signature_is_not_believed() {
    let key = vector("llpay_public_key.pem");
    let run = lianlian_reading(&["verify", "--key", &key], b"{\"ret_code\":\"0000\"}");
    assert_eq!((run.status, &*run.out), (1, ""), "{run:?}");
    assert!(run.err.contains("no signature"), "{run:?}");
}

#[test]
fn a_field_named_unsigned_is_left_out_of_the_source() {
    let key = vector("merchant_1024.pkcs8.pem");
    let public = vector("merchant_1024.public.pem");
    let signed =
        lianlian_reading(&["sign", "--key", &key], b"{\"a\":\"1\",\"sign_type\":\"RSA\"}").out;
    let with_memo = signed.replacen('{', "{\"memo\":\"x\",\"bank_name\":\"y\",", 1);

    let refused = lianlian_reading(&["verify", "--key", &public], with_memo.as_bytes());
    assert_eq!(refused.status, 1, "{refused:?}");
    let arguments = ["verify", "--key", &public, "--unsigned", "memo", "--unsigned", "bank_name"];
    let accepted = lianlian_reading(&arguments, with_memo.as_bytes());
    assert_eq!((accepted.status, &*accepted.out), (0, "ok\n"), "{accepted:?}");
    assert!(accepted.err.contains("memo, bank_name"), "{accepted:?}");
}

#[test]
fn the_wrong_half_of_a_key_exits_with_2_and_is_told() {
    let private = vector("merchant_1024.pkcs8.pem");
    let public = vector("merchant_1024.public.pem");
    let sign = lianlian_reading(&["sign", "--key", &public], b"{}");
    assert_eq!(sign.status, 2, "{sign:?}");
    assert!(sign.err.contains("public key") && sign.err.contains(&public), "{sign:?}");
    let verify = lianlian_reading(&["verify", "--key", &private], b"{}");
    assert_eq!(verify.status, 2, "{verify:?}");
    assert!(verify.err.contains("private key") && verify.err.contains(&private), "{verify:?}");
    let legacy = lianlian_reading(&["sign", "--key", &private, "--scheme", "MD5"], b"{}");
    assert_eq!(legacy.status, 2, "{legacy:?}");
    assert!(legacy.err.contains("secret"), "{legacy:?}");
}

#[test]
fn an_empty_secret_exits_with_2() {
    let secret = file("empty.txt", "\n");
    let run = lianlian_reading(&["sign", "--key", &secret, "--scheme", "MD5"], b"{}");
    assert_eq!((run.status, &*run.out), (2, ""), "{run:?}");
    assert!(run.err.contains("empty.txt"), "{run:?}");
}

#[test]
fn a_message_nested_deeper_than_any_stack_is_signed_or_refused_but_never_a_crash() {
    let key = vector("merchant_1024.pkcs8.pem");
    let depth = 200_000;
    let message = format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    let run = lianlian_reading(&["sign", "--key", &key], message.as_bytes());
    assert!(matches!(run.status, 0 | 2), "{}", run.status);
}
