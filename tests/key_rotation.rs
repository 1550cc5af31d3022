//! The gateway changes its key, the merchant changes theirs, and the program goes on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use lianlian::{
    Client, ConfigError, GatewayKey, GatewayKeys, GatewayKeysError, KeyFingerprint, KeysVerifier,
    MerchantKey, Message, NotVerified, PayLoad, ReceiveError, Receiver, RsaSigner, Scheme,
    SendError, SignError, Signer as _, SourceHash, SwappableSigner, Unknown, VerifyError,
    aggregate, codes, instant, sign_message, transport::HttpResponse,
};
use support::{
    MERCHANT, MERCHANT_PUBLIC_PEM, Script, client_builder, direct_pay, gateway_key,
    gateway_private_key, merchant_key, receiver_of, signed, signed_by_gateway, time,
};

const PAID: &str = r#"{"oid_partner":"201304121000001004","sign_type":"RSA","no_order":"1",
    "dt_order":"20261122093000","oid_paybill":"2","money_order":"0.05","result_pay":"SUCCESS",
    "settle_date":"20261122","pay_type":"L"}"#;
const PLACED: &str = r#"{"ret_code":"0000","ret_msg":"ok","sign_type":"RSA"}"#;

/// The key that the gateway changes to, of another length.
fn next_private_key() -> MerchantKey {
    MerchantKey::generate(2048).unwrap()
}

fn notified(receiver: &Receiver, body: &str) -> Result<(), ReceiveError> {
    receiver.notification::<aggregate::AsyncNotification>(body.as_bytes()).map(drop)
}

fn mismatch(error: ReceiveError) -> VerifyError {
    let ReceiveError::NotVerified(NotVerified::Signature(error)) = error else { panic!("{error}") };
    error
}

#[test]
fn both_keys_verify_while_both_are_in_force_and_the_retired_one_no_more() {
    let next = next_private_key();
    let by_next = signed(PAID, next.clone(), Scheme::Rsa);
    let by_old = signed_by_gateway(PAID);
    let keys = GatewayKeys::new(gateway_key());
    let receiver = receiver_of(keys.clone(), Scheme::Rsa);
    notified(&receiver, &by_old).unwrap();
    assert!(notified(&receiver, &by_next).is_err());

    let fingerprint = keys.add(next.public_key()).unwrap();
    assert_eq!(keys.fingerprints(), [gateway_key().fingerprint(), fingerprint]);
    notified(&receiver, &by_old).unwrap();
    notified(&receiver, &by_next).unwrap();

    assert!(keys.retire(gateway_key().fingerprint()).unwrap());
    assert!(!keys.retire(gateway_key().fingerprint()).unwrap());
    notified(&receiver, &by_next).unwrap();
    let error = mismatch(notified(&receiver, &by_old).unwrap_err());
    assert_eq!(error, VerifyError::WrongLength { got: 128, want: 256 });
}

#[test]
fn a_message_that_no_key_fits_is_told_with_the_keys_that_were_tried() {
    let next = MerchantKey::generate(1024).unwrap();
    let keys = GatewayKeys::of([gateway_key(), next.public_key()]).unwrap();
    let receiver = receiver_of(keys, Scheme::Rsa);
    for body in
        [signed(PAID, merchant_key(), Scheme::Rsa), signed_by_gateway(PAID).replace("0.05", "5.05")]
    {
        let error = mismatch(notified(&receiver, &body).unwrap_err());
        let tried = vec![gateway_key().fingerprint(), next.public_key().fingerprint()];
        assert_eq!(error, VerifyError::NoKeyFits { keys: tried.clone() });
        let text = error.to_string();
        assert!(text.starts_with("none of the 2 keys of the gateway fits"), "{text}");
        assert!(tried.iter().all(|key| text.contains(&key.to_string())), "{text}");
    }
}

#[test]
fn a_client_takes_a_new_key_without_being_made_again() {
    let next = next_private_key();
    let reply = signed(PLACED, next.clone(), Scheme::Rsa);
    let script = Script::default().answer(200, reply.clone()).answer(200, reply);
    let client = client_builder(&script).build().unwrap();
    let receiver = client.receiver();
    let error = client.send(&direct_pay()).unwrap_err();
    assert!(matches!(error, SendError::Unknown(Unknown::NotVerified { .. })), "{error}");

    client.gateway_keys().unwrap().add(next.public_key()).unwrap();
    client.send(&direct_pay()).unwrap();
    notified(&receiver, &signed(PAID, next, Scheme::Rsa)).unwrap();
    notified(&receiver, &signed_by_gateway(PAID)).unwrap();
}

