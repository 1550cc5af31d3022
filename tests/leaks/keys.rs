//! Keys and secrets: read, misread, used and looked at.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lianlian::{
    Client, GatewayKey, GatewayKeys, Md5Signer, Md5Verifier, MerchantKey, Message, PayLoad,
    RsaSigner, RsaVerifier, Scheme, SharedSecret, SwappableSigner, sign_message, verify,
};
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};

use crate::marks::{Marks, show, show_error};
use crate::observer::seen;
use crate::support::{MERCHANT, Script, direct_pay, gateway_key, merchant_key, receiver_of};

/// Longer than what every key of the kind begins with, its version, its modulus and its exponent.
fn behind_the_public_part(key: &RsaPrivateKey, per_byte: f64) -> usize {
    // Only of how much is passed over; money is counted elsewhere.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let characters = ((key.size() + 60) as f64 * per_byte) as usize;
    characters
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// Every form in which a private key could be written.
fn marks_of(pem: &str) -> Marks {
    let key = RsaPrivateKey::from_pkcs8_pem(pem).unwrap();
    let mut marks = Marks::default();
    let pkcs8 = key.to_pkcs8_der().unwrap();
    let pkcs1 = key.to_pkcs1_der().unwrap();
    for der in [pkcs8.as_bytes(), pkcs1.as_bytes()] {
        let hex = hex(der);
        marks.add_long(&hex, behind_the_public_part(&key, 2.0));
        marks.add_long(&STANDARD.encode(der), behind_the_public_part(&key, 1.34));
        let list = format!("{:?}", &der[key.size() + 60..]);
        marks.add_long(&list, 1);
    }
    for number in [key.d()].into_iter().chain(key.primes()) {
        marks.add_long(&number.to_str_radix(10), 0);
        marks.add_long(&number.to_str_radix(16), 0);
        marks.add_long(&STANDARD.encode(number.to_bytes_be()), 0);
        // As lists of machine words in debug output.
        let words: Vec<u64> = number
            .to_bytes_le()
            .chunks_exact(8)
            .map(|word| u64::from_le_bytes(word.try_into().unwrap()))
            .collect();
        for word in words {
            marks.add_long(&word.to_string(), 0);
        }
    }
    marks
}

fn pem() -> String {
    merchant_key().to_pkcs8_pem().unwrap().to_string()
}

#[test]
fn the_marks_of_a_key_are_in_the_key() {
    let marks = marks_of(&pem());
    assert!(marks.found_in(&pem()).len() > 20);
    let key = RsaPrivateKey::from_pkcs8_pem(&pem()).unwrap();
    assert!(!marks.found_in(&key.d().to_str_radix(10)).is_empty());
    assert!(!marks.found_in(&format!("{:x}", key.primes()[0])).is_empty());
    assert!(!marks.found_in(&key.to_pkcs1_pem(rsa::pkcs8::LineEnding::LF).unwrap()).is_empty());
    // The public half is no secret.
    assert!(marks.found_in(&merchant_key().public_pem().unwrap()).is_empty());
}

#[test]
fn nothing_that_holds_a_private_key_shows_it() {
    let rsa = || RsaSigner::new(merchant_key(), Scheme::Rsa).unwrap();
    let script = Script::default().answer(500, "busy");
    let shown = seen(|| {
        let builder = || {
            Client::builder(MERCHANT, merchant_key())
                .gateway_key(gateway_key())
                .transport(script.clone())
        };
        let client = builder().build().unwrap();
        let message = Message::parse(br#"{"a":"1"}"#).unwrap();
        let signature = sign_message(&message, &rsa());
        tracing::info!(
            key = show(&merchant_key()),
            signer = show(&rsa()),
            swappable = show(&SwappableSigner::new(rsa())),
            builder = show(&builder()),
            client = show(&client),
            keys = show(&GatewayKeys::new(gateway_key())),
            verifier = show(&RsaVerifier::new(gateway_key(), Scheme::Rsa)),
            refused = show(
                &Client::builder(MERCHANT, merchant_key())
                    .gateway_key(merchant_key().public_key())
                    .build()
                    .err()
            ),
            md5 = show(&RsaSigner::new(merchant_key(), Scheme::Md5).err()),
            is_signed = signature.is_ok(),
        );
        drop(client.form(&crate::support::web_redirect()));
        let _ = client.send(&direct_pay());
    });
    for name in ["key=", "signer=", "builder=", "client=", "refused=", "is_signed=true"] {
        assert!(shown.contains(name), "{name} was not shown: {shown}");
    }
    marks_of(&pem()).expect_none(&shown, "what holds a key");
}

/// The texts that somebody may take for a key, made of one that works.
fn misread(pem: &str) -> BTreeMap<String, Vec<u8>> {
    let der =
        RsaPrivateKey::from_pkcs8_pem(pem).unwrap().to_pkcs8_der().unwrap().as_bytes().to_vec();
    let mut found: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for cut in (1..der.len()).step_by(61) {
        found.insert(format!("DER up to {cut}"), der[..cut].to_vec());
        found.insert(format!("DER from {cut}"), der[cut..].to_vec());
        let mut changed = der.clone();
        changed[cut] ^= 0x55;
        found.insert(format!("DER changed at {cut}"), changed);
    }
    for cut in (1..pem.len()).step_by(97) {
        found.insert(format!("PEM up to {cut}"), pem.as_bytes()[..cut].to_vec());
        let mut changed = pem.as_bytes().to_vec();
        changed[cut] = b'*';
        found.insert(format!("PEM changed at {cut}"), changed.clone());
        changed[cut] = 0xff;
        found.insert(format!("PEM no text at {cut}"), changed);
    }
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    for (name, text) in [
        ("another label", pem.replace("PRIVATE KEY", "CERTIFICATE")),
        ("an unknown label", pem.replace("PRIVATE KEY", "SECRET")),
        ("encrypted", pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")),
        ("as PKCS#1", pem.replace("PRIVATE KEY", "RSA PRIVATE KEY")),
        ("as public", pem.replace("PRIVATE KEY", "PUBLIC KEY")),
        ("twice", format!("{pem}{pem}")),
        ("without its end", pem.replace("-----END PRIVATE KEY-----", "")),
        ("Base64 twice", STANDARD.encode(&body)),
        ("hex", hex(&der)),
        (
            "a label made of the key",
            format!("-----BEGIN {body}-----\n{body}\n-----END {body}-----"),
        ),
    ] {
        found.insert(name.to_owned(), text.into_bytes());
    }
    found
}

#[test]
fn no_error_about_a_key_shows_anything_of_it() {
    let pem = pem();
    let marks = marks_of(&pem);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let mut shown = String::new();
    let mut errors = 0;
    for bytes in misread(&pem).into_values() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let file = folder.join(format!("leaks-{}.pem", std::process::id()));
        fs::write(&file, &bytes).unwrap();
        let private = [
            MerchantKey::parse(&bytes),
            MerchantKey::from_der(&bytes),
            MerchantKey::from_pem(&text),
            MerchantKey::from_base64(&text),
            MerchantKey::from_pem_file(&file),
        ];
        let public = [
            GatewayKey::parse(&bytes),
            GatewayKey::from_der(&bytes),
            GatewayKey::from_pem(&text),
            GatewayKey::from_base64(&text),
            GatewayKey::from_pem_file(&file),
        ];
        for outcome in private
            .into_iter()
            .map(|key| key.map(|_| ()))
            .chain(public.into_iter().map(|key| key.map(|_| ())))
        {
            if let Err(error) = outcome {
                errors += 1;
                shown.push_str(&show_error(&error));
            }
        }
    }
    marks.expect_none(&shown, "an error about a key");
    assert!(errors > 500, "only {errors} errors");
    assert!(shown.contains("cannot be read"), "{shown}");
}

#[test]
fn the_text_of_a_key_given_as_a_path_is_not_shown() {
    // An environment variable holds the key and is taken for the path of its file.
    let pem = pem();
    let marks = marks_of(&pem);
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    for text in [pem.clone(), body.clone(), pem.replace('\n', "\\n"), pem.replace('\n', " ")] {
        let error = MerchantKey::from_pem_file(&text).unwrap_err();
        marks.expect_none(&show_error(&error), "a key as a path");
        let error = GatewayKey::from_pem_file(&text).unwrap_err();
        marks.expect_none(&show_error(&error), "a key as a path");
        assert!(error.to_string().contains("the path of its file belongs here"), "{error}");
    }
    // A path is shown, or nobody would know which.
    let error = MerchantKey::from_pem_file("/nowhere/merchant.pem").unwrap_err();
    assert!(error.to_string().contains("/nowhere/merchant.pem"), "{error}");
}

#[test]
fn nothing_shows_a_shared_secret() {
    let secret = "Zq7fX3mB9kLw5vRt8yHn";
    let mut marks = Marks::default();
    marks.add(secret);
    let shared = || SharedSecret::new(secret).unwrap();
    let message =
        Message::parse(br#"{"a":"1","sign":"00000000000000000000000000000000"}"#).unwrap();
    let shown = seen(|| {
        let client =
            Client::with_signer(MERCHANT, Md5Signer::new(shared()), Md5Verifier::new(shared()))
                .transport(Script::default());
        let swapped = Client::builder(secret, merchant_key()).gateway_key(gateway_key()).build();
        let address = Client::builder(MERCHANT, merchant_key())
            .gateway_key(gateway_key())
            .base_url(format!("https://shop:{secret}@gateway.example"))
            .build();
        let proxy = Client::builder(MERCHANT, merchant_key())
            .gateway_key(gateway_key())
            .base_url("http://127.0.0.1:9")
            .proxy(format!("socks4://shop:{secret}@proxy.example"))
            .build();
        tracing::info!(
            secret = show(&shared()),
            signer = show(&Md5Signer::new(shared())),
            verifier = show(&Md5Verifier::new(shared())),
            builder = show(&client),
            client = show(&client.build().ok()),
            refused = show_error(&verify(&message, &Md5Verifier::new(shared()), &[]).unwrap_err()),
            swapped = show_error(&swapped.unwrap_err()),
            address = show_error(&address.unwrap_err()),
            proxy = show_error(&proxy.unwrap_err()),
            builders = show(
                &Client::builder(secret, merchant_key()).base_url(format!("https://{secret}@h"))
            ),
        );
    });
    assert!(shown.contains("proxy="), "{shown}");
    marks.expect_none(&shown, "a secret");
}

#[test]
fn nothing_about_a_pay_load_shows_what_is_in_it() {
    let card = crate::marks::digits("card_no", 19);
    let text = format!("{{\"card_no\":\"{card}\"}}");
    let encrypted = PayLoad::encrypt(&text, &gateway_key()).unwrap();
    let mut shown = show(&encrypted);
    let whole = encrypted.as_str();
    let texts = [
        whole.to_owned(),
        whole[..whole.len() / 2].to_owned(),
        whole.replacen('$', "", 1),
        format!("{whole}A"),
        text.clone(),
        STANDARD.encode(&text),
        format!("{text}${text}${text}${text}"),
    ];
    for text in &texts {
        // Another key, and the right one.
        for key in [merchant_key(), crate::support::gateway_private_key()] {
            if let Err(error) = PayLoad::decrypt(text, &key) {
                shown.push_str(&show_error(&error));
            }
        }
    }
    assert!(!shown.is_empty());
    Marks::of([&*card]).expect_none(&shown, "a pay_load");
    let inside = PayLoad::decrypt(whole, &crate::support::gateway_private_key()).unwrap();
    assert_eq!(inside.as_str(), text, "the canary is dead");
}

#[test]
fn a_receiver_shows_no_key() {
    // It has the public one only, and is no more talkative for it.
    let receiver = receiver_of(gateway_key(), Scheme::Rsa);
    let error = receiver
        .notification::<lianlian::aggregate::AsyncNotification>(pem().as_bytes())
        .unwrap_err();
    marks_of(&pem()).expect_none(&show_error(&error), "a receiver");
}
