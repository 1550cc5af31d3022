//! The sandbox, and the library's encryption, judged by a client in `curl` and `openssl` that shares no code
//! with them: `tests/independent/client.sh`.
#![cfg(all(
    feature = "client",
    feature = "aggregate",
    feature = "easypay",
    feature = "instant",
    feature = "refund"
))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use lianlian::{GatewayKey, MerchantKey, PayLoad};
use lianlian_sandbox::Sandbox;
use serde_json::{Value, json};

const MESSAGE: &str = "{\"acct_name\":\"张三\",\"money_order\":\"0.02\",\"memo\":\"$\"}\n";

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let name = format!("{name}-{}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// What the script prints, having been given `input`.
fn client(arguments: &[&str], input: &str) -> String {
    let (is_success, out, err) = run(arguments, input);
    assert!(is_success, "{err}\nafter:\n{out}");
    out
}

/// Whether the script succeeds, and what it prints.
fn run(arguments: &[&str], input: &str) -> (bool, String, String) {
    let mut child = Command::new("bash")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/independent/client.sh"))
        .args(arguments)
        .env("SMS_CODE", Sandbox::SMS_CODE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("bash");
    // Who fails early does not read to the end.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout), String::from_utf8(output.stderr));
    (output.status.success(), out.unwrap(), err.unwrap())
}

/// What `lianlian sandbox` prints first, and the files that it names.
fn line(sandbox: &Sandbox, folder: &Path, gateway_key: &str) -> String {
    let file = |name: &str, pem: &str| {
        let file = folder.join(name);
        fs::write(&file, pem).unwrap();
        file
    };
    let line = json!({
        "url": sandbox.url(),
        "dashboard": format!("{}/", sandbox.url()),
        "oid_partner": sandbox.oid_partner(),
        "merchant_key": file("merchant.pem", sandbox.merchant_key_pem()),
        "gateway_key": file("gateway.pem", gateway_key),
    });
    format!("{line}\n")
}

#[test]
fn a_client_in_curl_and_openssl_completes_every_flow_and_verifies_every_message() {
    let sandbox = Sandbox::start().unwrap();
    let line = line(&sandbox, &folder("independent"), sandbox.gateway_key_pem());
    let out = client(&["play"], &line);
    let lines = [
        "verified the order",
        "verified the notification of the order",
        "verified the query of the order",
        "complete direct pay",
        "verified the synchronous notification",
        "verified the notification of the page",
        "verified the query of the page",
        "complete redirect",
        "verified the card order",
        "verified the SMS code",
        "verified the notification of the card order",
        "verified the query of the card order",
        "complete easypay",
        "verified the payout",
        "verified the notification of the payout",
        "verified the held payout",
        "verified the confirmation",
        "verified the notification of the held payout",
        "verified the query of the held payout",
        "complete instant payout",
        "verified the refund",
        "verified the refund of too much",
        "verified the query of the refund",
        "complete refund",
    ];
    assert_eq!(out.lines().collect::<Vec<_>>(), lines);
}

#[test]
fn the_client_in_openssl_believes_nothing_that_another_key_signed() {
    let sandbox = Sandbox::builder().key_bits(1024).start().unwrap();
    let other = MerchantKey::generate(1024).unwrap().public_pem().unwrap();
    let line = line(&sandbox, &folder("independent_other_key"), &other);
    let (is_success, out, err) = run(&["play"], &line);
    assert_eq!((is_success, &*out), (false, ""));
    assert!(err.contains("the order: openssl does not verify it"), "{err}");
}

#[test]
fn openssl_opens_what_the_library_encrypts_and_the_library_what_openssl_does() {
    let folder = folder("independent_pay_load");
    let key = MerchantKey::generate(2048).unwrap();
    let (private, public) = (folder.join("private.pem"), folder.join("public.pem"));
    fs::write(&private, &*key.to_pkcs8_pem().unwrap()).unwrap();
    fs::write(&public, key.public_pem().unwrap()).unwrap();
    let path = |path: &Path| path.to_str().unwrap().to_owned();

    let ours = PayLoad::encrypt(MESSAGE, &GatewayKey::from_pem_file(&public).unwrap()).unwrap();
    assert_eq!(client(&["unseal", &path(&private)], ours.as_str()), MESSAGE);
    let theirs = client(&["seal", &path(&public)], MESSAGE);
    assert_eq!(&**PayLoad::decrypt(&theirs, &key).unwrap(), MESSAGE);
}

#[test]
fn openssl_opens_what_the_vendors_encryptor_made() {
    let vectors = concat!(env!("CARGO_MANIFEST_DIR"), "/lianlian-api/tests/vectors");
    let text = fs::read_to_string(format!("{vectors}/pay_load.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let text = |name: &str| case[name].as_str().unwrap();
        let key = format!("{vectors}/{}.pkcs8.pem", text("key"));
        assert_eq!(client(&["unseal", &key], text("pay_load")), text("plaintext"));
    }
}