#[test]
fn the_last_key_cannot_be_taken_away() {
    let keys = GatewayKeys::new(gateway_key());
    let fingerprint = gateway_key().fingerprint();
    assert!(matches!(keys.retire(fingerprint), Err(GatewayKeysError::Empty)));
    assert!(matches!(keys.replace([]), Err(GatewayKeysError::Empty)));
    assert!(matches!(GatewayKeys::of([]), Err(GatewayKeysError::Empty)));
    assert_eq!(keys.fingerprints(), [fingerprint]);
}

#[test]
fn a_key_that_comes_twice_counts_once_and_as_the_newest() {
    let next = MerchantKey::generate(1024).unwrap().public_key();
    let keys = GatewayKeys::of([gateway_key(), next.clone(), gateway_key()]).unwrap();
    assert_eq!(keys.fingerprints(), [next.fingerprint(), gateway_key().fingerprint()]);
    keys.add(next.clone()).unwrap();
    assert_eq!(keys.newest(), Some(next));
}

fn refused(result: Result<(), GatewayKeysError>) {
    let error = result.unwrap_err();
    let GatewayKeysError::OwnKey { fingerprint } = &error else { panic!("{error}") };
    assert_eq!(*fingerprint, merchant_key().fingerprint());
}

#[test]
fn the_merchants_own_key_is_no_key_of_the_gateway_now_or_later() {
    let own = merchant_key().public_key();
    let mixed = GatewayKeys::of([own.clone(), gateway_key()]).unwrap();
    let error = client_builder(&Script::default()).gateway_keys(mixed).build().unwrap_err();
    assert!(matches!(error, ConfigError::OwnKeyAsGatewayKey), "{error}");

    let keys = GatewayKeys::new(gateway_key());
    let builder = || client_builder(&Script::default()).gateway_keys(keys.clone());
    let _client = builder().build().unwrap();
    refused(keys.add(own.clone()).map(drop));
    refused(keys.replace([gateway_key(), own.clone()]));
    assert_eq!(keys.fingerprints(), [gateway_key().fingerprint()]);

    let alone = GatewayKeys::new(gateway_key());
    alone.refuse(own.clone()).unwrap();
    refused(alone.add(own.clone()).map(drop));
    refused(GatewayKeys::new(own.clone()).refuse(own));
}

#[test]
fn a_client_that_is_gone_refuses_nothing() {
    let keys = GatewayKeys::new(gateway_key());
    drop(client_builder(&Script::default()).gateway_keys(keys.clone()).build().unwrap());
    keys.add(merchant_key().public_key()).unwrap();
}

fn verifies(source: &str, signature: &str, key: &GatewayKey) -> bool {
    let pem = key.to_pem().unwrap();
    support::openssl_verifies(source, signature, &pem)
}

#[test]
fn a_merchant_changes_the_signing_key_of_a_client_in_use() {
    let (old, new) = (merchant_key(), MerchantKey::generate(1024).unwrap());
    let signer = SwappableSigner::new(RsaSigner::new(old.clone(), Scheme::Rsa).unwrap());
    let keys = GatewayKeys::new(gateway_key());
    let verifier = KeysVerifier::new(keys.clone(), Scheme::Rsa).unwrap();
    let reply = signed_by_gateway(PLACED);
    let script = Script::default().answer(200, reply.clone()).answer(200, reply);
    let client = Client::with_signer(MERCHANT, signer.clone(), verifier)
        .gateway_keys(keys.clone())
        .clock(lianlian::FixedClock(time(support::NOW)))
        .transport(script.clone())
        .build()
        .unwrap();
    client.send(&direct_pay()).unwrap();
    signer.swap(RsaSigner::new(new.clone(), Scheme::Rsa).unwrap()).unwrap();
    client.send(&direct_pay()).unwrap();
    for (sent, key, other) in [(0, &old, &new), (1, &new, &old)] {
        let sent = &script.sent()[sent];
        let message = Message::parse(&sent.body).unwrap();
        let (source, signature) = (message.source(&[]), message.text("sign").unwrap());
        assert!(verifies(&source, &signature, &key.public_key()));
        assert!(!verifies(&source, &signature, &other.public_key()));
    }
    // The key that signs now is the one that is refused.
    let error = keys.add(new.public_key()).unwrap_err();
    assert!(matches!(error, GatewayKeysError::OwnKey { .. }), "{error}");
}

