//! What the client makes of every kind of answer: executed, not executed, unknown.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use lianlian::transport::{Delivery, TransportError, TransportErrorKind};
use lianlian::{
    Amount, Client, CodeOutcome, ConfigError, GatewayKey, Message, MessageError, NotExecuted,
    NotVerified, Scheme, SendError, SharedSecret, Unknown, aggregate, codes,
};
use support::{
    MERCHANT, MERCHANT_PUBLIC_PEM, Script, client, client_builder, direct_pay, gateway_key,
    merchant_key, signed, signed_by_gateway,
};

/// The signed answer to [`direct_pay`].
fn bill() -> String {
    signed_by_gateway(
        r#"{"oid_partner":"201304121000001004","no_order":"20261122000001","money_order":"210.97",
            "user_id":"shopper-17","pay_type":"L","payLoad":"https://qr.example/1","new_field":{"a":[1]},
            "ret_code":"0000","ret_msg":"交易成功","sign_type":"RSA"}"#,
    )
}

#[allow(clippy::needless_pass_by_value, reason = "scripts are written in place")]
fn unknown(script: Script) -> Unknown {
    match client(&script).send(&direct_pay()) {
        Err(SendError::Unknown(why)) => why,
        other => panic!("not unknown but {other:?}"),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "scripts are written in place")]
fn not_executed(script: Script) -> NotExecuted {
    match client(&script).send(&direct_pay()) {
        Err(SendError::NotExecuted(why)) => why,
        other => panic!("not refused but {other:?}"),
    }
}

