//! What comes back from good and bad servers over plain HTTP, and what each failure says about the request.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "shared with the TLS tests")]
#[path = "support/server.rs"]
mod server;

use std::io::Write;
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use lianlian_api::transport::{
    Delivery, HttpRequest, HttpResponse, Limits, Transport, TransportError,
    TransportErrorKind as Kind, UreqTransport,
};
use server::{Server, answer, read_head, wait_for_close};

const JSON: &str = "application/json;charset=utf-8";
const SHORT: Duration = Duration::from_millis(300);

fn transport() -> UreqTransport {
    UreqTransport::new().unwrap()
}

fn post(url: &str, limits: Limits) -> Result<HttpResponse, TransportError> {
    transport().post(&HttpRequest::new(url, JSON, b"{}").with_limits(&limits))
}

/// The error of a call under these limits, which must be unknown.
fn unknown(server: &Server, limits: Limits) -> Kind {
    let error = post(&server.url(), limits).unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown, "{error}");
    error.kind().clone()
}

/// Answers every request with `bytes`, then closes.
fn answering_once(bytes: impl Into<Vec<u8>>) -> Server {
    let bytes = bytes.into();
    Server::plain(move |wire, journal| {
        journal.read_request(wire);
        wire.write_all(&bytes).unwrap();
    })
}

#[test]
fn every_status_is_an_answer_with_its_body() {
    for status in ["200 OK", "404 Not Found", "500 Internal Server Error", "503 Unavailable"] {
        let html = "<html>\u{7cfb}\u{7edf}\u{7e41}\u{5fd9}</html>";
        let headers = "Content-Type: text/html\r\nDate: Sun, 22 Nov 2026 01:02:03 GMT\r\n";
        let server = answering_once(answer(status, headers, html));
        let response = post(&server.url(), Limits::default()).unwrap();
        assert_eq!(response.status.to_string(), status[..3]);
        assert_eq!(response.content_type.as_deref(), Some("text/html"));
        assert_eq!(response.date.as_deref(), Some("Sun, 22 Nov 2026 01:02:03 GMT"));
        assert_eq!(response.body, html.as_bytes());
    }
}

#[test]
fn a_redirect_is_an_answer_and_not_followed() {
    let elsewhere = answering_once(answer("200 OK", "", "elsewhere"));
    for (status, body) in [("302 Found", "moved"), ("307 Temporary Redirect", "")] {
        let location = format!("Location: {}\r\n", elsewhere.url());
        let server = answering_once(answer(status, &location, body));
        let response = post(&server.url(), Limits::default()).unwrap();
        assert_eq!(response.status.to_string(), status[..3]);
        assert_eq!(response.body, body.as_bytes());
    }
    assert_eq!(elsewhere.accepts(), 0);
}

#[test]
fn content_type_and_body_arrive_byte_for_byte() {
    let server = answering_once(answer("200 OK", "", "ok"));
    let body = "{\"name_goods\":\"\u{8336} & 100% \u{1f375}\",\"x\":\"\\u0000\"}\n".as_bytes();
    transport().post(&HttpRequest::new(&server.url(), JSON, body)).unwrap();
    let request = server.requests().remove(0);
    assert!(request.head.starts_with("POST /pay HTTP/1.1\r\n"), "{}", request.head);
    assert_eq!(request.header("content-type").as_deref(), Some(JSON));
    assert_eq!(request.header("accept-encoding").as_deref(), Some("identity"));
    assert!(request.header("user-agent").unwrap().starts_with("lianlian/"));
    assert_eq!(request.body, body);
}

#[test]
fn a_refused_connection_sent_nothing() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = post(&format!("http://{address}/"), Limits::default()).unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (&Kind::ConnectionRefused, Delivery::NotSent));
    assert!(error.to_string().contains(&address.to_string()), "{error}");
}

#[test]
fn an_unknown_host_name_sent_nothing() {
    // A label this long cannot be asked for, so no name service is involved.
    let url = format!("https://{}.invalid/", "a".repeat(70));
    let error = post(&url, Limits::default()).unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (&Kind::NameNotFound, Delivery::NotSent));
}

#[test]
fn plain_http_to_another_machine_is_refused_without_connecting() {
    let proxy = Server::start(|_, _| ());
    let transport =
        UreqTransport::builder().proxy(format!("http://{}", proxy.address)).build().unwrap();
    for url in ["http://192.0.2.1/", "http://example.com/", "http://localhost.example.com/"] {
        let error = transport.post(&HttpRequest::new(url, JSON, b"{}")).unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (&Kind::NotHttps, Delivery::NotSent));
    }
    assert_eq!(proxy.accepts(), 0);
}

