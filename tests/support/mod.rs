//! What the tests share: keys, a request to start from, and a transport that plays a script.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc
)]

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use lianlian::structures::RiskItemBasic;
use lianlian::transport::{HttpRequest, HttpResponse, Transport, TransportError};
use lianlian::{
    Amount, Client, ClientBuilder, FixedClock, GatewayKey, GatewayKeys, KeysVerifier, MerchantKey,
    Message, OrderTime, Receiver, RiskItem, RsaSigner, Scheme, aggregate, codes, sign_message,
};

pub const MERCHANT: &str = "201304121000001004";
pub const NOW: &str = "20261122093005";

/// The merchant's key.
pub fn merchant_key() -> MerchantKey {
    MerchantKey::from_pem(include_str!("../keys/merchant_2048.pkcs8.pem")).expect("a private key")
}

/// The public half of the merchant's key.
pub const MERCHANT_PUBLIC_PEM: &str = include_str!("../keys/merchant_2048.public.pem");

/// The key that stands for the gateway's.
pub fn gateway_private_key() -> MerchantKey {
    MerchantKey::from_pem(include_str!("../keys/merchant_1024.pkcs8.pem")).expect("a private key")
}

/// Its public half, as a merchant has it.
pub fn gateway_key() -> GatewayKey {
    GatewayKey::from_pem(include_str!("../keys/merchant_1024.public.pem")).expect("a public key")
}

/// A receiver that takes the keys of these tests, which are published.
pub fn receiver_of(keys: impl Into<GatewayKeys>, scheme: Scheme) -> Receiver {
    Receiver::in_sandbox(MERCHANT, KeysVerifier::new(keys.into(), scheme).expect("a verifier"))
}

pub fn time(text: &str) -> OrderTime {
    text.parse().expect("a time")
}

/// A JSON message with a signature of the gateway added.
pub fn signed_by_gateway(message: &str) -> String {
    signed(message, gateway_private_key(), Scheme::Rsa)
}

pub fn signed(message: &str, key: MerchantKey, scheme: Scheme) -> String {
    sign_with(message, &RsaSigner::new(key, scheme).expect("a signer"))
}

pub fn sign_with(message: &str, signer: &RsaSigner) -> String {
    let parsed = Message::parse(message.as_bytes()).expect("a message");
    let signature = sign_message(&parsed, signer).expect("a signature");
    format!("{},\"sign\":\"{signature}\"}}", message.trim_end().trim_end_matches('}'))
}

pub fn risk() -> RiskItem {
    let basic = RiskItemBasic::builder()
        .frms_ware_category("2009")
        .user_info_mercht_userno("shopper-17")
        .user_info_dt_register(time("20250101080000"))
        .goods_name("羽毛球")
        .build()
        .expect("a risk group");
    RiskItem::new(&basic).expect("risk data")
}

pub fn direct_pay() -> aggregate::DirectPay {
    aggregate::DirectPay::builder()
        .no_order("20261122000001")
        .dt_order(time("20261122093000"))
        .money_order(Amount::from_fen(21_097))
        .busi_partner(codes::GoodsKind::VirtualGoods)
        .user_id("shopper-17")
        .name_goods("羽毛球")
        .notify_url("https://shop.example/lianlian/notify")
        .pay_type(aggregate::DirectPayType::AlipayQr)
        .risk_item(risk())
        .build()
        .expect("an order")
}

pub fn web_redirect() -> aggregate::WebRedirect {
    aggregate::WebRedirect::builder()
        .no_order("20261122000003")
        .dt_order(time("20261122093000"))
        .money_order(Amount::from_fen(21_097))
        .busi_partner(codes::GoodsKind::PhysicalGoods)
        .user_id("shopper-17")
        .name_goods("羽毛球")
        .notify_url("https://shop.example/lianlian/notify")
        .url_return("https://shop.example/thanks")
        .userreq_ip(Ipv4Addr::new(203, 0, 113, 7))
        .risk_item(risk())
        .build()
        .expect("a page")
}

/// A client that the script answers.
pub fn client(script: &Script) -> Client {
    client_builder(script).build().expect("a client")
}

pub fn client_builder(script: &Script) -> ClientBuilder {
    Client::builder(MERCHANT, merchant_key())
        .gateway_key(gateway_key())
        .clock(FixedClock(time(NOW)))
        .transport(script.clone())
}

/// What one call gets for an answer.
pub type Answer = Result<HttpResponse, TransportError>;

/// A transport that gives prepared answers and remembers what was sent.
#[derive(Clone, Default)]
pub struct Script {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    answers: VecDeque<Answer>,
    sent: Vec<Sent>,
}

/// A request that reached the transport.
#[derive(Clone, Debug)]
pub struct Sent {
    pub url: String,
    pub content_type: String,
    pub body: Vec<u8>,
}

impl Script {
    /// Answers the next call with a status and a body.
    pub fn answer(self, status: u16, body: impl Into<Vec<u8>>) -> Self {
        self.then(Ok(HttpResponse::new(status, body.into())))
    }

    pub fn then(self, answer: Answer) -> Self {
        self.inner.lock().expect("a lock").answers.push_back(answer);
        self
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.inner.lock().expect("a lock").sent.clone()
    }
}

impl Transport for Script {
    fn post(&self, request: &HttpRequest<'_>) -> Answer {
        let mut inner = self.inner.lock().expect("a lock");
        inner.sent.push(Sent {
            url: request.url.to_owned(),
            content_type: request.content_type.to_owned(),
            body: request.body.to_owned(),
        });
        inner.answers.pop_front().expect("the script has no further answer")
    }

    fn is_stand_in(&self) -> bool {
        true
    }
}

/// Whether OpenSSL finds the signature right: MD5 with RSA over the source, by the key in `public_pem`.
pub fn openssl_verifies(source: &str, signature: &str, public_pem: &str) -> bool {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("openssl-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (key, raw) = (folder.join("key.pem"), folder.join("signature"));
    std::fs::write(&key, public_pem).expect("the key");
    std::fs::write(&raw, STANDARD.decode(signature).expect("Base64")).expect("the signature");
    let mut child = Command::new("openssl")
        .args(["dgst", "-md5", "-verify"])
        .arg(&key)
        .arg("-signature")
        .arg(&raw)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the openssl command: install the package `openssl`");
    let written = child.stdin.take().expect("its input").write_all(source.as_bytes());
    written.expect("the source");
    let output = child.wait_with_output().expect("an answer");
    std::fs::remove_dir_all(&folder).expect("an own folder");
    output.status.success() && output.stdout.starts_with(b"Verified OK")
}
