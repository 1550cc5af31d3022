//! Calls over real connections: whatever comes back, neither errors nor libraries below show what was sent.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use lianlian::codes::{CardPayType, DocumentType};
use lianlian::{CallOptions, Client, FixedClock, Limits, card_bind};

use crate::marks::{Marks, digits, show, show_error};
use crate::observer::seen;
use crate::support::{MERCHANT, NOW, gateway_key, merchant_key, risk, time};

/// What a server does with the request that it has read: the bytes it answers, made of that request.
type Reaction = fn(&str) -> Vec<u8>;

fn with_length(status: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Each repeats the request somewhere, as a proxy or a careless server might. None does so in a header that describes the
/// answer (`Content-Type` and its kind): the HTTP library logs those at debug level.
const REACTIONS: [Reaction; 9] = [
    |body| with_length("200 OK", body),
    |body| with_length("500 Internal Server Error", body),
    |body| with_length("200 OK", &format!("<html>{body}</html>")),
    |body| format!("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{body}").into_bytes(),
    |body| {
        format!("HTTP/1.1 302 Found\r\nLocation: /?{body}\r\nContent-Length: 0\r\n\r\n")
            .into_bytes()
    },
    |body| format!("HTTP/1.1 200 {body}\r\nContent-Length: 0\r\n\r\n").into_bytes(),
    |body| format!("{body}\r\n\r\n").into_bytes(),
    |body| {
        format!("HTTP/1.1 200 OK\r\nX-Echo: {body}\r\nSet-Cookie: {body}\r\nContent-Length: 2\r\n\r\n{{}}").into_bytes()
    },
    |_| Vec::new(),
];

/// Serves one call and gives what arrived.
fn serve(listener: &TcpListener, react: Reaction) -> String {
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
        if body.len() >= length.unwrap() || read == 0 {
            break body.to_owned();
        }
    };
    let _ = stream.write_all(&react(&body));
    body
}

fn card() -> (card_bind::Apply, Vec<String>) {
    let texts: Vec<String> = [("id_no", 18), ("card_no", 19), ("bind_mob", 11)]
        .map(|(name, len)| digits(name, len))
        .into();
    let apply = card_bind::Apply::builder()
        .user_id("shopper-17")
        .pay_type(CardPayType::Debit)
        .id_type(DocumentType::IdCard)
        .id_no(&*texts[0])
        .acct_name("隐瞒者")
        .card_no(&*texts[1])
        .bind_mob(&*texts[2])
        .risk_item(risk())
        .build()
        .unwrap();
    (apply, texts.into_iter().chain(["隐瞒者".to_owned()]).collect())
}

fn client(url: &str) -> Client {
    Client::builder(MERCHANT, merchant_key())
        .gateway_key(gateway_key())
        .clock(FixedClock(time(NOW)))
        .base_url(url)
        .build()
        .unwrap()
}

#[test]
fn nothing_sent_over_a_real_connection_is_shown_whatever_comes_back() {
    let (request, texts) = card();
    let marks = Marks::of(texts.iter().map(String::as_str));
    let mut shown = show(&request);
    for react in REACTIONS {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = thread::spawn(move || serve(&listener, react));
        let mut error = String::new();
        let logged = seen(|| {
            let limits = Limits::default().total(Duration::from_secs(5));
            let options = CallOptions::default().limits(limits);
            let client = client(&url);
            error = show_error(&client.send_with(&request, &options).unwrap_err());
            error.push_str(&show(&client));
        });
        let arrived = server.join().unwrap();
        for text in &texts {
            assert!(arrived.contains(text.as_str()), "the canary is dead: {arrived}");
        }
        assert!(logged.contains("ureq"), "the libraries below were not heard: {logged}");
        shown.push_str(&error);
        shown.push_str(&logged);
    }
    // Nobody listens there any more.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    shown.push_str(&seen(|| {
        let error = client(&url).send_safely(&request).unwrap_err();
        tracing::error!(?error, %error);
    }));
    marks.expect_none(&shown, "a call");
}

#[test]
fn a_panic_over_an_outcome_shows_no_more_than_the_outcome() {
    let (request, texts) = card();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || serve(&listener, REACTIONS[0]));
    // What a program does that trusts too much.
    let payer = thread::spawn(move || client(&url).send(&request).unwrap());
    let panic = payer.join().unwrap_err();
    server.join().unwrap();
    let said = panic.downcast_ref::<String>().unwrap();
    assert!(said.contains("NotVerified"), "{said}");
    Marks::of(texts.iter().map(String::as_str)).expect_none(said, "a panic");
}
