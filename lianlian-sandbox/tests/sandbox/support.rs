//! Orders to place, a shop that is notified, and HTTP without a client.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use lianlian::aggregate::{
    AsyncNotification, DirectPay, DirectPayType, Query, QueryReply, WebRedirect,
};
use lianlian::transport::{HttpRequest, Transport as _, UreqTransport};
use lianlian::{
    Amount, Client, Clock, FixedClock, GATEWAY, MerchantKey, Message, OrderTime, RiskItem,
    RsaSigner, Scheme, SendError, ServerNotification as _, Verified, codes, sign_message,
};
use lianlian_sandbox::{Sandbox, SandboxBuilder};
use serde_json::{Value, json};

/// Longer than anything on loopback takes; only a failing test waits for it.
pub(crate) const LONG: Duration = Duration::from_secs(20);

pub(crate) fn now() -> OrderTime {
    "20261122093000".parse().unwrap()
}

/// A sandbox that starts fast, repeats fast, and stands still in time.
pub(crate) fn sandbox() -> Sandbox {
    fast().clock(FixedClock(now())).start().unwrap()
}

/// A sandbox that starts fast, repeats fast, and goes by a clock that the test moves.
pub(crate) fn sandbox_at(hands: &Hands) -> Sandbox {
    fast().clock(hands.clone()).start().unwrap()
}

pub(crate) fn fast() -> SandboxBuilder {
    Sandbox::builder().key_bits(1024).notification_interval(Duration::from_millis(1))
}

/// A clock that a test moves.
#[derive(Clone)]
pub(crate) struct Hands(Arc<AtomicI64>);

impl Hands {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(now().unix_seconds())))
    }

    pub(crate) fn advance(&self, minutes: u32) {
        self.0.fetch_add(i64::from(minutes) * 60, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> OrderTime {
        OrderTime::from_unix_seconds(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

pub(crate) fn client(sandbox: &Sandbox) -> Client {
    sandbox.client().build().unwrap()
}

/// The return code of a refusal, and whether nothing was executed.
pub(crate) fn refusal<T: std::fmt::Debug>(outcome: Result<T, SendError>) -> (String, bool) {
    let error = outcome.unwrap_err();
    (error.refusal().unwrap().code.clone(), !error.is_unknown())
}

pub(crate) fn risk_item() -> RiskItem {
    let basic = lianlian::structures::RiskItemBasic::builder()
        .frms_ware_category("2009")
        .user_info_mercht_userno("shopper-17")
        .user_info_dt_register("20250101080000".parse().unwrap())
        .goods_name("Badminton set")
        .build()
        .unwrap();
    RiskItem::new(&basic).unwrap()
}

pub(crate) struct Given<'g> {
    pub(crate) no_order: &'g str,
    pub(crate) fen: u64,
    pub(crate) dt_order: &'g str,
    pub(crate) notify_url: &'g str,
    pub(crate) pay_type: DirectPayType,
}

impl Default for Given<'_> {
    fn default() -> Self {
        Self {
            no_order: "20261122000001",
            fen: 21_097,
            dt_order: "20261122093000",
            notify_url: "http://127.0.0.1:9/nobody-listens",
            pay_type: DirectPayType::AlipayQr,
        }
    }
}

pub(crate) fn order(given: &Given<'_>) -> DirectPay {
    let order = DirectPay::builder()
        .no_order(given.no_order)
        .dt_order(given.dt_order.parse().unwrap())
        .money_order(Amount::from_fen(given.fen))
        .busi_partner(codes::GoodsKind::PhysicalGoods)
        .user_id("shopper-17")
        .name_goods("羽毛球")
        .info_order("a & b = c")
        .notify_url(given.notify_url)
        .risk_item(risk_item())
        .pay_type(given.pay_type.clone());
    match given.pay_type {
        DirectPayType::WechatOfficialAccount => {
            order.appid("wx0000000000000000").openid("o0000000000000000000000000").build()
        }
        _ => order.build(),
    }
    .unwrap()
}

pub(crate) fn page_order(notify_url: &str, url_return: Option<&str>) -> WebRedirect {
    let order = WebRedirect::builder()
        .user_id("shopper-17")
        .busi_partner(codes::GoodsKind::PhysicalGoods)
        .no_order("20261122000003")
        .dt_order(now())
        .name_goods("羽毛球 <b>\"set\"</b>")
        .money_order(Amount::from_fen(21_097))
        .notify_url(notify_url)
        .userreq_ip("203.0.113.7".parse::<lianlian::PayerIp>().unwrap())
        .valid_order(30)
        .risk_item(risk_item());
    match url_return {
        Some(url) => order.url_return(url).build(),
        None => order.build(),
    }
    .unwrap()
}

pub(crate) fn query(client: &Client, no_order: &str) -> Verified<QueryReply> {
    let query = Query::builder().no_order(no_order).build().unwrap();
    client.send(&query).unwrap()
}

/// The members of a direct-pay request by hand, unsigned.
pub(crate) fn raw_order(sandbox: &Sandbox) -> BTreeMap<&'static str, String> {
    [
        ("oid_partner", sandbox.oid_partner()),
        ("sign_type", "RSA"),
        ("no_order", "20261122000009"),
        ("dt_order", "20261122093000"),
        ("money_order", "0.01"),
        ("busi_partner", "109001"),
        ("user_id", "shopper-17"),
        ("name_goods", "Racket"),
        ("notify_url", "http://127.0.0.1:9/"),
        ("pay_type", "L"),
        ("risk_item", r#"{"goods_name":"Racket"}"#),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .into()
}

/// Signs members with the merchant's key, and writes them as JSON.
pub(crate) fn signed(sandbox: &Sandbox, members: &BTreeMap<&'static str, String>) -> Vec<u8> {
    let key = MerchantKey::from_pem(sandbox.merchant_key_pem()).unwrap();
    let signer = RsaSigner::new(key, Scheme::Rsa).unwrap();
    let mut message = json!(members);
    let bytes = message.to_string();
    let sign = sign_message(&Message::parse(bytes.as_bytes()).unwrap(), &signer).unwrap();
    message["sign"] = Value::String(sign);
    message.to_string().into_bytes()
}

/// The path of an operation, from the spec.
pub(crate) fn path(id: &str) -> &'static str {
    let meta = lianlian::OPERATIONS.iter().find(|meta| meta.id == id);
    meta.unwrap().path().unwrap()
}

/// Posts bytes and gives status, content type and body.
pub(crate) fn post(url: &str, content_type: &str, body: &[u8]) -> (u16, String, String) {
    let transport = UreqTransport::new().unwrap();
    let request = HttpRequest::new(url, content_type, body);
    let response = transport.post(&request).unwrap();
    (
        response.status,
        response.content_type.unwrap_or_default(),
        String::from_utf8(response.body).unwrap(),
    )
}

/// Posts a message to the direct-pay call, and gives the reply, which is always 200 and JSON.
pub(crate) fn call(sandbox: &Sandbox, body: &[u8]) -> Value {
    let url = format!("{}{}", sandbox.url(), path("aggregate.direct_pay"));
    let (status, content_type, body) = post(&url, GATEWAY.request_content_type, body);
    assert_eq!(status, 200);
    assert_eq!(content_type, GATEWAY.request_content_type);
    serde_json::from_str(&body).unwrap()
}

/// Posts a form as a browser does, which goes where it is sent: status and page.
pub(crate) fn submit<'n, 'v>(
    url: &str,
    inputs: impl IntoIterator<Item = (&'n str, &'v str)>,
) -> (u16, String) {
    let (status, _, page) = land(url, inputs);
    (status, page)
}

/// The same, with the address that it ends at.
pub(crate) fn land<'n, 'v>(
    url: &str,
    inputs: impl IntoIterator<Item = (&'n str, &'v str)>,
) -> (u16, String, String) {
    let inputs: Vec<_> = inputs
        .into_iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    let body = inputs.join("&");
    let head = format!(
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
        body.len()
    );
    let origin = url.split('/').take(3).collect::<Vec<_>>().join("/");
    let mut url = url.to_owned();
    let mut answer = ask("POST", &url, &head, &body);
    for _ in 0..5 {
        let Some(place) = answer.header("location") else { break };
        assert_eq!(answer.status, 303, "a form that comes again must not be posted again");
        url = if place.starts_with('/') { format!("{origin}{place}") } else { place };
        answer = ask("GET", &url, "", "");
    }
    assert_eq!(answer.header("content-type").as_deref(), Some("text/html; charset=utf-8"));
    (answer.status, url, answer.body)
}

/// An answer as it came over the wire.
pub(crate) struct HttpAnswer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl HttpAnswer {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.to_owned())
    }
}

