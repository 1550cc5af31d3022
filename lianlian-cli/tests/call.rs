//! `lianlian call`, against the sandbox and against servers that misbehave.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod common;

use std::fs;
use std::io::Read as _;
use std::net::TcpListener;
use std::path::Path;
use std::thread;

use common::{Run, file, folder, lianlian, lianlian_reading, openssl, vector};
use lianlian::{Clock as _, SystemClock};
use lianlian_sandbox::Sandbox;
use serde_json::{Value, json};

const CARD: &str = "6222000000001234";
const NAME: &str = "张三丰";

/// A sandbox, and files with what a merchant has.
struct Shop {
    sandbox: Sandbox,
    key: String,
    gateway_key: String,
    line: String,
}

impl Shop {
    /// `name` is this test's own.
    fn open(name: &str) -> Self {
        let sandbox = Sandbox::builder().key_bits(1024).start().unwrap();
        let folder = folder(&format!("call_{name}"));
        let write = |name: &str, text: &str| {
            let file = folder.join(name);
            fs::write(&file, text).unwrap();
            file.to_str().unwrap().to_owned()
        };
        let key = write("merchant.pem", sandbox.merchant_key_pem());
        let gateway_key = write("gateway.pem", sandbox.gateway_key_pem());
        let line = json!({
            "url": sandbox.url(),
            "dashboard": format!("{}/", sandbox.url()),
            "oid_partner": sandbox.oid_partner(),
            "merchant_key": key,
            "gateway_key": gateway_key,
        });
        // The line that counts is the first; a running sandbox may have printed more.
        let line = write("sandbox.json", &format!("{line}\nlistening\n"));
        Self { sandbox, key, gateway_key, line }
    }

    fn call(&self, operation: &str, more: &[&str], fields: &Value) -> Run {
        let arguments = ["call", operation, "--sandbox", &self.line];
        lianlian_reading(&[&arguments, more].concat(), fields.to_string().as_bytes())
    }

    /// The options that say the same as `--sandbox`.
    fn options(&self) -> [&str; 8] {
        [
            "--merchant",
            self.sandbox.oid_partner(),
            "--key",
            &self.key,
            "--gateway-key",
            &self.gateway_key,
            "--base-url",
            self.sandbox.url(),
        ]
    }
}

fn now() -> String {
    SystemClock.now().to_string()
}

fn risk_item() -> Value {
    json!({
        "frms_ware_category": "2009",
        "user_info_mercht_userno": "shopper-17",
        "user_info_dt_register": "20250101080000",
        "goods_name": "羽毛球 \"set\"",
    })
}

fn order(no_order: &str) -> Value {
    json!({
        "no_order": no_order,
        "dt_order": now(),
        "money_order": "0.01",
        "busi_partner": "109001",
        "user_id": "shopper-17",
        "name_goods": "羽毛球",
        "notify_url": "http://127.0.0.1:9/",
        "pay_type": "L",
        "risk_item": risk_item(),
    })
}

fn payout(no_order: &str) -> Value {
    json!({
        "no_order": no_order,
        "dt_order": now(),
        "money_order": "0.02",
        "flag_card": "0",
        "card_no": CARD,
        "acct_name": NAME,
        "info_order": "salary",
        "memo": "salary",
        "notify_url": "http://127.0.0.1:9/",
    })
}

