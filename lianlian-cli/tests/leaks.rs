//! What the command line shows of messages and keys, beside the one thing that it was asked for.
//!
//! The message that a command is to print (the source, the signed message, the decrypted one) goes to standard output,
//! to whoever asked for it. Nothing of it is on standard error, and nothing of a key is on either.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::panic,
    missing_docs
)]

mod common;
#[allow(dead_code)]
#[path = "../../tests/leaks/marks.rs"]
mod marks;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use common::{Run, file, lianlian, lianlian_reading, vector};
use lianlian_sandbox::Sandbox;
use marks::{Marks, digits};
use serde_json::{Value, json};

fn card() -> String {
    digits("card_no", 19)
}

fn message_marks() -> Marks {
    let mut marks = Marks::of([&*card()]);
    marks.add("隐瞒者");
    marks
}

/// The text of a private key, as anything could repeat it.
fn key_marks(file: &str) -> Marks {
    let mut marks = Marks::default();
    let text = std::fs::read_to_string(file).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    marks.add_long(&body, 32);
    marks
}

fn key() -> String {
    vector("merchant_2048.pkcs8.pem")
}

fn payout() -> Value {
    json!({
        "no_order": "20261122000001",
        "dt_order": "20261122093000",
        "money_order": "0.02",
        "flag_card": "0",
        "card_no": card(),
        "acct_name": "隐瞒者",
        "info_order": "salary",
        "memo": "salary",
        "notify_url": "http://127.0.0.1:9/",
    })
}

/// A server that repeats what it is sent, once.
fn echo() -> (String, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut arrived = Vec::new();
        let body = loop {
            let mut part = [0; 4096];
            let read = stream.read(&mut part).unwrap();
            arrived.extend_from_slice(&part[..read]);
            let text = String::from_utf8_lossy(&arrived).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                assert!(read > 0, "the client hung up: {text}");
                continue;
            };
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().unwrap())
            });
            if read == 0 || body.len() >= length.unwrap() {
                break body.to_owned();
            }
        };
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        let _ = stream.write_all(format!("{head}{body}").as_bytes());
        body
    });
    (url, server)
}

fn expect_silent(run: &Run, what: &str) {
    let both = format!("{}\n{}", run.out, run.err);
    key_marks(&key()).expect_none(&both, what);
    message_marks().expect_none(&run.err, what);
}

#[test]
fn the_commands_that_print_a_message_print_it_once_and_nothing_of_it_elsewhere() {
    let message = json!({"card_no": card(), "acct_name": "隐瞒者", "sign_type": "RSA"}).to_string();
    let signed = lianlian_reading(&["sign", "--key", &key()], message.as_bytes());
    assert_eq!(signed.status, 0, "{signed:?}");
    for (arguments, input) in [
        (vec!["source"], message.clone()),
        (vec!["sign", "--key", &key()], message.clone()),
        (vec!["encrypt", "--key", &vector("merchant_2048.public.pem")], signed.out.clone()),
    ] {
        let run = lianlian_reading(&arguments, input.as_bytes());
        assert_eq!(run.status, 0, "{run:?}");
        let is_encrypted = arguments[0] == "encrypt";
        assert_eq!(run.out.contains(&card()), !is_encrypted, "the canary is dead: {run:?}");
        expect_silent(&run, arguments[0]);
    }
    let encrypted = lianlian_reading(
        &["encrypt", "--key", &vector("merchant_2048.public.pem")],
        signed.out.as_bytes(),
    );
    message_marks().expect_none(&encrypted.out, "an encrypted message");
    let decrypted = lianlian_reading(&["decrypt", "--key", &key()], encrypted.out.as_bytes());
    assert!(decrypted.out.contains(&card()), "{decrypted:?}");
    expect_silent(&decrypted, "decrypt");
}

#[test]
fn no_command_shows_a_message_that_it_cannot_work_with() {
    let signed =
        json!({"card_no": card(), "acct_name": "隐瞒者", "sign_type": "RSA", "sign": "AAAA"});
    let signed = signed.to_string();
    let wrong = [
        signed.clone(),
        signed.replace("RSA", "MD5"),
        signed[..signed.len() - 9].to_owned(),
        format!("[{signed}]"),
        format!("{signed}{signed}"),
        signed.replacen('{', &format!("{{\"card_no\":\"{}\",", card()), 1),
        format!("<p>{}</p>", card()),
        format!("lianpay1_0_1${0}${0}${0}${0}${0}", card()),
        json!({"pay_load": card()}).to_string(),
    ];
    let public = vector("merchant_2048.public.pem");
    for text in &wrong {
        for arguments in [
            vec!["verify", "--key", &public],
            vec!["verify", "--key", &public, "--scheme", "SHA256withRSA"],
            vec!["decrypt", "--key", &key()],
            vec![
                "call",
                "instant.apply",
                "--dry-run",
                "--merchant",
                "201304121000001004",
                "--key",
                &key(),
            ],
        ] {
            let run = lianlian_reading(&arguments, text.as_bytes());
            assert_ne!(run.status, 0, "{arguments:?} {run:?}");
            message_marks().expect_none(&run.out, arguments[0]);
            expect_silent(&run, arguments[0]);
        }
    }
}

