//! The `openssl` command line as an independent judge of fresh signatures, both ways.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lianlian_api::{
    Md5Signer, MerchantKey, Message, RsaSigner, RsaVerifier, Scheme, SharedSecret, SourceHash,
    Verifier as _, sign_message,
};
use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::TestRunner;

const KEYS: [&str; 3] = ["1024", "2048", "4096"];
const SCHEMES: [(Scheme, &str); 2] = [(Scheme::Rsa, "-md5"), (Scheme::Sha256WithRsa, "-sha256")];

/// Runs `openssl` with `input` on its standard input. Its absence fails the test: a judge that did
/// not come has not agreed.
fn openssl(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the `openssl` command judges signatures; install it (apt-get install openssl)");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn vector(name: &str) -> String {
    format!("{}/tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn merchant_key(bits: &str) -> MerchantKey {
    MerchantKey::from_pem_file(vector(&format!("merchant_{bits}.pkcs8.pem"))).unwrap()
}

/// Random messages as JSON, each with its source made without the library: names in lower case
/// sort as their bytes do, and no value is empty.
fn messages(count: usize) -> Vec<(String, String)> {
    let members = proptest::collection::btree_map("[a-z][a-z_]{0,8}", "\\PC{1,40}", 1..12);
    let mut runner = TestRunner::default();
    let mut message = || {
        let mut members: BTreeMap<String, String> =
            members.new_tree(&mut runner).unwrap().current();
        members.remove("sign");
        let pairs = members.iter().map(|(key, value)| format!("{key}={value}"));
        let source = pairs.collect::<Vec<_>>().join("&");
        (serde_json::to_string(&members).unwrap(), source)
    };
    (0..count).map(|_| message()).collect()
}

#[test]
fn openssl_accepts_our_signatures() {
    for bits in KEYS {
        for (scheme, digest) in SCHEMES {
            let signer = RsaSigner::new(merchant_key(bits), scheme).unwrap();
            let name = format!("ours{digest}-{bits}-{}", std::process::id());
            let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
            for (json, source) in messages(6) {
                let message = Message::parse(json.as_bytes()).unwrap();
                let sign = sign_message(&message, &signer).unwrap();
                fs::write(&file, STANDARD.decode(sign).unwrap()).unwrap();
                let public = vector(&format!("merchant_{bits}.public.pem"));
                let arguments =
                    ["dgst", digest, "-verify", &public, "-signature", file.to_str().unwrap()];
                let output = openssl(&arguments, &source);
                assert!(output.status.success(), "{scheme} {bits} {json}: {output:?}");
            }
            fs::remove_file(file).unwrap();
        }
    }
}

#[test]
fn we_accept_the_signatures_of_openssl() {
    for bits in KEYS {
        for (scheme, digest) in SCHEMES {
            let verifier = RsaVerifier::new(merchant_key(bits).public_key(), scheme).unwrap();
            for (json, source) in messages(6) {
                let private = vector(&format!("merchant_{bits}.pkcs1.pem"));
                let output = openssl(&["dgst", digest, "-sign", &private], &source);
                assert!(output.status.success(), "{output:?}");
                let mut hash = SourceHash::new(scheme);
                Message::parse(json.as_bytes()).unwrap().write_source(&[], &mut hash);
                let result = verifier.verify(hash, &STANDARD.encode(output.stdout));
                assert_eq!(result, Ok(()), "{scheme} {bits} {json}");
            }
        }
    }
}

#[test]
fn openssl_computes_the_same_legacy_signature() {
    let signer = Md5Signer::new(SharedSecret::new("a secret of two").unwrap());
    for (json, source) in messages(6) {
        let sign = sign_message(&Message::parse(json.as_bytes()).unwrap(), &signer).unwrap();
        let input = format!("{source}&key=a secret of two");
        let output = openssl(&["dgst", "-md5", "-r"], &input);
        let digest = String::from_utf8(output.stdout).unwrap();
        assert_eq!(digest.split_whitespace().next(), Some(&*sign), "{json}");
    }
}

#[test]
fn openssl_reads_a_key_pair_that_we_made() {
    let key = MerchantKey::generate(1024).unwrap();
    let output = openssl(&["pkey", "-check", "-pubout"], &key.to_pkcs8_pem().unwrap());
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains(&key.public_pem().unwrap()), "{printed}");
}