#[test]
fn what_is_no_url_or_no_header_sent_nothing() {
    for url in [
        "",
        "pay",
        "/pay",
        "ftp://example.com/",
        "https://",
        "https://a b/",
        "https://u:p@example.com/",
    ] {
        let error = post(url, Limits::default()).unwrap_err();
        assert!(matches!(error.kind(), Kind::InvalidUrl { .. }), "{url}: {error}");
        assert_eq!(error.delivery(), Delivery::NotSent);
    }
    let server = answering_once("");
    let url = server.url();
    let request = HttpRequest::new(&url, "text/plain\r\nX: y", b"{}");
    let error = transport().post(&request).unwrap_err();
    assert!(matches!(error.kind(), Kind::InvalidRequest { .. }), "{error}");
    assert_eq!((error.delivery(), server.accepts()), (Delivery::NotSent, 0));
}

#[test]
fn no_time_at_all_sends_nothing() {
    let server = answering_once(answer("200 OK", "", "ok"));
    let error = post(&server.url(), Limits::default().total(Duration::ZERO)).unwrap_err();
    assert!(matches!(error.kind(), Kind::TotalTimeout { .. }), "{error}");
    assert_eq!((error.delivery(), server.accepts()), (Delivery::NotSent, 0));
}

#[test]
fn limits_beyond_every_clock_are_as_good_as_none() {
    let server = answering_once(answer("200 OK", "", "ok"));
    let endless = Limits::default()
        .connect(Duration::MAX)
        .send(Duration::MAX)
        .read(Duration::MAX)
        .total(Duration::MAX)
        .max_body(u64::MAX);
    assert_eq!(post(&server.url(), endless).unwrap().body, b"ok");
}

