//! Servers that never stop sending: the client hangs up in time, and holds little in memory until then.
//!
//! A binary of its own, because `allocation_counter` takes the place of the allocator. It counts what the
//! measuring thread takes, which is all that a call takes: the client starts no threads.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

#[allow(dead_code, reason = "shared with the tests of the transport")]
#[path = "../lianlian-api/tests/support/certificates.rs"]
mod certificates;
#[allow(dead_code, reason = "shared with the tests of the transport")]
#[path = "../lianlian-api/tests/support/server.rs"]
mod server;
#[path = "support/mod.rs"]
mod support;

use std::io;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use certificates::Authority;
use lianlian::transport::TransportErrorKind as Kind;
use lianlian::{CallOptions, Client, FixedClock, Limits, NotExecuted, SendError, Unknown};
use server::{Server, Wire};
use support::{MERCHANT, NOW, direct_pay, gateway_key, merchant_key, time};

/// What one call may hold at any time under the usual limit of 1 MiB: a body that grows by doubling, which is
/// three times as much while it moves, and the buffers and certificates of a connection.
const MOST_HELD: u64 = 4 << 20;
/// What the server may get rid of before a limit of size: what the client takes, and what two systems buffer.
const MOST_WRITTEN: u64 = 64 << 20;

/// What the server wrote before the client hung up.
type Written = mpsc::Receiver<u64>;

/// Writes the beginning and then the rest over and over, and reports how much that was.
fn endless(
    beginning: &'static [u8],
    rest: &[u8],
) -> (impl Fn(&mut dyn Wire) + Send + Sync + 'static, Written) {
    // Large writes, so that it is the client who decides how much comes.
    let rest = rest.repeat((64 * 1024 / rest.len()).max(1));
    let (report, written) = mpsc::channel();
    let pour = move |wire: &mut dyn Wire| {
        let mut bytes = 0;
        let mut pour = |part: &[u8]| -> io::Result<()> {
            wire.write_all(part)?;
            wire.flush()?;
            bytes += part.len() as u64;
            Ok(())
        };
        if pour(beginning).is_ok() {
            while pour(&rest).is_ok() {}
        }
        report.send(bytes).unwrap();
    };
    (pour, written)
}

fn client(url: &str, roots: &str) -> Client {
    Client::builder(MERCHANT, merchant_key())
        .gateway_key(gateway_key())
        .clock(FixedClock(time(NOW)))
        .base_url(url)
        .extra_roots(roots)
        .build()
        .unwrap()
}

/// What is thrown away byte by byte is never too much, but may take too long.
const SECOND: Duration = Duration::from_secs(1);

/// Calls the server, and asserts that it was given up in time and with little in memory.
fn given_up(case: &str, client: &Client, limits: Limits, written: &Written) -> SendError {
    assert_eq!(limits.max_body, 1 << 20);
    let options = CallOptions::default().limits(limits);
    let started = Instant::now();
    let mut said = None;
    let info = allocation_counter::measure(|| {
        said = Some(client.send_with(&direct_pay(), &options));
    });
    let took = started.elapsed();
    assert!(took < Duration::from_secs(15), "{case}: {took:?}");
    assert!(info.count_total > 10, "{case}: nothing was counted");
    assert!(info.bytes_max < MOST_HELD, "{case}: {} bytes at once", info.bytes_max);
    let error = said.unwrap().unwrap_err();
    let written = written.recv_timeout(Duration::from_secs(60)).unwrap();
    let is_late = error.to_string().contains("within");
    assert!(written > 0 && (is_late || written < MOST_WRITTEN), "{case}: {written} bytes written");
    error
}