#[test]
fn a_signed_answer_is_readable_with_everything_in_it() {
    let script = Script::default().answer(200, bill());
    let bill = client(&script).send(&direct_pay()).unwrap();
    assert_eq!(bill.ret_code, codes::AnswerCode::Handled);
    assert_eq!(bill.pay_load.as_deref().unwrap_or_default(), "https://qr.example/1");
    assert_eq!(bill.money_order, Some(Amount::from_fen(21_097)));
    assert_eq!(bill.pay_type, Some(aggregate::DirectPayType::AlipayQr));
    assert_eq!(bill.unknown_fields.get("new_field"), Some(r#"{"a":[1]}"#));
}

#[test]
fn the_request_is_json_posted_to_the_production_address_and_signed() {
    let script = Script::default().answer(200, bill());
    client(&script).send(&direct_pay()).unwrap();
    let sent = &script.sent()[0];
    assert_eq!(Some(sent.url.as_str()), aggregate_url());
    assert_eq!(sent.content_type, "application/json;charset=utf-8");
    let message = Message::parse(&sent.body).unwrap();
    assert_eq!(message.text("oid_partner").as_deref(), Some(MERCHANT));
    assert_eq!(message.text("name_goods").as_deref(), Some("羽毛球"));
    let verifier =
        lianlian::RsaVerifier::new(GatewayKey::from_pem(MERCHANT_PUBLIC_PEM).unwrap(), Scheme::Rsa)
            .unwrap();
    lianlian::verify(&message, &verifier, &[]).unwrap();
    // Text outside ASCII travels as it was signed, not as escapes.
    assert!(String::from_utf8(sent.body.clone()).unwrap().contains("羽毛球"));
}

fn aggregate_url() -> Option<&'static str> {
    use lianlian::Operation;
    aggregate::DirectPay::META.url
}

#[test]
fn a_base_url_replaces_scheme_and_host_only() {
    let script = Script::default().answer(200, bill());
    let client = client_builder(&script).base_url("http://127.0.0.1:4711").build().unwrap();
    client.send(&direct_pay()).unwrap();
    assert_eq!(script.sent()[0].url, "http://127.0.0.1:4711/llwalletapi/combinepay.htm");
}

#[test]
fn an_unknown_code_in_an_answer_is_kept() {
    let body = signed_by_gateway(
        r#"{"ret_code":"0000","pay_type":"Ω9","oid_partner":"201304121000001004"}"#,
    );
    let reply = client(&Script::default().answer(200, body)).send(&direct_pay()).unwrap();
    let code = reply.pay_type.clone().unwrap();
    assert_eq!(lianlian::Code::code(&code), "Ω9");
    assert!(matches!(code, aggregate::DirectPayType::Unknown(_)));
}

#[test]
fn html_is_unknown() {
    let why = unknown(Script::default().answer(200, "<html><body>busy</body></html>"));
    let Unknown::Unreadable { reason, body } = why else { panic!("{why}") };
    assert!(matches!(reason, MessageError::LooksLikeHtml), "{reason}");
    assert_eq!(body.expose(), "<html><body>busy</body></html>");
}

#[test]
fn a_truncated_answer_is_unknown() {
    let bill = bill();
    let why = unknown(Script::default().answer(200, &bill.as_bytes()[..bill.len() / 2]));
    assert!(matches!(why, Unknown::Unreadable { reason: MessageError::Truncated, .. }), "{why}");
}

#[test]
fn an_answer_with_a_duplicate_key_is_unknown() {
    let doubled = bill().replacen('{', r#"{"ret_code":"0000","#, 1);
    let why = unknown(Script::default().answer(200, doubled));
    assert!(
        matches!(why, Unknown::Unreadable { reason: MessageError::DuplicateKey(_), .. }),
        "{why}"
    );
}

#[test]
fn a_5xx_is_unknown_even_with_a_signed_body_and_keeps_it() {
    let why = unknown(Script::default().answer(502, bill()));
    let Unknown::Status { status: 502, body } = why else { panic!("{why}") };
    assert_eq!(body.expose(), bill());
}

#[test]
fn a_redirect_is_unknown() {
    let why = unknown(Script::default().answer(302, ""));
    assert!(matches!(why, Unknown::Status { status: 302, .. }), "{why}");
}

#[test]
fn a_success_without_a_signature_is_unknown() {
    let why = unknown(
        Script::default()
            .answer(200, r#"{"ret_code":"0000","ret_msg":"ok","payLoad":"https://evil"}"#),
    );
    assert!(matches!(why, Unknown::NotVerified { reason: NotVerified::Missing, .. }), "{why}");
}

#[test]
fn a_refusal_without_a_signature_is_unknown_too() {
    let why = unknown(Script::default().answer(200, r#"{"ret_code":"1001","ret_msg":"no"}"#));
    assert!(matches!(why, Unknown::NotVerified { reason: NotVerified::Missing, .. }), "{why}");
}

#[test]
fn a_wrong_signature_is_unknown() {
    let tampered = bill().replace("qr.example/1", "qr.example/2");
    let why = unknown(Script::default().answer(200, tampered));
    assert!(matches!(why, Unknown::NotVerified { reason: NotVerified::Signature(_), .. }), "{why}");
}

#[test]
fn a_signature_of_the_merchants_own_key_is_unknown() {
    let forged = signed(r#"{"ret_code":"0000","sign_type":"RSA"}"#, merchant_key(), Scheme::Rsa);
    let why = unknown(Script::default().answer(200, forged));
    assert!(matches!(why, Unknown::NotVerified { reason: NotVerified::Signature(_), .. }), "{why}");
}

#[test]
fn a_message_does_not_choose_its_verifier() {
    let body = signed(
        r#"{"ret_code":"0000","sign_type":"SHA256withRSA"}"#,
        support::gateway_private_key(),
        Scheme::Sha256WithRsa,
    );
    let why = unknown(Script::default().answer(200, body));
    assert!(
        matches!(why, Unknown::NotVerified { reason: NotVerified::Scheme { .. }, .. }),
        "{why}"
    );
}

#[test]
fn a_signed_answer_to_another_order_is_unknown() {
    let same = r#"{"money_order":"210.97","no_order":"20261122000001","ret_code":"0000"}"#;
    let same = Script::default().answer(200, signed_by_gateway(same));
    client(&same).send(&direct_pay()).unwrap();
    for (field, body) in [
        ("no_order", r#"{"no_order":"1","ret_code":"0000"}"#),
        ("oid_partner", r#"{"oid_partner":"201304121000001005","ret_code":"0000"}"#),
        ("money_order", r#"{"money_order":"0.01","ret_code":"0000"}"#),
    ] {
        let why = unknown(Script::default().answer(200, signed_by_gateway(body)));
        let Unknown::OtherRequest { field: found } = why else { panic!("{why}") };
        assert_eq!(found, field);
    }
}

#[test]
fn a_signed_answer_of_another_form_is_unknown() {
    let query = aggregate::Query::builder().no_order("20261122000001").build().unwrap();
    let body = signed_by_gateway(r#"{"ret_code":"0000","money_order":"210,97"}"#);
    let error = client(&Script::default().answer(200, body)).send(&query).unwrap_err();
    let SendError::Unknown(Unknown::Form { reason, .. }) = error else { panic!("{error}") };
    assert_eq!(reason.field, "money_order");
}

#[test]
fn an_answer_that_lacks_documented_fields_is_an_answer_all_the_same() {
    let body = signed_by_gateway(r#"{"ret_code":"0000"}"#);
    let bill = client(&Script::default().answer(200, body)).send(&direct_pay()).unwrap();
    assert_eq!(bill.pay_load, None);
}

#[test]
fn a_signed_refusal_is_sorted_by_what_its_code_proves() {
    let refused = |code: &str| {
        Script::default().answer(
            200,
            signed_by_gateway(&format!(r#"{{"ret_code":"{code}","ret_msg":"签名错误"}}"#)),
        )
    };
    let why = not_executed(refused("1001"));
    let NotExecuted::Refused(refusal) = &why else { panic!("{why}") };
    assert_eq!(refusal.outcome(), CodeOutcome::NotExecuted);
    assert!(why.to_string().contains("1001 bad_merchant_signature"), "{why}");
    // 9999 proves nothing, 0X0X is documented nowhere.
    for code in ["9999", "0X0X"] {
        let why = unknown(refused(code));
        let Unknown::Refused(refusal) = why else { panic!("{why}") };
        assert_eq!(refusal.code, code);
        assert_eq!(refusal.outcome(), CodeOutcome::UnknownQueryFirst);
    }
}

#[test]
fn what_never_left_was_not_executed_and_what_may_have_left_is_unknown() {
    let failed = |delivery| {
        let kind = TransportErrorKind::ConnectionBroken { reason: "cut".to_owned() };
        Script::default().then(Err(TransportError::new("https://h.example", kind, delivery)))
    };
    assert!(matches!(not_executed(failed(Delivery::NotSent)), NotExecuted::NotSent(_)));
    assert!(matches!(unknown(failed(Delivery::Unknown)), Unknown::Transport(_)));
}

#[test]
fn a_request_that_breaks_the_spec_is_not_sent_and_every_mistake_is_named() {
    let script = Script::default();
    let mut order = direct_pay();
    order.no_order = "x".repeat(33);
    order.money_order = Amount::from_fen(0);
    order.pay_type = aggregate::DirectPayType::WechatOfficialAccount;
    order.col_userid = Some("a".to_owned());
    order.col_oidpartner = Some("b".to_owned());
    let Err(SendError::NotExecuted(NotExecuted::Invalid(violations))) =
        client(&script).send(&order)
    else {
        panic!("it was sent")
    };
    assert_eq!(
        violations.fields(),
        ["no_order", "money_order", "col_userid", "openid", "appid"],
        "{violations}"
    );
    assert!(script.sent().is_empty());
}

#[test]
fn an_agreement_of_the_merchant_makes_its_rules_apply() {
    let client = client_builder(&Script::default()).contract("verified_payment").build().unwrap();
    let error = client.send(&direct_pay()).unwrap_err();
    assert!(error.to_string().contains("id_no"), "{error}");
}

#[test]
fn a_scheme_that_the_operation_does_not_accept_is_not_sent() {
    let script = Script::default();
    let client = client_builder(&script).scheme(Scheme::Sha256WithRsa).build().unwrap();
    let error = client.send(&direct_pay()).unwrap_err();
    assert!(matches!(error, SendError::NotExecuted(NotExecuted::Scheme { .. })), "{error}");
    assert!(script.sent().is_empty());
}

#[test]
fn a_client_that_cannot_work_is_not_made() {
    let build = |merchant: &str, key: Option<GatewayKey>| {
        let builder = Client::builder(merchant, merchant_key());
        match key {
            Some(key) => builder.gateway_key(key).build(),
            None => builder.build(),
        }
    };
    let own = GatewayKey::from_pem(MERCHANT_PUBLIC_PEM).unwrap();
    assert!(matches!(build(MERCHANT, None), Err(ConfigError::NoGatewayKey)));
    assert!(matches!(build("123", Some(gateway_key())), Err(ConfigError::Merchant(_))));
    assert!(matches!(build(MERCHANT, Some(own)), Err(ConfigError::OwnKeyAsGatewayKey)));
    let plain = Client::builder(MERCHANT, merchant_key())
        .gateway_key(gateway_key())
        .base_url("http://gateway.example")
        .build();
    assert!(matches!(plain, Err(ConfigError::BaseUrl(_))));
    let md5 = Client::builder(MERCHANT, merchant_key())
        .gateway_key(gateway_key())
        .scheme(Scheme::Md5)
        .build();
    assert!(md5.is_err());
}

#[test]
fn the_legacy_scheme_works_with_a_shared_secret() {
    let secret = || SharedSecret::new("not a real secret").unwrap();
    let script = Script::default();
    let client = Client::with_signer(
        MERCHANT,
        lianlian::Md5Signer::new(secret()),
        lianlian::Md5Verifier::new(secret()),
    )
    .transport(script.clone())
    .build()
    .unwrap();
    // No operation of this product accepts it, and that is said before anything is sent.
    let error = client.send(&direct_pay()).unwrap_err();
    assert!(error.to_string().contains("accepts RSA, the client signs with MD5"), "{error}");
    assert!(script.sent().is_empty());
}

#[test]
fn a_field_that_may_be_unsigned_is_tried_both_ways_and_says_which() {
    let query = aggregate::Query::builder().no_order("20261122000001").build().unwrap();
    let found = |body: String| client(&Script::default().answer(200, body)).send(&query).unwrap();
    let covered = found(signed_by_gateway(
        r#"{"ret_code":"0000","result_pay":"SUCCESS","memo":"hello","sign_type":"RSA"}"#,
    ));
    assert_eq!(covered.memo.verified().map(String::as_str), Some("hello"));
    let signed =
        signed_by_gateway(r#"{"ret_code":"0000","result_pay":"SUCCESS","sign_type":"RSA"}"#);
    let extended = signed.replacen('{', r#"{"memo":"hello","bank_name":"工商银行","#, 1);
    let not_covered = found(extended);
    assert_eq!(not_covered.memo.verified(), None);
    assert_eq!(not_covered.memo.unverified().map(String::as_str), Some("hello"));
    assert_eq!(not_covered.result_pay, Some(codes::PaymentResult::Success));
    // No other field can be slipped in that way.
    let forged = signed.replacen('{', r#"{"pay_type":"L","#, 1);
    assert!(client(&Script::default().answer(200, forged)).send(&query).is_err());
}

#[test]
fn nothing_sensitive_is_printed() {
    let script = Script::default().answer(200, "<html>6222020000000000000</html>");
    let mut order = direct_pay();
    order.name_user = Some("张三丰".into());
    order.id_no = Some("330106190001010000".into());
    let client = client(&script);
    let error = client.send(&order).unwrap_err();
    let shown = format!("{order:?} {client:?} {error} {error:?}");
    for secret in ["张三丰", "330106", "6222020000000000000", "shopper-17\\\"", "20250101080000"]
    {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