fn parsed(run: &Run) -> Value {
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

fn without(mut fields: Value, names: &[&str]) -> Value {
    for name in names {
        fields.as_object_mut().unwrap().remove(*name);
    }
    fields
}

#[test]
fn an_order_is_placed_paid_and_queried() {
    let shop = Shop::open("order");
    let placed = shop.call("aggregate.direct_pay", &[], &order("C1"));
    assert_eq!((placed.status, &*placed.err), (0, ""), "{placed:?}");
    let reply = parsed(&placed);
    assert_eq!((&reply["ret_code"], &reply["no_order"]), (&"0000".into(), &"C1".into()));

    shop.sandbox.pay("C1").unwrap();
    let asked = shop.call("aggregate.query", &[], &json!({"no_order": "C1"}));
    assert_eq!(asked.status, 0, "{asked:?}");
    assert_eq!(parsed(&asked)["result_pay"], "SUCCESS");
    // What is printed is still what was signed.
    let verified = lianlian_reading(&["verify", "--key", &shop.gateway_key], placed.out.as_bytes());
    assert_eq!((verified.status, &*verified.out), (0, "ok\n"), "{verified:?}");
}

#[test]
fn options_say_the_same_as_the_line_of_the_sandbox() {
    let shop = Shop::open("options");
    let path = file("call_options_order.json", &order("C1").to_string());
    let run = lianlian(&[&["call", "aggregate.direct_pay", &path][..], &shop.options()].concat());
    assert_eq!((run.status, &*run.err), (0, ""), "{run:?}");
    let line = fs::read(&shop.line).unwrap();
    let again = lianlian_reading(&["call", "aggregate.direct_pay", &path, "--sandbox", "-"], &line);
    assert_eq!(again.status, 0, "the same order again is a retry: {again:?}");
}

#[test]
fn what_travels_encrypted_is_encrypted_and_its_values_are_not_shown() {
    let shop = Shop::open("encrypted");
    let run = shop.call("instant.apply", &[], &payout("C1"));
    assert_eq!((run.status, &*run.err), (0, ""), "{run:?}");
    assert_eq!(parsed(&run)["ret_code"], "0000");
    // The same card and amount once more looks like a repetition: held, and no refusal.
    let held = shop.call("instant.apply", &["--json"], &payout("C2"));
    assert_eq!(held.status, 0, "{held:?}");
    let told = parsed(&held);
    assert_eq!((&told["outcome"], &told["reply"]["ret_code"]), (&"handled".into(), &"4002".into()));
}

#[test]
fn every_mistake_is_told_at_once_and_no_sensitive_value_with_it() {
    let shop = Shop::open("mistakes");
    let mut fields = without(payout("C1"), &["dt_order", "memo"]);
    fields["flag_card"] = "7".into();
    fields["money_order"] = "0.5".into();
    fields["acct_name"] = json!("张".repeat(3000));
    fields["oid_partner"] = "201304121000001004".into();
    fields["no_oder"] = "C1".into();
    let run = shop.call("instant.apply", &["--json"], &fields);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.err.starts_with("not executed: instant.apply: "), "{run:?}");
    let told = parsed(&run);
    assert_eq!(told["outcome"], "not_executed");
    let named: Vec<_> = told["violations"].as_array().unwrap().iter().collect();
    for field in ["dt_order", "memo", "flag_card", "money_order", "oid_partner", "no_oder"] {
        assert!(named.iter().any(|one| one["field"] == field), "{field}: {told}");
        assert!(run.err.contains(&format!("\n  {field}: ")), "{field}: {run:?}");
    }
    assert!(!run.err.contains("张张") && !run.out.contains("张张"), "{run:?}");
    assert!(!run.err.contains(CARD) && !run.out.contains(CARD), "{run:?}");
    assert!(shop.sandbox.exchanges().is_empty());
}

#[test]
fn a_refusal_that_proves_nothing_happened_is_not_executed() {
    let shop = Shop::open("refusal");
    let mut options = shop.options();
    let other = vector("merchant_2048.pkcs8.pem");
    options[3] = &other;
    let arguments = [&["call", "aggregate.direct_pay", "--json"][..], &options].concat();
    let run = lianlian_reading(&arguments, order("C1").to_string().as_bytes());
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.err.starts_with("not executed: the gateway refused: 1001 "), "{run:?}");
    let told = parsed(&run);
    assert_eq!((&told["outcome"], &told["ret_code"]), (&"not_executed".into(), &"1001".into()));
}

#[test]
fn a_refusal_that_proves_nothing_is_unknown() {
    let shop = Shop::open("paid_before");
    let order = order("C1");
    assert_eq!(shop.call("aggregate.direct_pay", &[], &order).status, 0);
    shop.sandbox.pay("C1").unwrap();
    let run = shop.call("aggregate.direct_pay", &["--json"], &order);
    assert_eq!(run.status, 1, "{run:?}");
    let told = parsed(&run);
    assert_eq!((&told["outcome"], &told["ret_code"]), (&"unknown".into(), &"2007".into()));
}

#[test]
fn a_connection_that_ends_without_an_answer_is_unknown_and_names_the_query() {
    let shop = Shop::open("cut");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        connection.read_exact(&mut [0; 16]).unwrap();
    });
    let mut options = shop.options();
    options[7] = &url;
    let arguments = [&["call", "aggregate.direct_pay", "--json"][..], &options].concat();
    let run = lianlian_reading(&arguments, order("C1").to_string().as_bytes());
    server.join().unwrap();
    assert_eq!(run.status, 1, "{run:?}");
    assert!(
        run.err.starts_with("unknown whether it was executed, query it before anything else: "),
        "{run:?}"
    );
    assert!(run.err.contains("query it with: aggregate.query"), "{run:?}");
    let told = parsed(&run);
    assert_eq!(
        (&told["outcome"], &told["query_with"]),
        (&"unknown".into(), &json!(["aggregate.query"]))
    );
}