/// Beginning and endless rest of an answer.
const POURS: [(&str, &[u8], &[u8]); 20] = [
    ("status line", b"HTTP/1.1 200 ", b"x"),
    ("anything but HTTP", b"", b"x"),
    ("empty lines", b"", b"\r\n"),
    ("zeros", b"", b"\0"),
    ("headers", b"HTTP/1.1 200 OK\r\n", b"X-Filler: zzzzzzzzzzzzzzzzzzzzzzzz\r\n"),
    ("short headers", b"HTTP/1.1 200 OK\r\n", b"a:\r\n"),
    ("one header's name", b"HTTP/1.1 200 OK\r\n", b"x"),
    ("one header's value", b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    ("one header's folds", b"HTTP/1.1 200 OK\r\nX: a", b"\r\n b"),
    ("100 Continue", b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ("103 Early Hints", b"", b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"),
    ("body until closed", b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    ("body of a stated length", b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n", b" "),
    (
        "body of the greatest length",
        b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n",
        b" ",
    ),
    ("body of an error", b"HTTP/1.1 500 X\r\n\r\n", b"<p>"),
    ("small chunks", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n{\r\n"),
    ("one chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffff\r\n", b"["),
    ("a chunk's extension", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x"),
    ("trailers", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
    (
        "compressed zeros",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\xff",
        b"\0\0\0\xff\xff",
    ),
];

fn is_unknown(case: &str, error: SendError) {
    let SendError::Unknown(Unknown::Transport(error)) = error else { panic!("{case}: {error}") };
    let is_right = matches!(
        error.kind(),
        Kind::Protocol { .. }
            | Kind::BodyTooLarge { .. }
            | Kind::ReadTimeout { .. }
            | Kind::ConnectionBroken { .. }
    );
    assert!(is_right, "{case}: {error}");
}

#[test]
fn an_endless_answer_is_given_up_in_time_and_in_little_memory() {
    for (case, beginning, rest) in POURS {
        let (pour, written) = endless(beginning, rest);
        let server = Server::plain(move |wire, journal| {
            journal.read_request(wire);
            pour(wire);
        });
        let client =
            client(&format!("http://{}", server.address), Authority::named("x").pem().as_str());
        let limits = Limits::default().read(SECOND);
        is_unknown(case, given_up(case, &client, limits, &written));
    }
}

/// A whole answer of just the size that is allowed, of which the middle repeats.
fn large(before: &str, middle: impl Iterator<Item = String>, after: &str) -> String {
    let mut text = before.to_owned();
    for part in middle {
        if text.len() + part.len() + after.len() > 1 << 20 {
            break;
        }
        text.push_str(&part);
    }
    text + after
}

#[test]
fn a_whole_answer_of_the_greatest_size_is_read_in_little_memory_whatever_is_in_it() {
    let members = |value: &'static str| (0_u32..).map(move |n| format!("\"{n:x}\":{value},"));
    let always = |text: &'static str| std::iter::repeat_with(|| text.to_owned());
    for (case, text) in [
        ("members", large("{", members("0"), "\"sign\":\"AAAA\"}")),
        ("members of nothing", large("{", members("null"), "\"sign\":\"AAAA\"}")),
        ("members with escapes", large("{", members("\"\\n\""), "\"sign\":\"AAAA\"}")),
        ("one text", large("{\"a\":\"", always("x"), "\",\"sign\":\"AAAA\"}")),
        ("one text of escapes", large("{\"a\":\"", always("\\u7fbd"), "\",\"sign\":\"AAAA\"}")),
        ("one name of escapes", large("{\"", always("\\u7fbd"), "\":0,\"sign\":\"AAAA\"}")),
        ("one list", large("{\"a\":[", always("0,"), "0],\"sign\":\"AAAA\"}")),
        ("a signature", large("{\"a\":1,\"sign\":\"", always("AAAA"), "\"}")),
        ("digits", large("{\"sign\":\"AAAA\",\"a\":", always("1"), "}")),
        (
            "depth",
            "{\"sign\":\"AAAA\",\"a\":".to_owned()
                + &"[".repeat(500_000)
                + &"]".repeat(500_000)
                + "}",
        ),
    ] {
        assert!(text.len() > 1_000_000, "{case}");
        let whole = server::answer("200 OK", "", &text);
        let server = Server::plain(move |wire, journal| journal.answer_all(wire, &whole));
        let url = format!("http://{}", server.address);
        let client = client(&url, Authority::named("x").pem().as_str());
        let mut said = None;
        let info = allocation_counter::measure(|| said = Some(client.send(&direct_pay())));
        let error = said.unwrap().unwrap_err();
        assert!(matches!(error, SendError::Unknown(_)), "{case}: {error}");
        assert!(error.to_string().len() < 1_000, "{case}: it repeats what came");
        assert!(info.bytes_max < MOST_HELD, "{case}: {} bytes at once", info.bytes_max);
    }
}

#[test]
fn an_endless_answer_behind_tls_is_given_up_in_time_and_in_little_memory() {
    let authority = Authority::named("tests");
    let config = authority.server("localhost");
    for (case, beginning, rest) in POURS {
        let (pour, written) = endless(beginning, rest);
        let server = Server::tls(Arc::clone(&config), move |wire, journal| {
            journal.read_request(wire);
            pour(wire);
        });
        let url = format!("https://localhost:{}", server.address.port());
        let client = client(&url, &authority.pem());
        let limits = Limits::default().read(SECOND);
        is_unknown(case, given_up(case, &client, limits, &written));
    }
}

#[test]
fn an_endless_handshake_is_given_up_in_time_and_in_little_memory() {
    // A certificate message that claims 16 MiB, in records of 16 KiB each.
    let mut certificates = vec![22, 3, 3, 0x40, 0, 11, 0xff, 0xff, 0xff];
    certificates.resize(5 + 0x4000, 0);
    for (case, record) in [
        ("a message without end", certificates),
        ("records of no use", vec![20, 3, 3, 0, 1, 1]),
        ("warnings", vec![21, 3, 3, 0, 2, 1, 90]),
        ("a record of the greatest length", vec![22, 3, 3, 0xff, 0xff]),
    ] {
        let (pour, written) = endless(b"", &record);
        let server = Server::plain(move |wire, _| pour(wire));
        let url = format!("https://localhost:{}", server.address.port());
        let client = client(&url, &Authority::named("tests").pem());
        let limits = Limits::default().connect(SECOND);
        let error = given_up(case, &client, limits, &written);
        assert!(
            matches!(error, SendError::NotExecuted(NotExecuted::NotSent(_))),
            "{case}: {error}"
        );
    }
}
