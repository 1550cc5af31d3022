//! `pay_load`, judged by the vendor's own encryptor and by the `openssl` command line.
#![cfg(feature = "pay_load")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects
)]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lianlian_api::{GatewayKey, MerchantKey, PayLoad, PayLoadError};
use proptest::prelude::*;
use proptest::sample::Index;
use rsa::rand_core::{CryptoRng, Error, OsRng, RngCore};
use serde_json::Value;

const KEYS: [&str; 3] = ["1024", "2048", "4096"];
const VECTORS: &str = include_str!("vectors/pay_load.json");
const MESSAGE: &str = r#"{"acct_name":"测试","money_order":"0.02","sign":"abc+/="}"#;

/// The shortest key, which does for laws that have nothing to do with its length.
static KEY: LazyLock<(MerchantKey, GatewayKey)> = LazyLock::new(|| pair("1024"));

fn vector(name: &str) -> String {
    format!("{}/tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The key of that many bits, and its public half as a gateway's.
fn pair(bits: &str) -> (MerchantKey, GatewayKey) {
    let private = vector(&format!("merchant_{bits}.pkcs8.pem"));
    let public = vector(&format!("merchant_{bits}.public.pem"));
    (MerchantKey::from_pem_file(private).unwrap(), GatewayKey::from_pem_file(public).unwrap())
}

fn encrypted(message: &str) -> String {
    PayLoad::encrypt(message, &KEY.1).unwrap().as_str().to_owned()
}

fn decrypted(text: &str) -> Result<String, PayLoadError> {
    PayLoad::decrypt(text, &KEY.0).map(|message| message.to_string())
}

/// The six parts, their Base64 without line breaks.
fn parts(text: &str) -> Vec<String> {
    let parts = text.split('$').map(|part| part.replace(['\r', '\n'], ""));
    parts.collect()
}

fn bytes(part: &str) -> Vec<u8> {
    STANDARD.decode(part).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

/// Key, text and message of each known answer.
fn cases() -> Vec<(MerchantKey, String, String)> {
    let file = serde_json::from_str::<Value>(VECTORS).unwrap();
    let text = |case: &Value, name: &str| case[name].as_str().unwrap().to_owned();
    let case = |case: &Value| {
        let key = vector(&format!("{}.pkcs1.pem", text(case, "key")));
        let key = MerchantKey::from_pem_file(key).unwrap();
        (key, text(case, "pay_load"), text(case, "plaintext"))
    };
    let cases: Vec<_> = file["cases"].as_array().unwrap().iter().map(case).collect();
    assert!(!cases.is_empty());
    cases
}

/// Runs `openssl` with `input` on its standard input. Its absence fails the test: a judge that did
/// not come has not agreed.
fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the `openssl` command judges ciphertexts; install it (apt-get install openssl)");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    output.stdout
}

fn openssl_oaep(direction: &[&str], input: &[u8]) -> Vec<u8> {
    let padding = "rsa_padding_mode:oaep rsa_oaep_md:sha1 rsa_mgf1_md:sha1";
    let padding = padding.split(' ').flat_map(|option| ["-pkeyopt", option]);
    let arguments = ["pkeyutl"].into_iter().chain(direction.iter().copied()).chain(padding);
    openssl(&arguments.collect::<Vec<_>>(), input)
}

fn openssl_unwraps(bits: &str, wrapped: &[u8]) -> Vec<u8> {
    let key = vector(&format!("merchant_{bits}.pkcs8.pem"));
    openssl_oaep(&["-decrypt", "-inkey", &key], wrapped)
}

fn openssl_wraps(bits: &str, key: &[u8]) -> Vec<u8> {
    let public = vector(&format!("merchant_{bits}.public.pem"));
    openssl_oaep(&["-encrypt", "-pubin", "-inkey", &public], key)
}

fn openssl_cipher(direction: &str, key: &[u8], nonce: &[u8], input: &[u8]) -> Vec<u8> {
    let counter = [nonce, &[0, 0, 0, 0, 0, 0, 0, 1]].concat();
    let (key, counter) = (hex(key), hex(&counter));
    openssl(&["enc", direction, "-aes-256-ctr", "-K", &key, "-iv", &counter], input)
}

fn openssl_hmac(key: &[u8], input: &str) -> Vec<u8> {
    let key = format!("hexkey:{}", hex(key));
    let arguments = ["dgst", "-sha256", "-mac", "HMAC", "-macopt", &key, "-binary"];
    openssl(&arguments, input.as_bytes())
}

/// A `pay_load` that `openssl` makes, its Base64 broken with `line_end`, if anything.
fn made_by_openssl(bits: &str, message: &[u8], line_end: &str) -> String {
    let base64 = |bytes: &[u8]| {
        let digits = STANDARD.encode(bytes).into_bytes();
        let lines = digits.chunks(76).map(|line| str::from_utf8(line).unwrap().to_owned());
        lines.collect::<Vec<_>>().join(line_end)
    };
    let hmac_key = b"0123456789ABCDEFGHIJKLMNOPQRSTUV";
    let aes_key = b"ZYXWVUTSRQPONMLKJIHGFEDCBA987654";
    let ciphertext = openssl_cipher("-e", aes_key, b"N0NCE123", message);
    let covered = format!("{}${}", base64(b"N0NCE123"), base64(&ciphertext));
    let mac = base64(&openssl_hmac(hmac_key, &covered));
    let hmac_key = base64(&openssl_wraps(bits, hmac_key));
    let aes_key = base64(&openssl_wraps(bits, aes_key));
    format!("lianpay1_0_1${hmac_key}${aes_key}${covered}${mac}")
}

#[test]
fn what_the_vendors_encryptor_made_decrypts() {
    for (key, text, message) in cases() {
        assert_eq!(*PayLoad::decrypt(&text, &key).unwrap(), message);
    }
}

#[test]
fn our_text_has_the_shape_of_the_vendors() {
    let lengths = |text: &str| -> Vec<Vec<usize>> {
        text.split('$').map(|part| part.split('\n').map(str::len).collect()).collect()
    };
    for (key, text, message) in cases() {
        let ours = PayLoad::encrypt(&message, &key.public_key()).unwrap();
        assert_eq!(lengths(ours.as_str()), lengths(&text));
        assert_eq!(parts(ours.as_str())[0], parts(&text)[0]);
    }
}

#[test]
fn openssl_decrypts_what_we_encrypt() {
    let long = MESSAGE.repeat(40);
    for bits in KEYS {
        for message in [MESSAGE, &long] {
            let pay_load = PayLoad::encrypt(message, &pair(bits).1).unwrap();
            let parts = parts(pay_load.as_str());
            assert_eq!((&*parts[0], parts.len()), ("lianpay1_0_1", 6));
            let hmac_key = openssl_unwraps(bits, &bytes(&parts[1]));
            let aes_key = openssl_unwraps(bits, &bytes(&parts[2]));
            let nonce = bytes(&parts[3]);
            let drawn = [&hmac_key[..], &aes_key, &nonce];
            assert_eq!(drawn.map(<[u8]>::len), [32, 32, 8]);
            for character in drawn.concat() {
                assert!(character.is_ascii_digit() || character.is_ascii_uppercase());
            }
            let before_mac = pay_load.as_str().rsplit_once('$').unwrap().0;
            let covered = before_mac.splitn(4, '$').nth(3).unwrap();
            assert_eq!(openssl_hmac(&hmac_key, covered), bytes(&parts[5]), "{bits}");
            let content = openssl_cipher("-d", &aes_key, &nonce, &bytes(&parts[4]));
            assert_eq!(str::from_utf8(&content).unwrap(), message, "{bits}");
        }
    }
}

#[test]
fn we_decrypt_what_openssl_encrypts_however_its_lines_are_broken() {
    let long = MESSAGE.repeat(5);
    for bits in KEYS {
        for line_end in ["\n", "\r\n", ""] {
            let text = made_by_openssl(bits, long.as_bytes(), line_end);
            let message = PayLoad::decrypt(&text, &pair(bits).0);
            assert_eq!(message.as_deref(), Ok(&long), "{bits} {line_end:?}");
        }
    }
}

#[test]
fn line_ends_that_were_changed_on_the_way_are_refused() {
    // The MAC covers the text and not what it stands for.
    let text = encrypted(&MESSAGE.repeat(5));
    for changed in [text.replace('\n', "\r\n"), text.replace('\n', "")] {
        assert_eq!(decrypted(&changed), Err(PayLoadError::Refused));
    }
}

#[test]
fn a_line_end_after_the_text_does_no_harm() {
    assert_eq!(decrypted(&format!("{}\r\n", encrypted(MESSAGE))).as_deref(), Ok(MESSAGE));
}

#[test]
fn a_wrong_key_a_bad_padding_and_a_bad_mac_are_one_error() {
    let text = encrypted(MESSAGE);
    for bits in ["2048", "4096"] {
        let error = PayLoad::decrypt(&text, &pair(bits).0).unwrap_err();
        assert_eq!(error, PayLoadError::Refused, "a key of another length");
    }
    let other = MerchantKey::generate(1024).unwrap();
    let error = PayLoad::decrypt(&text, &other).unwrap_err();
    assert_eq!(error, PayLoadError::Refused, "a key of the same length");

    let short = STANDARD.encode(openssl_wraps("1024", b"not of 32 characters"));
    let wrong = STANDARD.encode(openssl_wraps("1024", &[b'0'; 32]));
    let unpadded = STANDARD.encode([1; 128]);
    let beyond_the_modulus = STANDARD.encode([0xff; 128]);
    let nothing = String::new();
    for part in [1, 2] {
        for replacement in [&short, &unpadded, &beyond_the_modulus, &nothing] {
            let mut parts: Vec<&str> = text.split('$').collect();
            parts[part] = replacement;
            let changed = parts.join("$");
            assert_eq!(decrypted(&changed), Err(PayLoadError::Refused), "{part}: {changed}");
        }
    }
    // The wrong HMAC key makes the MAC wrong. The wrong AES key is noticed only by what it makes of
    // the message: of a long one hardly ever UTF-8.
    let text = encrypted(&MESSAGE.repeat(20));
    for part in [1, 2] {
        let mut parts: Vec<&str> = text.split('$').collect();
        parts[part] = &wrong;
        assert_eq!(decrypted(&parts.join("$")), Err(PayLoadError::Refused), "{part}");
    }
}

#[test]
fn what_is_not_utf_8_is_refused() {
    let text = made_by_openssl("1024", b"\xb2\xe2\xca\xd4", "\n");
    assert_eq!(decrypted(&text), Err(PayLoadError::Refused));
}

#[test]
fn an_error_says_which_part_is_wrong_and_shows_nothing_of_it() {
    let text = encrypted(MESSAGE);
    let with = |part: usize, replacement: &str| {
        let mut parts: Vec<&str> = text.split('$').collect();
        parts[part] = replacement;
        decrypted(&parts.join("$")).unwrap_err()
    };
    for (part, name) in ["hmac_key", "aes_key", "nonce", "ciphertext", "mac"].iter().enumerate() {
        let error = with(part + 1, "secret text");
        assert!(matches!(error, PayLoadError::BadPart { part, .. } if part == *name), "{error}");
        let message = error.to_string();
        assert!(message.contains(name) && !message.contains("secret"), "{message}");
    }
    for (part, name) in [(3, "nonce"), (5, "mac")] {
        let error = with(part, "AAAA");
        assert!(matches!(error, PayLoadError::BadPart { part, .. } if part == name), "{error}");
    }
}

#[test]
fn another_version_or_another_number_of_parts_is_named() {
    let text = encrypted(MESSAGE);
    let newer = text.replacen("1_0_1", "1_0_2", 1);
    for no_pay_load in ["", MESSAGE, "lianpay1_0_1", &newer, &format!(" {text}")] {
        let error = decrypted(no_pay_load).unwrap_err();
        let is_known = no_pay_load.starts_with("lianpay1_0_1");
        let expected = if is_known {
            PayLoadError::WrongParts { got: 1 }
        } else {
            PayLoadError::UnknownVersion
        };
        assert_eq!(error, expected, "{no_pay_load}");
    }
    let cut = text.rsplit_once('$').unwrap().0;
    assert_eq!(decrypted(cut), Err(PayLoadError::WrongParts { got: 5 }));
    let long = format!("{text}$");
    assert_eq!(decrypted(&long), Err(PayLoadError::WrongParts { got: 7 }));
}

#[test]
fn debug_shows_the_length_only() {
    let pay_load = PayLoad::encrypt(MESSAGE, &KEY.1).unwrap();
    assert_eq!(format!("{pay_load:?}"), format!("PayLoad({} bytes)", pay_load.as_str().len()));
}

/// Random numbers that are always the same, or that give out.
struct Fixed {
    next: u64,
    is_dry: bool,
}

impl CryptoRng for Fixed {}

impl RngCore for Fixed {
    fn next_u32(&mut self) -> u32 {
        u32::try_from(self.next_u64() >> 32).unwrap()
    }

    fn next_u64(&mut self) -> u64 {
        self.next = self.next.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.next
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.next_u64().to_be_bytes()[0]);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        if self.is_dry {
            return Err(Error::new("dry"));
        }
        self.fill_bytes(bytes);
        Ok(())
    }
}

#[test]
fn the_same_random_numbers_give_the_same_text() {
    let encrypted = || {
        let mut random = Fixed { next: 1, is_dry: false };
        PayLoad::encrypt_with(MESSAGE, &KEY.1, &mut random).unwrap()
    };
    assert_eq!(encrypted().as_str(), encrypted().as_str());
    assert_eq!(decrypted(encrypted().as_str()).as_deref(), Ok(MESSAGE));
    assert!(PayLoad::encrypt_with(MESSAGE, &KEY.1, &mut OsRng).is_ok());
}

#[test]
fn a_random_source_that_fails_is_an_error() {
    let mut random = Fixed { next: 1, is_dry: true };
    let result = PayLoad::encrypt_with(MESSAGE, &KEY.1, &mut random);
    assert_eq!(result.unwrap_err(), PayLoadError::NoRandomness);
}

proptest! {
    #[test]
    fn what_was_encrypted_decrypts(message in "\\PC{0,200}|(?s).{0,20}") {
        prop_assert_eq!(decrypted(&encrypted(&message)), Ok(message));
    }

    #[test]
    fn a_character_changed_left_out_or_put_in_after_the_keys_is_refused(
        message in "\\PC{1,120}", place: Index, other in "[0-9A-Za-z+/=$ \r\n]|\\PC",
    ) {
        let text = encrypted(&message);
        let first = text.match_indices('$').nth(2).unwrap().0 + 1;
        let place = first + place.index(text.len() - first);
        let (before, after) = (&text[..place], &text[place + 1..]);
        let whole = &text[place..];
        prop_assert!(decrypted(&[before, after].concat()).is_err());
        if !whole.starts_with(&other) {
            prop_assert!(decrypted(&[before, &other, after].concat()).is_err());
        }
        // Line ends in the MAC are no part of it, and nothing covers them.
        let mac = text.rfind('$').unwrap();
        if !(place > mac && matches!(&*other, "\r" | "\n")) {
            prop_assert!(decrypted(&[before, &other, whole].concat()).is_err());
        }
    }

    #[test]
    fn two_texts_of_one_message_share_no_part(message in "\\PC{8,60}") {
        let (one, two) = (encrypted(&message), encrypted(&message));
        for (one, two) in parts(&one).iter().zip(parts(&two)).skip(1) {
            prop_assert_ne!(one, &two);
        }
    }

    #[test]
    fn no_text_makes_decrypting_panic(
        text in "(lianpay1_0_1)?([0-9A-Za-z+/=\r\n]{0,12}\\$){0,7}|\\PC{0,40}",
    ) {
        prop_assert!(decrypted(&text).is_err());
    }
}
