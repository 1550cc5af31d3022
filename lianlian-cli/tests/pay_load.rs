//! `lianlian encrypt` and `decrypt`, judged by the vendor's own encryptor.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod common;

use std::fs;

use common::{file, lianlian, lianlian_reading, vector};
use serde_json::{Value, json};

const MESSAGE: &str = "{ \"acct_name\":\"测试\",\n \"money_order\":0.020, \"sign\":\"x\" }";

/// The `--key` and the known `pay_load` and message of each case.
fn cases() -> Vec<(String, String, String)> {
    let text = fs::read_to_string(vector("pay_load.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let text = |case: &Value, name: &str| case[name].as_str().unwrap().to_owned();
    let case = |case: &Value| {
        let key = vector(&format!("{}.pkcs8.pem", text(case, "key")));
        (key, text(case, "pay_load"), text(case, "plaintext"))
    };
    file["cases"].as_array().unwrap().iter().map(case).collect()
}

fn encrypted(message: &str) -> String {
    let key = vector("merchant_1024.public.pem");
    let run = lianlian_reading(&["encrypt", "--key", &key], message.as_bytes());
    assert_eq!((run.status, &*run.err), (0, ""), "{run:?}");
    run.out
}

#[test]
fn what_the_vendors_encryptor_made_decrypts_as_text_and_as_member_of_a_body() {
    for (key, pay_load, message) in cases() {
        let body = json!({"oid_partner": "201408071000001541", "pay_load": pay_load}).to_string();
        for input in [&pay_load, &format!("\n{pay_load}\r\n"), &body] {
            let run = lianlian_reading(&["decrypt", "--key", &key], input.as_bytes());
            assert_eq!((run.status, &*run.err), (0, ""), "{run:?}");
            assert_eq!(run.out, format!("{message}\n"));
        }
        let path = file("body.json", &body);
        let run = lianlian(&["decrypt", "--key", &key, &path]);
        assert_eq!(run.out, format!("{message}\n"), "{run:?}");
    }
}

#[test]
fn what_is_encrypted_decrypts_byte_for_byte() {
    for bits in ["1024", "2048", "4096"] {
        let public = vector(&format!("merchant_{bits}.public.pem"));
        let path = file(&format!("message_{bits}.json"), MESSAGE);
        let sealed = lianlian(&["encrypt", "--key", &public, &path]);
        assert_eq!((sealed.status, &*sealed.err), (0, ""), "{sealed:?}");
        assert!(!sealed.out.contains("money_order"), "{sealed:?}");
        let private = vector(&format!("merchant_{bits}.pkcs8.pem"));
        let run = lianlian_reading(&["decrypt", "--key", &private], sealed.out.as_bytes());
        assert_eq!((run.status, &*run.out), (0, &*format!("{MESSAGE}\n")), "{run:?}");
    }
}

#[test]
fn a_message_without_a_signature_is_encrypted_with_a_warning() {
    let key = vector("merchant_1024.public.pem");
    for message in ["{}", "{\"sign\":\"\"}"] {
        let run = lianlian_reading(&["encrypt", "--key", &key], message.as_bytes());
        assert_eq!(run.status, 0, "{run:?}");
        assert!(run.out.starts_with("lianpay1_0_1$"), "{run:?}");
        assert!(run.err.contains("sign"), "{run:?}");
    }
}

#[test]
fn another_key_or_a_changed_text_exits_with_1_and_one_and_the_same_reason() {
    let text = encrypted(MESSAGE);
    let own = vector("merchant_1024.pkcs8.pem");
    let other = vector("merchant_2048.pkcs8.pem");
    let (before, mac) = text.rsplit_once('$').unwrap();
    let first = if mac.starts_with('A') { "B" } else { "A" };
    let forged = [before, "$", first, &mac[1..]].concat();
    let runs = [(&other, &text), (&own, &forged)]
        .map(|(key, input)| lianlian_reading(&["decrypt", "--key", key], input.as_bytes()));
    for run in &runs {
        assert_eq!((run.status, &*run.out), (1, ""), "{run:?}");
        assert!(run.err.contains("does not decrypt"), "{run:?}");
    }
    assert_eq!(runs[0].err, runs[1].err);
}

#[test]
fn what_is_no_pay_load_exits_with_2() {
    let key = vector("merchant_1024.pkcs8.pem");
    for (input, reason) in [
        ("", "lianpay1_0_1"),
        ("{\"oid_partner\":\"1\"}", "pay_load"),
        ("{\"pay_load\":null}", "pay_load"),
        ("{\"pay_load\":\"lianpay1_0_1$AAAA\"}", "2 parts"),
        ("{\"pay_load\":", "standard input"),
    ] {
        let run = lianlian_reading(&["decrypt", "--key", &key], input.as_bytes());
        assert_eq!((run.status, &*run.out), (2, ""), "{input}: {run:?}");
        assert!(run.err.contains(reason), "{input}: {run:?}");
    }
    let run = lianlian_reading(&["decrypt", "--key", &key], b"\xff\xfe");
    assert_eq!(run.status, 2, "{run:?}");
}

#[test]
fn what_is_no_message_is_not_encrypted() {
    let key = vector("merchant_1024.public.pem");
    for input in ["", "money", "[1]", "{\"a\":1", "{\"a\":1,\"a\":2}"] {
        let run = lianlian_reading(&["encrypt", "--key", &key], input.as_bytes());
        assert_eq!((run.status, &*run.out), (2, ""), "{input}: {run:?}");
    }
}

#[test]
fn the_wrong_half_of_a_key_exits_with_2_and_is_told() {
    let private = vector("merchant_1024.pkcs8.pem");
    let public = vector("merchant_1024.public.pem");
    let encrypt = lianlian_reading(&["encrypt", "--key", &private], b"{}");
    assert_eq!(encrypt.status, 2, "{encrypt:?}");
    assert!(encrypt.err.contains("private key") && encrypt.err.contains(&private), "{encrypt:?}");
    let decrypt = lianlian_reading(&["decrypt", "--key", &public], b"{}");
    assert_eq!(decrypt.status, 2, "{decrypt:?}");
    assert!(decrypt.err.contains("public key") && decrypt.err.contains(&public), "{decrypt:?}");
}