/// Asks once, over a connection of its own.
pub(crate) fn ask(method: &str, url: &str, head: &str, body: &str) -> HttpAnswer {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let host = if head.contains("Host: ") { String::new() } else { format!("Host: {host}\r\n") };
    write!(stream, "{method} /{path} HTTP/1.1\r\n{host}Connection: close\r\n{head}\r\n{body}")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    HttpAnswer { status, head: head.to_owned(), body: body.to_owned() }
}

fn encoded(text: &str) -> String {
    let letter = |byte: u8| match byte {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(letter).collect()
}

/// Fetches a page: status and body.
pub(crate) fn get(url: &str) -> (u16, String) {
    let answer = ask("GET", url, "", "");
    (answer.status, answer.body)
}

/// A shop's server that is notified: answers each notification with the next of its answers, the last
/// one for good, and hands out the notifications.
pub(crate) struct Shop {
    pub(crate) url: String,
    notified: Receiver<Notified>,
}

/// A notification as it came over the wire.
pub(crate) struct Notified {
    pub(crate) content_type: String,
    pub(crate) body: Vec<u8>,
}

impl Shop {
    /// A shop that acknowledges.
    pub(crate) fn open() -> Self {
        Self::answering([(200, AsyncNotification::ACKNOWLEDGEMENT)])
    }

    pub(crate) fn answering<const N: usize>(answers: [(u16, &'static str); N]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/notify", listener.local_addr().unwrap());
        let (sender, notified) = channel();
        thread::spawn(move || {
            let mut answers = VecDeque::from(answers);
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let Some(request) = read_request(&stream) else {
                    continue;
                };
                let (status, body) = match answers.len() {
                    1 => answers[0],
                    _ => answers.pop_front().unwrap(),
                };
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 {status} -\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
                );
                // Handed out first: who sees the acknowledgement noted finds the notification here.
                if sender.send(request).is_err() {
                    return;
                }
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { url, notified }
    }

    /// The next notification.
    pub(crate) fn next(&self) -> Notified {
        self.notified.recv_timeout(LONG).unwrap()
    }
}

fn read_request(stream: &TcpStream) -> Option<Notified> {
    let mut reader = BufReader::new(stream);
    let (mut length, mut content_type) = (0, String::new());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            if line.trim_end().is_empty() {
                break;
            }
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "content-type" => value.clone_into(&mut content_type),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Notified { content_type, body })
}