#[test]
fn a_server_that_never_reads_leaves_the_outcome_unknown() {
    let (done, until_done) = mpsc::channel::<()>();
    let until_done = std::sync::Mutex::new(until_done);
    let server = Server::start(move |stream, _| {
        let _ = until_done.lock().unwrap().recv();
        drop(stream);
    });
    let body = vec![b' '; 32 * 1024 * 1024];
    let limits = Limits::default().send(SHORT);
    let url = server.url();
    let request = HttpRequest::new(&url, JSON, &body).with_limits(&limits);
    let error = transport().post(&request).unwrap_err();
    drop(done);
    assert_eq!(error.kind(), &Kind::SendTimeout { limit: SHORT });
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn a_server_that_reads_and_never_answers_leaves_the_outcome_unknown() {
    let server = Server::plain(|wire, journal| {
        journal.read_request(wire);
        wait_for_close(wire);
    });
    assert_eq!(unknown(&server, Limits::default().read(SHORT)), Kind::ReadTimeout { limit: SHORT });
    assert_eq!(
        unknown(&server, Limits::default().total(SHORT)),
        Kind::TotalTimeout { limit: SHORT }
    );
}

#[test]
fn a_server_that_dribbles_runs_into_the_total_limit() {
    for start in ["HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n"] {
        let server = Server::plain(move |wire, journal| {
            journal.read_request(wire);
            wire.write_all(start.as_bytes()).unwrap();
            // Nobody ever sends on this channel: it only paces the bytes.
            let (_open, pace) = mpsc::channel::<()>();
            while wire.write_all(b"x").is_ok() {
                let _ = pace.recv_timeout(Duration::from_millis(10));
            }
        });
        let limits = Limits::default().total(SHORT);
        assert_eq!(unknown(&server, limits), Kind::TotalTimeout { limit: SHORT });
        let limits = Limits::default().read(SHORT);
        assert_eq!(unknown(&server, limits), Kind::ReadTimeout { limit: SHORT });
    }
}

#[test]
fn a_server_that_closes_after_half_of_the_request_leaves_the_outcome_unknown() {
    let server = Server::plain(|wire, _| {
        read_head(wire);
        wire.read_exact(&mut [0]).unwrap();
    });
    let kind = unknown(&server, Limits::default());
    assert!(matches!(kind, Kind::ConnectionBroken { .. }), "{kind}");
    assert_eq!(server.accepts(), 1);
}

#[test]
fn an_answer_cut_short_leaves_the_outcome_unknown() {
    for cut in [
        "",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    ] {
        let server = answering_once(cut);
        let kind = unknown(&server, Limits::default());
        assert!(matches!(kind, Kind::ConnectionBroken { .. }), "{cut:?}: {kind}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn a_body_may_fill_its_limit_and_not_exceed_it() {
    let limits = Limits::default().max_body(1000);
    let chunks = |size| {
        format!(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{size:x}\r\n{}\r\n0\r\n\r\n",
            "x".repeat(size)
        )
    };
    let until_closed = |size| format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(size));
    let sized = |size| String::from_utf8(answer("200 OK", "", &"x".repeat(size))).unwrap();
    for bytes in [sized(1000), chunks(1000), until_closed(1000)] {
        let server = answering_once(bytes);
        assert_eq!(post(&server.url(), limits).unwrap().body.len(), 1000);
    }
    for bytes in [sized(1001), chunks(1001), until_closed(1001)] {
        let server = answering_once(bytes);
        assert_eq!(unknown(&server, limits), Kind::BodyTooLarge { limit: 1000 });
    }
}

#[test]
fn an_endless_body_is_cut_at_the_limit() {
    let server = Server::plain(|wire, journal| {
        journal.read_request(wire);
        let _ = wire.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while wire.write_all(b"5\r\nhello\r\n").is_ok() {}
    });
    let limits = Limits::default();
    assert_eq!(unknown(&server, limits), Kind::BodyTooLarge { limit: limits.max_body });
}

#[test]
fn endless_headers_are_given_up_early() {
    let (report, written) = mpsc::channel();
    let server = Server::plain(move |wire, journal| {
        journal.read_request(wire);
        let _ = wire.write_all(b"HTTP/1.1 200 OK\r\n");
        let mut bytes = 0_u64;
        while wire.write_all(b"X-Filler: zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\r\n").is_ok() {
            bytes += 44;
        }
        report.send(bytes).unwrap();
    });
    let kind = unknown(&server, Limits::default());
    assert!(matches!(kind, Kind::Protocol { .. }), "{kind}");
    // What the two kernels buffer, but no stream without end.
    assert!(written.recv().unwrap() < 64 * 1024 * 1024);
}

#[test]
fn what_is_not_http_leaves_the_outcome_unknown() {
    for garbage in [
        "\x16\x03\x01 certainly not\r\n\r\n",
        "<html>hello</html>\r\n\r\n",
        "{\"ret_code\":\"0000\"}\r\n\r\n",
    ] {
        let server = answering_once(garbage);
        let kind = unknown(&server, Limits::default());
        assert!(matches!(kind, Kind::Protocol { .. }), "{garbage:?}: {kind}");
    }
}

#[test]
fn the_second_request_uses_the_same_connection() {
    let server =
        Server::plain(|wire, journal| journal.answer_all(wire, &answer("200 OK", "", "ok")));
    let transport = transport();
    let (url, limits) = (server.url(), Limits::default().total(Duration::from_secs(9)));
    for request in [
        HttpRequest::new(&url, JSON, b"1"),
        HttpRequest::new(&url, JSON, b"2"),
        HttpRequest::new(&url, JSON, b"3").with_limits(&limits),
        HttpRequest::new(&url, JSON, b"4"),
    ] {
        assert_eq!(transport.post(&request).unwrap().body, b"ok");
    }
    assert_eq!((server.accepts(), server.requests().len()), (1, 4));
}

#[test]
fn a_connection_that_dies_under_the_second_request_is_not_tried_again() {
    let server = Server::plain(|wire, journal| {
        journal.read_request(wire);
        wire.write_all(&answer("200 OK", "", "ok")).unwrap();
        // Reads the second request and is gone, as a server that restarts would be.
        journal.read_request(wire);
    });
    let transport = transport();
    let url = server.url();
    transport.post(&HttpRequest::new(&url, JSON, b"1")).unwrap();
    let error = transport.post(&HttpRequest::new(&url, JSON, b"2")).unwrap_err();
    assert!(matches!(error.kind(), Kind::ConnectionBroken { .. }), "{error}");
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!((server.accepts(), server.requests().len()), (1, 2));
}

#[test]
fn an_idle_connection_that_the_server_closed_is_replaced_and_the_request_sent_once() {
    let (closed, until_closed) = mpsc::channel();
    let server = Server::start(move |mut stream, journal| {
        journal.read_request(&mut stream);
        stream.write_all(&answer("200 OK", "", "ok")).unwrap();
        drop(stream);
        closed.send(()).unwrap();
    });
    let transport = transport();
    for body in [b"1", b"2", b"3"] {
        let response = transport.post(&HttpRequest::new(&server.url(), JSON, body)).unwrap();
        assert_eq!(response.body, b"ok");
        until_closed.recv().unwrap();
    }
    let bodies: Vec<_> = server.requests().into_iter().map(|r| r.body).collect();
    assert_eq!((server.accepts(), bodies), (3, vec![vec![b'1'], vec![b'2'], vec![b'3']]));
}

#[test]
fn nothing_that_prints_shows_a_body() {
    let request = HttpRequest::new("https://example.com/", JSON, b"4111111111111111");
    let response = HttpResponse::new(200, b"4111111111111111".to_vec());
    let shown = format!("{request:?} {response:?}");
    assert!(shown.contains("16 bytes") && !shown.contains("4111"), "{shown}");
    let builder = UreqTransport::builder().proxy("http://shop:hunter2@proxy.example:1");
    let shown = format!("{builder:?} {:?}", builder.build().unwrap());
    assert!(!shown.contains("hunter2") && !shown.contains("shop"), "{shown}");
}