#[test]
fn a_signer_of_another_scheme_is_not_swapped_in() {
    let signer = SwappableSigner::new(RsaSigner::new(merchant_key(), Scheme::Rsa).unwrap());
    let other = RsaSigner::new(merchant_key(), Scheme::Sha256WithRsa).unwrap();
    let (agreed, offered) = (Scheme::Rsa, Scheme::Sha256WithRsa);
    assert_eq!(signer.swap(other), Err(SignError::OtherScheme { agreed, offered }));
    signer.sign(SourceHash::new(Scheme::Rsa)).unwrap();
}

#[test]
fn an_encrypted_request_is_encrypted_with_the_newest_key() {
    let next = next_private_key();
    let script = Script::default().then(Ok(HttpResponse::new(200, Vec::new())));
    let client = client_builder(&script).build().unwrap();
    client.gateway_keys().unwrap().add(next.public_key()).unwrap();
    let payout = instant::Apply::builder()
        .flag_card(codes::PayeeKind::Person)
        .money_order(lianlian::Amount::from_fen(100))
        .no_order("20261122000009")
        .dt_order(time("20261122093000"))
        .card_no("6222000000000000000")
        .acct_name("张三")
        .info_order("wages")
        .memo("工资")
        .notify_url("https://shop.example/lianlian/payout")
        .build()
        .unwrap();
    client.send(&payout).unwrap_err();
    let sent = script.sent();
    let message = Message::parse(&sent[0].body).unwrap();
    let pay_load = message.text("pay_load").unwrap();
    let inner = PayLoad::decrypt(&pay_load, &next).unwrap();
    assert!(inner.contains("20261122000009"));
    PayLoad::decrypt(&pay_load, &gateway_private_key()).unwrap_err();
}

/// A key that stays in force verifies at every moment, whatever happens to the others.
#[test]
fn changes_never_leave_a_moment_without_the_key_that_stays() {
    let others: Vec<_> =
        (0..3).map(|_| MerchantKey::generate(1024).unwrap().public_key()).collect();
    let keys = GatewayKeys::new(gateway_key());
    let receiver = receiver_of(keys.clone(), Scheme::Rsa);
    let body = signed_by_gateway(PAID);
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    while !is_over.load(Ordering::SeqCst) {
                        notified(&receiver, &body).unwrap();
                    }
                })
            })
            .collect();
        for turn in 0..300 {
            let other = others[turn % others.len()].clone();
            match turn % 3 {
                0 => keys.replace([other, gateway_key()]).unwrap(),
                1 => drop(keys.add(other).unwrap()),
                _ => keys.replace([gateway_key()]).unwrap(),
            }
        }
        is_over.store(true, Ordering::SeqCst);
        for reader in readers {
            reader.join().unwrap();
        }
    });
}

#[test]
fn a_fingerprint_is_the_one_that_openssl_makes() {
    let run = |arguments: &[&str], input: &[u8]| {
        let mut child = Command::new("openssl")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the openssl command: install the package `openssl`");
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap().stdout
    };
    let der = run(&["pkey", "-pubin", "-outform", "DER"], MERCHANT_PUBLIC_PEM.as_bytes());
    let printed = String::from_utf8(run(&["dgst", "-sha256"], &der)).unwrap();
    let digits = printed.trim().rsplit(' ').next().unwrap();
    let fingerprint = merchant_key().fingerprint();
    assert_eq!(fingerprint.to_string(), digits);
    assert_eq!(digits.parse(), Ok(fingerprint));
    assert_eq!(digits.to_uppercase().parse(), Ok(fingerprint));
    let no_hex = format!("g{}", &digits[1..]);
    for wrong in ["", "00", &digits[1..], &format!("{digits}00"), &no_hex, "é"] {
        assert!(wrong.parse::<KeyFingerprint>().is_err(), "{wrong}");
    }
}

#[test]
fn a_verifier_of_keys_takes_no_other_scheme_than_its_own() {
    let keys = GatewayKeys::new(gateway_key());
    let error = KeysVerifier::new(keys.clone(), Scheme::Md5).unwrap_err();
    assert_eq!(error, VerifyError::SchemeNeedsSecret(Scheme::Md5));
    let receiver = receiver_of(keys, Scheme::Sha256WithRsa);
    let error = notified(&receiver, &signed_by_gateway(PAID)).unwrap_err();
    assert!(error.to_string().contains("SHA256withRSA"), "{error}");
    let signer = RsaSigner::new(gateway_private_key(), Scheme::Sha256WithRsa).unwrap();
    let text = PAID.replace("\"RSA\"", "\"SHA256withRSA\"");
    let signature = sign_message(&Message::parse(text.as_bytes()).unwrap(), &signer).unwrap();
    let body = text.replacen('{', &format!("{{\"sign\":\"{signature}\","), 1);
    notified(&receiver, &body).unwrap();
}
