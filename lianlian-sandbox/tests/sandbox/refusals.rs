//! What the sandbox turns away, and with which words.

use std::collections::BTreeMap;

use lianlian::{Client, GatewayKey, MerchantKey, Message, RsaVerifier, Scheme, SendError, verify};
use lianlian_sandbox::Sandbox;
use serde_json::Value;

use crate::support::{Given, call, client, get, order, path, post, raw_order, sandbox, signed};

fn believed(sandbox: &Sandbox, reply: &Value) {
    let key = GatewayKey::from_pem(sandbox.gateway_key_pem()).unwrap();
    let verifier = RsaVerifier::new(key, Scheme::Rsa).unwrap();
    let text = reply.to_string();
    verify(&Message::parse(text.as_bytes()).unwrap(), &verifier, &[]).unwrap();
}

fn refused(change: impl Fn(&mut BTreeMap<&'static str, String>)) -> Value {
    let sandbox = sandbox();
    let mut members = raw_order(&sandbox);
    change(&mut members);
    let reply = call(&sandbox, &signed(&sandbox, &members));
    believed(&sandbox, &reply);
    assert!(reply.get("oid_paybill").is_none(), "{reply}");
    reply
}

#[test]
fn the_hand_made_order_is_in_order() {
    let sandbox = sandbox();
    let reply = call(&sandbox, &signed(&sandbox, &raw_order(&sandbox)));
    assert_eq!(reply["ret_code"], "0000", "{reply}");
    assert_eq!(reply["ret_msg"], "交易成功");
    believed(&sandbox, &reply);
}

#[test]
fn a_signature_of_another_key_is_refused_and_nothing_was_executed() {
    let sandbox = sandbox();
    let stranger = MerchantKey::generate(1024).unwrap();
    let client = Client::builder(sandbox.oid_partner(), stranger)
        .gateway_key(GatewayKey::from_pem(sandbox.gateway_key_pem()).unwrap())
        .base_url(sandbox.url())
        .clock(lianlian::FixedClock(crate::support::now()))
        .build()
        .unwrap();
    let error = client.send(&order(&Given::default())).unwrap_err();
    assert!(matches!(error, SendError::NotExecuted(_)), "{error}");
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.code, "1001");
    assert_eq!(refusal.message, "商户请求签名错误");
    assert!(sandbox.order(Given::default().no_order).is_none());
}

#[test]
fn a_changed_or_missing_signature_is_refused() {
    let sandbox = sandbox();
    let body = signed(&sandbox, &raw_order(&sandbox));
    let mut message: Value = serde_json::from_slice(&body).unwrap();
    message["money_order"] = "0.02".into();
    assert_eq!(call(&sandbox, message.to_string().as_bytes())["ret_code"], "1001");
    message.as_object_mut().unwrap().remove("sign");
    assert_eq!(call(&sandbox, message.to_string().as_bytes())["ret_code"], "1001");
}

#[test]
fn a_scheme_that_the_operation_does_not_accept_is_refused() {
    for name in ["MD5", "SHA256withRSA", "none"] {
        let reply = refused(|members| {
            members.insert("sign_type", name.to_owned());
        });
        assert_eq!(reply["ret_code"], "1001", "{name}");
    }
}

#[test]
fn missing_fields_are_named() {
    let reply = refused(|members| {
        members.remove("money_order");
        members.insert("no_order", String::new());
    });
    assert_eq!(reply["ret_code"], "1004");
    assert_eq!(reply["ret_msg"], "商户请求参数校验错误（no_order,money_order）");
}

