//! The `openssl` command as the judge of both signatures, over sources written out by hand.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{call, sandbox};

/// Files that are gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn of(test: &str) -> Self {
        let name = format!("lianlian-sandbox-{}-{test}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the openssl command is installed");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?}: {errors}");
    output.stdout
}

#[test]
fn openssl_signs_a_request_that_is_taken_and_verifies_the_reply() {
    let (sandbox, folder) = (sandbox(), Folder::of("request"));
    let private = folder.file("merchant.pem", sandbox.merchant_key_pem().as_bytes());
    let public = folder.file("gateway.pem", sandbox.gateway_key_pem().as_bytes());
    let merchant = sandbox.oid_partner();

    // Every member sorted, as the rule of the signature says; `risk_item` is a string of JSON.
    let source = format!(
        "busi_partner=109001&dt_order=20261122093000&money_order=210.97&name_goods=羽毛球\
         &no_order=20261122000001&notify_url=http://127.0.0.1:9/&oid_partner={merchant}&pay_type=L\
         &risk_item={{\"goods_name\":\"羽毛球\"}}&sign_type=RSA&user_id=shopper-17"
    );
    let sign = ["dgst", "-md5", "-sign", private.to_str().unwrap()];
    let signature = openssl(&sign, source.as_bytes());
    let signature = openssl(&["base64", "-A"], &signature);
    let signature = String::from_utf8(signature).unwrap();
    let body = format!(
        r#"{{"user_id":"shopper-17","sign":"{signature}","sign_type":"RSA","pay_type":"L",
        "oid_partner":"{merchant}","no_order":"20261122000001","dt_order":"20261122093000",
        "money_order":"210.97","name_goods":"羽毛球","busi_partner":"109001","id_no":"",
        "notify_url":"http://127.0.0.1:9/","risk_item":"{{\"goods_name\":\"羽毛球\"}}","memo":null}}"#
    );
    let reply = call(&sandbox, body.as_bytes());
    assert_eq!(reply["ret_code"], "0000", "{reply}");

    let text = |name: &str| reply[name].as_str().unwrap();
    let source = format!(
        "money_order=210.97&no_order=20261122000001&oid_partner={merchant}&oid_paybill={}\
         &pay_type=L&payLoad={}&ret_code=0000&ret_msg=交易成功&sign_type=RSA&user_id=shopper-17",
        text("oid_paybill"),
        text("payLoad"),
    );
    let members = reply.as_object().unwrap().len();
    assert_eq!(members, source.matches('=').count() + 1, "{reply}");
    judge(&folder, &public, &source, &reply);
}

#[test]
fn openssl_verifies_a_refusal() {
    let (sandbox, folder) = (sandbox(), Folder::of("refusal"));
    let public = folder.file("gateway.pem", sandbox.gateway_key_pem().as_bytes());
    let reply = call(&sandbox, b"garbage");
    let source = "ret_code=1012&ret_msg=请求报文解析失败&sign_type=RSA";
    assert_eq!(reply["ret_msg"], "请求报文解析失败");
    judge(&folder, &public, source, &reply);
}

fn judge(folder: &Folder, public: &std::path::Path, source: &str, reply: &Value) {
    let signature = reply["sign"].as_str().unwrap();
    let signature = openssl(&["base64", "-d", "-A"], signature.as_bytes());
    let signature = folder.file("signature", &signature);
    let public = public.to_str().unwrap();
    let file = signature.to_str().unwrap();
    let verify = ["dgst", "-md5", "-verify", public, "-signature", file];
    let verdict = openssl(&verify, source.as_bytes());
    assert_eq!(verdict, b"Verified OK\n");
}
