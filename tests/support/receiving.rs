//! What every server for notifications has to do, asked over HTTP. The examples share it.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

use std::io::ErrorKind;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use lianlian::{
    Amount, GatewayKey, MerchantKey, Message, OrderTime, RsaSigner, Scheme,
    ServerNotification as _, aggregate, sign_message,
};

pub const MERCHANT: &str = "201304121000001004";
pub const PATH: &str = "/lianlian/notify";
/// An order that the shop has, and two that are for one test each.
pub const ORDER: &str = "20261122000001";
pub const TRIED: &str = "20261122000002";
pub const CROWDED: &str = "20261122000003";
pub const UNKNOWN: &str = "20261122000009";

pub fn total() -> Amount {
    Amount::from_fen(21_097)
}

pub fn placed() -> OrderTime {
    "20261122093000".parse().unwrap()
}

/// A key of our own that plays the gateway's.
pub struct Gateway {
    key: MerchantKey,
}

/// What a server answered.
#[derive(Debug, PartialEq)]
pub struct Answered {
    pub status: u16,
    pub content_type: String,
    pub body: String,
}

impl Gateway {
    pub fn new() -> Self {
        Self { key: MerchantKey::generate(1024).unwrap() }
    }

    pub fn public_key(&self) -> GatewayKey {
        self.key.public_key()
    }

    pub fn says(&self, number: &str, amount: &str, merchant: &str) -> String {
        let message = format!(
            r#"{{"oid_partner":"{merchant}","sign_type":"RSA","no_order":"{number}","dt_order":"{}",
            "oid_paybill":"2026112200000001","money_order":"{amount}","result_pay":"SUCCESS",
            "settle_date":"20261122","pay_type":"L"}}"#,
            placed()
        );
        let signer = RsaSigner::new(self.key.clone(), Scheme::Rsa).unwrap();
        let parsed = Message::parse(message.as_bytes()).unwrap();
        let signature = sign_message(&parsed, &signer).unwrap();
        message.replacen('{', &format!("{{\"sign\":\"{signature}\","), 1)
    }

    pub fn paid(&self, number: &str) -> String {
        self.says(number, "210.97", MERCHANT)
    }
}

pub fn post(server: SocketAddr, path: &str, body: &str) -> Answered {
    try_post(server, path, body).expect("an answer")
}

fn try_post(server: SocketAddr, path: &str, body: &str) -> Result<Answered, ureq::Error> {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)));
    let agent = ureq::Agent::new_with_config(config.build());
    let request = agent.post(format!("http://{server}{path}"));
    let request = request.content_type("text/json;charset=utf-8");
    let mut response = request.send(body)?;
    let content_type = response.headers().get("content-type");
    let content_type = content_type.map_or("", |value| value.to_str().unwrap()).to_owned();
    let body = response.body_mut().read_to_string()?;
    Ok(Answered { status: response.status().as_u16(), content_type, body })
}

fn acknowledged() -> Answered {
    Answered {
        status: 200,
        content_type: "application/json;charset=utf-8".to_owned(),
        body: aggregate::AsyncNotification::ACKNOWLEDGEMENT.to_owned(),
    }
}

/// Asks everything. `bookings` says how often the shop has booked an order.
pub fn behaves(server: SocketAddr, gateway: &Gateway, bookings: &(dyn Fn(&str) -> u32 + Sync)) {
    acknowledges_and_books_once(server, gateway, bookings);
    refuses_what_is_wrong(server, gateway, bookings);
    books_once_when_they_come_together(server, gateway, bookings);
    answers_other_addresses(server);
    // And it still serves.
    assert_eq!(post(server, PATH, &gateway.paid(ORDER)), acknowledged());
}

fn acknowledges_and_books_once(
    server: SocketAddr,
    gateway: &Gateway,
    bookings: &dyn Fn(&str) -> u32,
) {
    let body = gateway.paid(ORDER);
    for _ in 0..3 {
        assert_eq!(post(server, PATH, &body), acknowledged());
    }
    assert_eq!(bookings(ORDER), 1);
}

fn refuses_what_is_wrong(server: SocketAddr, gateway: &Gateway, bookings: &dyn Fn(&str) -> u32) {
    let stranger = Gateway::new();
    for (body, status) in [
        (stranger.paid(TRIED), 403),
        (gateway.paid(TRIED).replace("210.97", "0.01"), 403),
        (gateway.says(TRIED, "210.97", "201304121000001005"), 403),
        (gateway.says(TRIED, "0.01", MERCHANT), 500),
        (gateway.paid(UNKNOWN), 500),
        ("{".to_owned(), 400),
        (String::new(), 400),
    ] {
        let answer = post(server, PATH, &body);
        assert_eq!(answer.status, status, "{body}: {answer:?}");
        assert!(!answer.body.contains("0000"), "{answer:?}");
    }
    assert_eq!(bookings(TRIED), 0);
    // What was wrong before keeps nothing right from being booked.
    assert_eq!(post(server, PATH, &gateway.paid(TRIED)), acknowledged());
    assert_eq!(bookings(TRIED), 1);
}

fn books_once_when_they_come_together(
    server: SocketAddr,
    gateway: &Gateway,
    bookings: &(dyn Fn(&str) -> u32 + Sync),
) {
    const THREADS: usize = 8;
    let body = gateway.paid(CROWDED);
    let at_once = Barrier::new(THREADS);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                at_once.wait();
                for _ in 0..4 {
                    let answer = post(server, PATH, &body);
                    if answer == acknowledged() {
                        assert_eq!(bookings(CROWDED), 1);
                    } else {
                        assert_eq!(answer.status, 503, "{answer:?}");
                    }
                }
            });
        }
    });
    assert_eq!(post(server, PATH, &body), acknowledged());
    assert_eq!(bookings(CROWDED), 1);
}

fn answers_other_addresses(server: SocketAddr) {
    assert_eq!(post(server, "/elsewhere", "{}").status, 404);
    let too_long = "x".repeat(1 << 20);
    // The answer comes before all is sent; who is still sending may find the connection closed instead.
    match try_post(server, PATH, &too_long) {
        Ok(answer) => assert_eq!(answer.status, 413),
        Err(ureq::Error::Io(error)) => {
            let kind = error.kind();
            let is_closed = matches!(kind, ErrorKind::BrokenPipe | ErrorKind::ConnectionReset);
            assert!(is_closed, "{error}");
        }
        Err(error) => panic!("{error}"),
    }
}

/// Whether OpenSSL finds that the gateway's key signed the message. Files go into `folder`.
pub fn openssl_verifies(body: &str, key: &GatewayKey, folder: &Path) -> bool {
    let message = Message::parse(body.as_bytes()).unwrap();
    let signature = message.text("sign").unwrap();
    std::fs::create_dir_all(folder).unwrap();
    let (pem, raw) = (folder.join("key.pem"), folder.join("signature"));
    std::fs::write(&pem, key.to_pem().unwrap()).unwrap();
    let decode = ["base64", "-d", "-A", "-out", raw.to_str().unwrap()];
    assert!(openssl(&decode, signature.as_bytes()));
    let (pem, raw) = (pem.to_str().unwrap(), raw.to_str().unwrap());
    let source = message.source(&[]);
    openssl(&["dgst", "-md5", "-verify", pem, "-signature", raw], source.as_bytes())
}

fn openssl(arguments: &[&str], input: &[u8]) -> bool {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the openssl command: install the package `openssl`");
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait().unwrap().success()
}