#[test]
fn wrong_values_unknown_fields_and_broken_rules_are_named() {
    let wrong: [(&'static str, &str); 6] = [
        ("money_order", "0.001"),
        ("pay_type", "Z"),
        ("dt_order", "2026-11-22"),
        ("shareing_data", "1^2"),
        ("no_such_field", "1"),
        ("no_order", "123456789012345678901234567890123"),
    ];
    for (name, value) in wrong {
        let reply = refused(|members| {
            members.insert(name, value.to_owned());
        });
        assert_eq!(reply["ret_code"], "1004", "{name}");
        assert_eq!(reply["ret_msg"], format!("商户请求参数校验错误（{name}）"));
    }
    let reply = refused(|members| {
        members.insert("pay_type", "W".to_owned());
    });
    assert_eq!(reply["ret_msg"], "商户请求参数校验错误（openid,appid）");
}

#[test]
fn an_agreement_of_the_merchant_makes_its_rules_apply() {
    let sandbox = Sandbox::builder()
        .key_bits(1024)
        .clock(lianlian::FixedClock(crate::support::now()))
        .contract("verified_payment")
        .start()
        .unwrap();
    let reply = call(&sandbox, &signed(&sandbox, &raw_order(&sandbox)));
    assert_eq!(reply["ret_msg"], "商户请求参数校验错误（id_no）");
}

#[test]
fn an_order_date_may_differ_by_a_day_and_no_more() {
    let sandbox = sandbox();
    let mut members = raw_order(&sandbox);
    for (dt_order, ret_code) in [
        ("20261120235959", "1004"),
        ("20261121000000", "0000"),
        ("20261123235959", "0000"),
        ("20261124000000", "1004"),
    ] {
        members.insert("no_order", format!("day-{dt_order}"));
        members.insert("dt_order", dt_order.to_owned());
        let reply = call(&sandbox, &signed(&sandbox, &members));
        assert_eq!(reply["ret_code"], ret_code, "{dt_order}");
    }
}

#[test]
fn another_merchant_is_unknown_and_nothing_of_it_is_signed_back() {
    let reply = refused(|members| {
        members.insert("oid_partner", "201304121000001004".to_owned());
    });
    assert_eq!(reply["ret_code"], "3001");
    assert!(reply.get("oid_partner").is_none() && reply.get("no_order").is_none());
}

#[test]
fn what_is_no_message_is_answered_with_a_signed_refusal() {
    let sandbox = sandbox();
    let bodies: [&[u8]; 8] = [
        b"",
        b"<html><body>hello</body></html>",
        b"{\"oid_partner\":\"2",
        b"{\"a\":\"1\",\"a\":\"2\"}",
        b"[]",
        b"no_order=1&sign=2",
        b"\xff\xfe{}",
        b"{\"a\":\"\\ud800\"}",
    ];
    for body in bodies {
        let reply = call(&sandbox, body);
        assert_eq!(reply["ret_code"], "1012", "{}", body.escape_ascii());
        believed(&sandbox, &reply);
    }
}

#[test]
fn deeply_nested_json_is_survived() {
    let sandbox = sandbox();
    let body = format!("{{\"a\":{}", "[".repeat(500_000));
    assert_eq!(call(&sandbox, body.as_bytes())["ret_code"], "1012");
    client(&sandbox).send(&order(&Given::default())).unwrap();
}

#[test]
fn a_body_over_the_limit_is_not_read() {
    let sandbox = sandbox();
    let url = format!("{}{}", sandbox.url(), path("aggregate.query"));
    let body = vec![b' '; 1024 * 1024 + 1];
    // The answer may be lost when the sandbox closes while the rest is still being written.
    let transport = lianlian::transport::UreqTransport::new().unwrap();
    let request = lianlian::transport::HttpRequest::new(&url, "application/json", &body);
    match lianlian::transport::Transport::post(&transport, &request) {
        Ok(response) => assert_eq!(response.status, 413),
        Err(error) => assert_eq!(error.delivery(), lianlian::transport::Delivery::Unknown),
    }
    assert!(sandbox.exchanges().is_empty());
}

#[test]
fn a_path_of_no_operation_is_not_found_and_a_get_of_one_is_not_allowed() {
    let sandbox = sandbox();
    let unknown = format!("{}/llwalletapi/nothing.htm", sandbox.url());
    assert_eq!(post(&unknown, "application/json", b"{}").0, 404);
    let known = format!("{}{}", sandbox.url(), path("aggregate.query"));
    assert_eq!(get(&known).0, 405);
}
