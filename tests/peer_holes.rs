//! Holes that other clients of payment gateways have, each kept shut by a test.
//!
//! Each test says which hole it is. Where a judge is needed it is OpenSSL and a source put together here, not the
//! library.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lianlian::aggregate::{AsyncNotification, DirectPay, Query};
use lianlian::transport::{Delivery, TransportErrorKind};
use lianlian::{
    Amount, Answer, Client, ConfigError, FixedClock, GatewayKey, KeyError, Md5Verifier, Message,
    NotExecuted, NotVerified, OPERATIONS, PayLoad, ReceiveError, Receiver, RequestFields,
    RsaVerifier, Scheme, SendError, SharedSecret, Unknown, verify,
};
use md5::{Digest as _, Md5};
use serde_json::Value as Json;
use support::{
    MERCHANT, MERCHANT_PUBLIC_PEM, NOW, Script, client, direct_pay, gateway_key,
    gateway_private_key, merchant_key, openssl_verifies, receiver_of, signed, signed_by_gateway,
    time,
};

/// A folder that no other test has.
fn folder() -> PathBuf {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("peer-holes-{}-{number}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs `openssl`. Its absence fails the test: a judge that did not come has not agreed.
fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the openssl command: install the package `openssl`");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The gateway's signature over a source, made by OpenSSL.
fn openssl_signed(source: &str) -> String {
    let folder = folder();
    let key = folder.join("gateway.pem");
    fs::write(&key, gateway_private_key().to_pkcs8_pem().unwrap().as_bytes()).unwrap();
    let signature = openssl(&["dgst", "-md5", "-sign", key.to_str().unwrap()], source.as_bytes());
    fs::remove_dir_all(folder).unwrap();
    STANDARD.encode(signature)
}

/// The source of a JSON message, put together without the library.
fn source_model(body: &[u8]) -> String {
    let members: serde_json::Map<String, Json> = serde_json::from_slice(body).unwrap();
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut pairs: Vec<(String, String)> = members
        .iter()
        .filter(|(name, value)| *name != "sign" && !value.is_null())
        .map(|(name, value)| (name.clone(), text(value)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    pairs.sort_by_key(|(name, _)| name.to_ascii_lowercase());
    let pairs: Vec<String> = pairs.iter().map(|(name, text)| format!("{name}={text}")).collect();
    pairs.join("&")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

const PAID: &str = r#"{"ret_code":"0000","ret_msg":"ok","oid_partner":"201304121000001004","no_order":"20261122000001","dt_order":"20261122093000","money_order":"210.97","oid_paybill":"2026112200000001","result_pay":"SUCCESS","sign_type":"RSA"}"#;

fn query() -> Query {
    Query::builder().no_order("20261122000001").build().unwrap()
}

/// What a client makes of a reply to the query.
fn asked(reply: &str) -> Result<(), SendError> {
    client(&Script::default().answer(200, reply)).send(&query()).map(drop)
}

fn is_not_believed(outcome: &Result<(), SendError>) -> bool {
    matches!(outcome, Err(SendError::Unknown(Unknown::NotVerified { .. })))
}

fn with_sign(message: &str, sign: &str) -> String {
    format!("{},\"sign\":\"{sign}\"}}", message.trim_end_matches('}'))
}

/// The same, as a notification tells it.
fn notified() -> String {
    PAID.replace(r#""ret_code":"0000","ret_msg":"ok","#, r#""pay_type":"L","#)
}

fn receiver() -> Receiver {
    receiver_of(gateway_key(), Scheme::Rsa)
}

// The vendor's samples for Java and C# look at `sign_type` of what arrived to choose between RSA and MD5, so that
// whoever has no key takes the scheme without one.
#[test]
fn a_message_does_not_choose_how_it_is_verified() {
    assert!(asked(&signed_by_gateway(PAID)).is_ok(), "the right one is believed");
    let forged = PAID.replace(r#""RSA""#, r#""MD5""#);
    let source = source_model(forged.as_bytes());
    let public_pem = gateway_key().to_pem().unwrap();
    for secret in ["", "null", &public_pem, public_pem.trim(), MERCHANT] {
        let digest = Md5::digest(format!("{source}&key={secret}"));
        let sign = hex(&digest);
        assert!(is_not_believed(&asked(&with_sign(&forged, &sign))), "MD5 with {secret:?}");
    }
    for named in ["", "none", "NONE", "MD5", "SHA256withRSA"] {
        let forged = PAID.replace(r#""RSA""#, &format!("{named:?}"));
        assert!(is_not_believed(&asked(&with_sign(&forged, "AAAA"))), "{named}");
    }
    // Nor does a notification.
    let told = notified();
    receiver().notification::<AsyncNotification>(signed_by_gateway(&told).as_bytes()).unwrap();
    for (named, digest) in [("MD5", "&key="), ("MD5", "&key=null"), ("SHA256withRSA", ""), ("", "")]
    {
        let forged = told.replace(r#""RSA""#, &format!("{named:?}"));
        let source = source_model(forged.as_bytes());
        let sign = hex(&Md5::digest(format!("{source}{digest}")));
        let forged = with_sign(&forged, &sign);
        let refused = receiver().notification::<AsyncNotification>(forged.as_bytes()).unwrap_err();
        assert!(matches!(refused, ReceiveError::NotVerified(_)), "{named}: {refused}");
    }
    // Even the gateway's own key does not, in a scheme that was not agreed.
    let other = PAID.replace(r#""RSA""#, r#""SHA256withRSA""#);
    let other = signed(&other, gateway_private_key(), Scheme::Sha256WithRsa);
    assert!(is_not_believed(&asked(&other)));
}

// The vendor's sample that receives notifications in Java hands its verifier an empty text for the MD5 secret, so
// that anybody can make the signature.
#[test]
fn an_empty_shared_secret_is_no_secret() {
    for empty in ["", " ", "\n", "\t \r\n", "\u{3000}"] {
        assert!(matches!(SharedSecret::new(empty), Err(KeyError::Empty)), "{empty:?}");
    }
    // A signature under the empty secret is not one under another.
    let digest = Md5::digest(b"a=1&key=");
    let sign = hex(&digest);
    let forged = with_sign(r#"{"a":"1"}"#, &sign);
    let verifier = Md5Verifier::new(SharedSecret::new("not a real secret").unwrap());
    verify(&Message::parse(forged.as_bytes()).unwrap(), &verifier, &[]).unwrap_err();
}

// The vendor's client for PHP verifies a reply, writes the outcome to its log, and returns the reply either way.
#[test]
fn after_a_failed_verification_there_is_no_way_to_success() {
    let right = signed_by_gateway(PAID);
    let forged = right.replace("210.97", "210.98");
    assert_ne!(forged, right);
    assert!(is_not_believed(&asked(&forged)));
    let told = signed_by_gateway(&notified());
    let receiver = receiver();
    receiver.notification::<AsyncNotification>(told.as_bytes()).unwrap();
    let forged = told.replace("210.97", "210.98");
    let refused = receiver.notification::<AsyncNotification>(forged.as_bytes()).unwrap_err();
    // Neither is the gateway told that all is well: it comes again with the genuine one.
    let answer = Answer::from(&refused);
    assert!(!answer.is_acknowledgement(), "{answer:?}");
}

// The same client verifies only if there is a signature; the vendor's client for Java does not verify replies at all.
#[test]
fn an_unsigned_success_is_not_believed() {
    let without_signature = |message: &str| {
        [
            message.to_owned(),
            with_sign(message, ""),
            format!("{},\"sign\":null}}", message.trim_end_matches('}')),
            message.replace(r#","sign_type":"RSA""#, ""),
        ]
    };
    let bare = r#"{"ret_code":"0000"}"#.to_owned();
    for unsigned in without_signature(PAID).into_iter().chain([bare]) {
        let outcome = asked(&unsigned);
        let Err(SendError::Unknown(Unknown::NotVerified { reason, .. })) = outcome else {
            panic!("{unsigned}: {outcome:?}");
        };
        assert!(matches!(reason, NotVerified::Missing), "{reason}");
    }
    for unsigned in without_signature(&notified()) {
        let refused =
            receiver().notification::<AsyncNotification>(unsigned.as_bytes()).unwrap_err();
        let is_missing = matches!(refused, ReceiveError::NotVerified(NotVerified::Missing));
        assert!(is_missing, "{unsigned}: {refused}");
    }
}

// With one pair of keys for both directions the merchant's own requests, sent back, are replies.
#[test]
fn what_the_merchant_signed_is_not_from_the_gateway() {
    assert!(is_not_believed(&asked(&signed(PAID, merchant_key(), Scheme::Rsa))));
    let own = || GatewayKey::from_pem(MERCHANT_PUBLIC_PEM).unwrap();
    let script = Script::default();
    let confused = Client::builder(MERCHANT, merchant_key()).gateway_key(own()).transport(script);
    assert!(matches!(confused.build(), Err(ConfigError::OwnKeyAsGatewayKey)));
    // Nor can it become the gateway's later.
    let client = client(&Script::default());
    let keys = client.gateway_keys().unwrap();
    assert!(keys.add(own()).is_err() && keys.replace([own()]).is_err());
}

// Clients that keep configuration and fields in one map post the key with the rest.
#[test]
fn a_key_is_no_field_of_a_request() {
    let script = Script::default().answer(200, signed_by_gateway(PAID));
    let _ = client(&script).send(&direct_pay());
    let body = String::from_utf8(script.sent()[0].body.clone()).unwrap();
    let form = client(&Script::default()).form(&support::web_redirect()).unwrap();
    let posted = form.pairs().map(|(name, value)| format!("{name}={value}&"));
    let posted = posted.collect::<Vec<_>>().concat();
    let pem = merchant_key().to_pkcs8_pem().unwrap();
    for line in pem.lines().filter(|line| line.len() > 16) {
        assert!(!body.contains(line) && !posted.contains(line));
    }
    assert!(!body.contains("PRIVATE") && !posted.contains("PRIVATE"));
    // The members are those of the spec and no others, so there is no place for one.
    let known: BTreeSet<&str> = OPERATIONS
        .iter()
        .find(|meta| meta.id == "aggregate.direct_pay")
        .unwrap()
        .request
        .iter()
        .map(|field| field.name)
        .collect();
    let sent: serde_json::Map<String, Json> = serde_json::from_str(&body).unwrap();
    assert!(sent.keys().all(|name| known.contains(name.as_str())), "{body}");
    for name in ["key", "md5_key", "private_key", "RSA_PRIVATE_KEY", "TRADER_PRI_KEY", "secret"] {
        let fields = [("no_order", "1"), (name, &**pem)];
        let refused = RequestFields::<Query>::new(fields, &[]).unwrap_err();
        assert_eq!(refused.fields(), [name]);
        let used = OPERATIONS.iter().any(|meta| meta.request_field(name).is_some());
        assert!(!used, "{name} is a field of the gateway");
    }
}

// The vendor's clients for PHP and Java switch the check of certificates off, so that whoever answers is the gateway.
#[test]
fn a_server_with_any_other_certificate_is_not_the_gateway_and_gets_no_byte() {
    let folder = folder();
    let (key, certificate) = (folder.join("key.pem"), folder.join("certificate.pem"));
    let (key, certificate) = (key.to_str().unwrap(), certificate.to_str().unwrap());
    openssl(
        &[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            key,
            "-out",
            certificate,
            "-days",
            "2",
            "-subj",
            "/CN=127.0.0.1",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
        ],
        b"",
    );
    let mut server = Command::new("openssl")
        .args(["s_server", "-accept", "127.0.0.1:0", "-naccept", "1"])
        .args(["-key", key, "-cert", certificate])
        // As long as its input is open it serves.
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the openssl command: install the package `openssl`");
    let mut said = BufReader::new(server.stdout.take().unwrap());
    let mut line = String::new();
    let address = loop {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "the server is gone");
        if let Some(address) = line.strip_prefix("ACCEPT ") {
            break address.trim().to_owned();
        }
    };
    let client = Client::builder(MERCHANT, merchant_key())
        .gateway_key(gateway_key())
        .clock(FixedClock(time(NOW)))
        .base_url(format!("https://{address}"))
        .build()
        .unwrap();
    let error = client.send(&direct_pay()).unwrap_err();
    let _ = server.kill();
    let mut rest = String::new();
    let _ = said.read_to_string(&mut rest);
    server.wait().unwrap();
    fs::remove_dir_all(folder).unwrap();
    let SendError::NotExecuted(NotExecuted::NotSent(error)) = error else { panic!("{error}") };
    assert_eq!(error.delivery(), Delivery::NotSent);
    let refused = matches!(error.kind(), TransportErrorKind::CertificateRefused { .. });
    assert!(refused, "{error}");
    assert!(!rest.contains("POST") && !rest.contains("no_order"), "{rest}");
}

// PHP's `json_encode` and Python's `json.dumps` escape what is not ASCII unless told otherwise, also inside
// `risk_item`, whose text was signed before.
#[test]
fn chinese_text_is_sent_as_it_was_signed() {
    let script = Script::default().answer(200, signed_by_gateway(PAID));
    let _ = client(&script).send(&direct_pay());
    let body = script.sent()[0].body.clone();
    let wire = String::from_utf8(body.clone()).unwrap();
    assert!(wire.contains("羽毛球") && !wire.contains("\\u"), "{wire}");
    let members: serde_json::Map<String, Json> = serde_json::from_slice(&body).unwrap();
    assert!(members["risk_item"].as_str().unwrap().contains("\"羽毛球\""), "{wire}");
    // What OpenSSL verifies is the source of the bytes on the wire.
    let source = source_model(&body);
    assert!(source.contains("name_goods=羽毛球&"), "{source}");
    let signature = members["sign"].as_str().unwrap();
    assert!(openssl_verifies(&source, signature, MERCHANT_PUBLIC_PEM), "{source}");
    // With the text escaped it would not.
    let escaped = source.replace("羽毛球", "\\u7fbd\\u6bdb\\u7403");
    assert!(!openssl_verifies(&escaped, signature, MERCHANT_PUBLIC_PEM));
}

// Amounts kept as floating-point numbers lose a fen: 0.29 times 100 is 28.999999999999996.
#[test]
fn no_amount_passes_through_a_float() {
    for fen in (0..200_000_u64).chain([9_007_199_254_740_993, 99_999_999_999, u64::MAX]) {
        let text = format!("{}.{:02}", fen / 100, fen % 100);
        assert_eq!(text.parse::<Amount>().unwrap().fen(), fen, "{text}");
        assert_eq!(Amount::from_fen(fen).to_string(), text);
    }
    // And so it goes over the wire. That no float is taken, the compiler says: see tests/ui/fail.
    let mut order = direct_pay();
    order.money_order = Amount::from_fen(29);
    let script = Script::default().answer(200, signed_by_gateway(PAID));
    let _ = client(&script).send(&order);
    let body = String::from_utf8(script.sent()[0].body.clone()).unwrap();
    assert!(body.contains(r#""money_order":"0.29""#), "{body}");
    let by_name = RequestFields::<DirectPay>::new([("money_order", "2.9e-1")], &[]).unwrap_err();
    assert!(by_name.fields().contains(&"money_order"));
}

// The vendor's encryptors draw their keys with `java.util.Random` and PHP's `rand`, whose state a few outputs tell.
#[test]
fn the_keys_of_a_pay_load_are_never_seen_again_and_show_no_pattern() {
    const TEXTS: usize = 40;
    let folder = folder();
    let key = folder.join("gateway.pem");
    fs::write(&key, gateway_private_key().to_pkcs8_pem().unwrap().as_bytes()).unwrap();
    let unwrap = ["pkeyutl", "-decrypt", "-inkey", key.to_str().unwrap()];
    let unwrap = [&unwrap[..], &["-pkeyopt", "rsa_padding_mode:oaep"]].concat();
    let mut drawn: Vec<String> = Vec::new();
    let mut wrapped = BTreeSet::new();
    for _ in 0..TEXTS {
        let text = PayLoad::encrypt("{}", &gateway_key()).unwrap();
        let parts: Vec<Vec<u8>> = text
            .as_str()
            .split('$')
            .skip(1)
            .map(|part| STANDARD.decode(part.replace(['\r', '\n'], "")).unwrap())
            .collect();
        for part in &parts[..2] {
            drawn.push(String::from_utf8(openssl(&unwrap, part)).unwrap());
            assert!(wrapped.insert(part.clone()), "the same wrapping twice");
        }
        drawn.push(String::from_utf8(parts[2].clone()).unwrap());
    }
    fs::remove_dir_all(folder).unwrap();
    let different: BTreeSet<&String> = drawn.iter().collect();
    assert_eq!(different.len(), 3 * TEXTS, "a key or nonce came twice");
    // No two share a beginning either, as those of generators with the same seed would.
    let beginnings: BTreeSet<&str> = drawn.iter().map(|text| &text[..7]).collect();
    assert_eq!(beginnings.len(), 3 * TEXTS);
    // Each of the 36 characters as often as any other: chi squared with 35 degrees of freedom is above 110 once in
    // a thousand million runs.
    let all: String = drawn.concat();
    let expected = u32::try_from(all.len()).unwrap() / 36;
    let count = |character: char| u32::try_from(all.matches(character).count()).unwrap();
    let characters = ('0'..='9').chain('A'..='Z');
    let squares: u32 = characters.map(|c| count(c).abs_diff(expected).pow(2)).sum();
    assert!(squares < 110 * expected, "{squares} of {expected}: {all}");
}

// The vendor's verifiers parse a reply and make the source of what the parser kept: another number format or escape
// breaks a genuine signature, and of a key that came twice one is signed and the other read.
#[test]
fn a_reply_is_verified_as_it_came_and_not_as_it_would_be_written_again() {
    let verifier = RsaVerifier::new(gateway_key(), Scheme::Rsa).unwrap();
    for (members, source) in [
        (r#""b":1.50,"a":1e2"#, "a=1e2&b=1.50"),
        (r#""a":-0,"b":0.10,"c":12345678901234567890123"#, "a=-0&b=0.10&c=12345678901234567890123"),
        (r#""a":1.0E+2 , "b" : true"#, "a=1.0E+2&b=true"),
        (r#""b":"\u7fbd\/毛","a":"\"x\"\t""#, "a=\"x\"\t&b=羽/毛"),
        (r#""a":{"z": 1.0,  "y":[ ]},"b":null,"c":"""#, r#"a={"z": 1.0,  "y":[ ]}"#),
        ("\"B\":\"1\",\"a\":\"2\",\n\"C_1\":\"3\"", "a=2&B=1&C_1=3"),
    ] {
        let sign = openssl_signed(source);
        let text = format!("{{ {members},\"sign\":\"{sign}\"}}");
        let message = Message::parse(text.as_bytes()).unwrap();
        verify(&message, &verifier, &[]).unwrap_or_else(|error| panic!("{text}: {error}"));
        // Written again it is another message, unless nothing in it changes.
        let again: Json = serde_json::from_str(&text).unwrap();
        let again = again.to_string().replace("1.5,", "1.500,");
        let message = Message::parse(again.as_bytes()).unwrap();
        let same = message.source(&[]) == source;
        assert_eq!(verify(&message, &verifier, &[]).is_ok(), same, "{again}");
    }
    // Of a name that comes twice neither is believed.
    let sign = openssl_signed("money=1.00");
    for text in [
        format!(r#"{{"money":"1.00","money":"9.00","sign":"{sign}"}}"#),
        format!(r#"{{"money":"9.00","sign":"{sign}","mone\u0079":"1.00"}}"#),
    ] {
        assert!(Message::parse(text.as_bytes()).is_err(), "{text}");
        assert!(asked(&text).is_err());
    }
}