#[test]
fn a_server_that_is_not_there_is_not_executed() {
    let shop = Shop::open("absent");
    let url = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let mut options = shop.options();
    options[7] = &url;
    let arguments = [&["call", "aggregate.direct_pay"][..], &options].concat();
    let run = lianlian_reading(&arguments, order("C1").to_string().as_bytes());
    assert_eq!((run.status, &*run.out), (1, ""), "{run:?}");
    assert!(run.err.starts_with("not executed: "), "{run:?}");
}

#[test]
fn a_reply_signed_with_another_key_is_not_printed() {
    let shop = Shop::open("other_key");
    let mut options = shop.options();
    let other = vector("merchant_2048.public.pem");
    options[5] = &other;
    let arguments = [&["call", "aggregate.direct_pay"][..], &options].concat();
    let run = lianlian_reading(&arguments, order("C1").to_string().as_bytes());
    assert_eq!((run.status, &*run.out), (1, ""), "{run:?}");
    assert!(run.err.starts_with("unknown whether it was executed"), "{run:?}");
}

#[test]
fn the_time_limit_ends_a_call_that_nobody_answers() {
    let shop = Shop::open("timeout");
    // Accepted by the system, never read.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let mut options = shop.options();
    options[7] = &url;
    let arguments = [&["call", "aggregate.query", "--timeout", "1"][..], &options].concat();
    let run = lianlian_reading(&arguments, br#"{"no_order":"C1"}"#);
    assert_eq!((run.status, &*run.out), (1, ""), "{run:?}");
    assert!(run.err.starts_with("unknown whether it was executed"), "{run:?}");
}

#[test]
fn an_operation_of_the_browser_prints_the_page_that_posts_its_form() {
    let shop = Shop::open("page");
    let mut order = without(order("C1"), &["pay_type"]);
    order["userreq_ip"] = "203_0_113_7".into();
    order["valid_order"] = json!(30);
    let run = shop.call("aggregate.web_redirect", &[], &order);
    assert_eq!((run.status, &*run.err), (0, ""), "{run:?}");
    assert!(run.out.starts_with("<!doctype html>"), "{run:?}");
    assert!(run.out.contains("name=\"sign\"") && run.out.contains(shop.sandbox.url()), "{run:?}");
    let told = parsed(&shop.call("aggregate.web_redirect", &["--json"], &order));
    assert_eq!(told["form"]["inputs"]["no_order"], "C1", "{told}");
    order["valid_order"] = "+30".into();
    let refused = shop.call("aggregate.web_redirect", &[], &order);
    assert_eq!((refused.status, &*refused.out), (1, ""), "{refused:?}");
    assert!(refused.err.contains("valid_order: "), "{refused:?}");
}

#[test]
fn an_operation_of_the_mobile_sdk_prints_its_payload() {
    let shop = Shop::open("payload");
    let mut order = order("C1");
    order["pay_type"] = "M".into();
    for (name, value) in [("id_type", "0"), ("id_no", "110101199001010000"), ("acct_name", NAME)] {
        order[name] = value.into();
    }
    let run = shop.call("easypay.mobile_pay", &[], &order);
    assert_eq!((run.status, &*run.err), (0, ""), "{run:?}");
    let payload = parsed(&run);
    assert_eq!((&payload["no_order"], payload["sign"].is_string()), (&"C1".into(), true));
}

#[test]
fn a_dry_run_sends_nothing_masks_its_source_and_signs_as_openssl_does() {
    let shop = Shop::open("dry");
    let run = shop.call("instant.apply", &["--dry-run"], &payout("C1"));
    assert_eq!(run.status, 0, "{run:?}");
    assert!(shop.sandbox.exchanges().is_empty());
    assert!(
        run.err.contains("would go encrypted to") && run.err.contains("card_no=***"),
        "{run:?}"
    );
    assert!(!run.err.contains(CARD) && !run.err.contains(NAME), "{run:?}");

    let message = parsed(&run);
    let mut members: Vec<_> = message.as_object().unwrap().iter().collect();
    members.retain(|(name, _)| *name != "sign");
    members.sort_by_key(|(name, _)| *name);
    let source = members.iter().map(|(name, value)| format!("{name}={}", value.as_str().unwrap()));
    let sign = message["sign"].as_str().unwrap();
    let beside = |name: &str, content: &[u8]| {
        let file = Path::new(&shop.key).with_file_name(name);
        fs::write(&file, content).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let signature = beside("signature", &openssl(&["base64", "-d", "-A"], sign.as_bytes()).1);
    let public = openssl(&["pkey", "-in", &shop.key, "-pubout"], b"").1;
    let public = beside("public.pem", &public);
    let verdict = openssl(
        &["dgst", "-md5", "-verify", &public, "-signature", &signature],
        source.collect::<Vec<_>>().join("&").as_bytes(),
    );
    assert_eq!(verdict, (true, b"Verified OK\n".to_vec()));
}

#[test]
fn a_new_order_gets_number_and_time_and_both_are_told() {
    let shop = Shop::open("new_order");
    let fields = without(order(""), &["dt_order", "no_order"]);
    // Without being asked to, nothing is invented: a retry has to send the same order.
    let refused = shop.call("aggregate.direct_pay", &[], &fields);
    assert_eq!(refused.status, 1, "{refused:?}");
    assert!(refused.err.contains("no_order: is required"), "{refused:?}");
    assert!(refused.err.contains("dt_order: is required"), "{refused:?}");

    let run = shop.call("aggregate.direct_pay", &["--new-order"], &fields);
    assert_eq!(run.status, 0, "{run:?}");
    let told = run.err.strip_prefix("no_order ").and_then(|told| told.strip_suffix("\n"));
    let (no_order, dt_order) = told.unwrap().split_once(", dt_order ").unwrap();
    assert_eq!(parsed(&run)["no_order"], no_order);
    assert_eq!(shop.sandbox.order(no_order).unwrap().dt_order.to_string(), dt_order);
    assert!(no_order.len() <= 32 && no_order.starts_with(dt_order), "{no_order}");

    let named = shop.call("aggregate.direct_pay", &["--new-order"], &order("C1"));
    assert_eq!((named.status, &*named.out), (2, ""), "{named:?}");
    assert!(named.err.contains("leave --new-order out"), "{named:?}");
    let lists = shop.call("card_bind.query", &["--new-order"], &json!({}));
    assert_eq!(lists.status, 2, "{lists:?}");
}

#[test]
fn an_unknown_operation_offers_near_names_and_one_of_the_gateway_lists_what_can_be_called() {
    for (written, offered) in [
        ("agregate.direct_pay", "did you mean aggregate.direct_pay?"),
        ("direct_pay", "did you mean aggregate.direct_pay?"),
        ("withdraw", "these can be called:\n  aggregate.direct_pay\n"),
        ("aggregate.async_notification", "the gateway sends it"),
    ] {
        let run = lianlian_reading(&["call", written], b"{}");
        assert_eq!((run.status, &*run.out), (2, ""), "{run:?}");
        assert!(run.err.contains(offered), "{run:?}");
    }
}

#[test]
fn settings_that_are_missing_are_told_together() {
    let run = lianlian_reading(&["call", "aggregate.query"], br#"{"no_order":"C1"}"#);
    assert_eq!((run.status, &*run.out), (2, ""), "{run:?}");
    for name in ["--merchant", "--key", "--gateway-key", "LIANLIAN_KEY"] {
        assert!(run.err.contains(name), "{name}: {run:?}");
    }
}

#[test]
fn what_cannot_be_read_or_does_not_fit_exits_with_2() {
    let shop = Shop::open("unreadable");
    let nested = shop.call("aggregate.query", &[], &json!({"no_order": {"a": 1}}));
    assert!(nested.err.contains("no_order is an object or array"), "{nested:?}");
    let key = shop.line.as_str();
    let broken = file("call_broken_sandbox.json", "{\"url\":\"x\"}\n");
    for arguments in [
        &["call", "aggregate.query", "--sandbox", key, "--key", key][..],
        &["call", "aggregate.query", "--sandbox", "-"],
        &["call", "aggregate.query", "--sandbox", "/nobody/has/this"],
        &["call", "aggregate.query", "--sandbox", &broken],
        &["call", "aggregate.query", "--sandbox", key, "--timeout", "0"],
        &["call", "aggregate.query", "--sandbox", key, "--json", "--dry-run"],
        &[
            "call",
            "aggregate.query",
            "--merchant",
            "1",
            "--key",
            &shop.key,
            "--gateway-key",
            &shop.gateway_key,
        ],
    ] {
        let run = lianlian_reading(arguments, br#"{"no_order":"C1"}"#);
        assert_eq!((run.status, &*run.out), (2, ""), "{arguments:?}: {run:?}");
    }
    assert_eq!(nested.status, 2, "{nested:?}");
    assert_eq!(shop.call("aggregate.query", &[], &json!([1])).status, 2);
}