#[test]
fn no_command_shows_a_key_that_it_cannot_read() {
    let text = std::fs::read_to_string(key()).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    let half = file("leaks_half.pem", &text[..text.len() / 2]);
    let changed = file("leaks_changed.pem", &text.replacen('A', "*", 9));
    let relabelled = file("leaks_relabelled.pem", &text.replace("PRIVATE KEY", "CERTIFICATE"));
    // The text itself where its path belongs, as out of an environment variable.
    for wrong in [&half, &changed, &relabelled, &text, &body] {
        for arguments in [
            vec!["sign", "--key", wrong],
            vec!["verify", "--key", wrong],
            vec!["encrypt", "--key", wrong],
            vec!["decrypt", "--key", wrong],
            vec!["sign", "--scheme", "MD5", "--key", wrong],
            vec![
                "call",
                "instant.apply",
                "--merchant",
                "201304121000001004",
                "--key",
                wrong,
                "--gateway-key",
                wrong,
            ],
        ] {
            let run = lianlian_reading(&arguments, br#"{"a":"1"}"#);
            // A file that is no PEM any more may pass for a shared secret.
            assert!(run.status != 0 || arguments.contains(&"MD5"), "{arguments:?}");
            expect_silent(&run, arguments[0]);
        }
    }
    // The secret where the path of its file belongs.
    let run = lianlian(&["sign", "--scheme", "MD5", "--key", "Zq7fX3mB9kLw5vRt8yHn", "/nowhere"]);
    assert_eq!(run.status, 2, "{run:?}");
    Marks::of(["Zq7fX3mB9kLw5vRt8yHn"]).expect_none(&format!("{}{}", run.out, run.err), "sign");
    // A key where the public one belongs, and the message where the key belongs.
    for run in [
        lianlian(&["verify", "--key", &key(), "/nowhere"]),
        lianlian(&["encrypt", "--key", &key(), "/nowhere"]),
    ] {
        assert_eq!(run.status, 2, "{run:?}");
        expect_silent(&run, "verify");
    }
}

#[test]
fn a_call_shows_nothing_of_its_request_but_the_message_that_a_dry_run_is_to_print() {
    let merchant = ["--merchant", "201304121000001004"];
    let key = key();
    let fields = payout().to_string();
    let dry = [&["call", "instant.apply", "--dry-run", "--key", &key][..], &merchant[..]].concat();
    let run = lianlian_reading(&dry, fields.as_bytes());
    assert!(run.status == 0 && run.out.contains(&card()), "the canary is dead: {run:?}");
    expect_silent(&run, "a dry run");
    // Sent for real, to somebody who repeats it.
    for more in [&[][..], &["--json"][..]] {
        let (url, server) = echo();
        let gateway_key = vector("merchant_1024.public.pem");
        let arguments = [
            &["call", "refund.query", "--key", &key, "--gateway-key", &gateway_key][..],
            &["--base-url", &url][..],
            &merchant[..],
            more,
        ];
        let query = json!({"no_refund": "1", "dt_refund": "20261122093000"}).to_string();
        let run = lianlian_reading(&arguments.concat(), query.as_bytes());
        assert_eq!(run.status, 1, "{run:?}");
        drop(server.join().unwrap());
        let (url, server) = echo();
        let binding = json!({
            "user_id": "shopper-17", "pay_type": "D", "id_type": "0", "id_no": digits("id_no", 18),
            "acct_name": "隐瞒者", "card_no": card(), "bind_mob": digits("bind_mob", 11),
            "risk_item": {"frms_ware_category": "2009", "user_info_mercht_userno": "shopper-17",
                "user_info_dt_register": "20250101080000", "goods_name": "羽毛球"},
        });
        let arguments = [
            &["call", "card_bind.apply", "--key", &key, "--gateway-key", &gateway_key][..],
            &["--base-url", &url][..],
            &merchant[..],
            more,
        ];
        let run = lianlian_reading(&arguments.concat(), binding.to_string().as_bytes());
        assert_eq!(run.status, 1, "{run:?}");
        let arrived = server.join().unwrap();
        assert!(arrived.contains(&card()), "the canary is dead: {arrived}");
        let mut marks = message_marks();
        marks.add(&digits("id_no", 18));
        marks.add(&digits("bind_mob", 11));
        marks.expect_none(&format!("{}{}", run.out, run.err), "a call");
        expect_silent(&run, "a call");
    }
    // Refused before it is sent.
    for wrong in [
        json!({"card_no": format!("{0}{0}{0}", card()), "acct_name": "隐瞒者".repeat(100)}),
        json!({"card_no": [card()], "acct_name": {"a": "隐瞒者"}}),
        json!({"cardnumber": card()}),
    ] {
        for more in ["--json", "--dry-run"] {
            let run = lianlian_reading(
                &[&dry[..2], &dry[3..], &[more]].concat(),
                wrong.to_string().as_bytes(),
            );
            assert_ne!(run.status, 0, "{run:?}");
            message_marks().expect_none(&run.out, more);
            expect_silent(&run, more);
        }
    }
}

#[test]
fn a_call_of_the_sandbox_shows_of_a_payout_what_the_gateway_told() {
    let sandbox = Sandbox::builder().key_bits(1024).start().unwrap();
    let merchant_key = file("leaks_merchant.pem", sandbox.merchant_key_pem());
    let gateway_key = file("leaks_gateway.pem", sandbox.gateway_key_pem());
    let arguments =
        ["call", "instant.apply", "--merchant", sandbox.oid_partner(), "--key", &merchant_key];
    let more = ["--gateway-key", &gateway_key, "--base-url", sandbox.url(), "--new-order"];
    let mut fields = payout();
    fields.as_object_mut().unwrap().remove("no_order");
    fields.as_object_mut().unwrap().remove("dt_order");
    let run =
        lianlian_reading(&[&arguments[..], &more[..]].concat(), fields.to_string().as_bytes());
    assert_eq!(run.status, 0, "{run:?}");
    message_marks().expect_none(&format!("{}{}", run.out, run.err), "a payout");
    key_marks(&merchant_key).expect_none(&format!("{}{}", run.out, run.err), "a payout");
}
