//! The client on real sockets: what it says when the wire fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use lianlian::transport::{TransportError, TransportErrorKind};
use lianlian::{
    CallOptions, Client, FixedClock, Limits, NotExecuted, SendError, Unknown, aggregate,
};
use support::{MERCHANT, NOW, direct_pay, gateway_key, merchant_key, signed_by_gateway, time};

/// A server that takes one connection, reads the whole request and does something.
fn serve(answer: impl FnOnce(TcpStream) + Send + 'static) -> (String, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let request = read_request(&mut stream);
        answer(stream);
        request
    });
    (url, server)
}

fn read_request(stream: &mut TcpStream) -> Vec<u8> {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_ascii_lowercase();
            let length =
                length.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return request;
            }
        }
        let count = stream.read(&mut part).unwrap();
        assert!(count > 0, "the request ended early");
        request.extend_from_slice(&part[..count]);
    }
}

fn respond(mut stream: &TcpStream, head: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n", body.len());
    // The client may have hung up, which is what some tests are about.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

fn client(url: &str) -> Client {
    Client::builder(MERCHANT, merchant_key())
        .gateway_key(gateway_key())
        .clock(FixedClock(time(NOW)))
        .base_url(url)
        .build()
        .unwrap()
}

fn transport_error(result: Result<impl std::fmt::Debug, SendError>) -> TransportError {
    match result {
        Err(SendError::Unknown(Unknown::Transport(error))) => error,
        other => panic!("not unknown by transport but {other:?}"),
    }
}

#[test]
fn a_signed_answer_comes_over_a_real_connection() {
    let body = signed_by_gateway(r#"{"ret_code":"0000","payLoad":"https://qr.example/1"}"#);
    let (url, server) = serve(move |stream| respond(&stream, "200 OK", body.as_bytes()));
    let bill = client(&url).send(&direct_pay()).unwrap();
    assert_eq!(bill.pay_load.as_deref(), Some("https://qr.example/1"));
    let request = String::from_utf8(server.join().unwrap()).unwrap();
    assert!(request.starts_with("POST /llwalletapi/combinepay.htm HTTP/1.1\r\n"), "{request}");
    let content_type = "content-type: application/json;charset=utf-8\r\n";
    assert!(request.to_ascii_lowercase().contains(content_type), "{request}");
}

#[test]
fn nobody_listening_means_not_executed() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = client(&url).send(&direct_pay()).unwrap_err();
    let SendError::NotExecuted(NotExecuted::NotSent(error)) = error else { panic!("{error}") };
    assert!(matches!(error.kind(), TransportErrorKind::ConnectionRefused), "{error}");
}

#[test]
fn an_answer_that_does_not_come_in_time_is_unknown() {
    let (asked, done) = std::sync::mpsc::channel::<()>();
    // Holds the connection until the client has given up.
    let (url, server) = serve(move |stream| {
        let _ = done.recv();
        drop(stream);
    });
    let options = CallOptions::default().limits(Limits::default().read(Duration::from_millis(150)));
    let result = client(&url).send_with(&direct_pay(), &options);
    let error = transport_error(result);
    assert!(matches!(error.kind(), TransportErrorKind::ReadTimeout { .. }), "{error}");
    drop(asked);
    server.join().unwrap();
}

#[test]
fn a_connection_cut_after_the_request_is_unknown() {
    let (url, server) = serve(drop);
    transport_error(client(&url).send(&direct_pay()));
    server.join().unwrap();
}

#[test]
fn a_body_over_the_limit_is_unknown() {
    let (url, server) = serve(|stream| respond(&stream, "200 OK", &[b' '; 5_000]));
    let options = CallOptions::default().limits(Limits::default().max_body(1_000));
    let error = transport_error(client(&url).send_with(&direct_pay(), &options));
    assert!(matches!(error.kind(), TransportErrorKind::BodyTooLarge { limit: 1_000 }), "{error}");
    server.join().unwrap();
}

#[test]
fn a_page_of_a_server_on_the_way_is_unknown_and_kept() {
    let (url, server) = serve(|stream| respond(&stream, "200 OK", b"<html>busy</html>"));
    let error = client(&url).send(&direct_pay()).unwrap_err();
    let SendError::Unknown(Unknown::Unreadable { body, .. }) = error else { panic!("{error}") };
    assert_eq!(body.expose(), "<html>busy</html>");
    server.join().unwrap();
}

#[test]
fn a_redirect_is_not_followed() {
    let head = "302 Found\r\nLocation: http://127.0.0.1:9/elsewhere";
    let (url, server) = serve(move |stream| respond(&stream, head, b""));
    let query = aggregate::Query::builder().no_order("1").build().unwrap();
    let error = client(&url).send(&query).unwrap_err();
    assert!(matches!(error, SendError::Unknown(Unknown::Status { status: 302, .. })), "{error}");
    server.join().unwrap();
}
