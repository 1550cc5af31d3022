//! TLS and proxies: what is refused before anything is sent, and what goes through.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "shared with the tests of the client")]
#[path = "support/certificates.rs"]
mod certificates;
#[allow(dead_code, reason = "shared with the plain tests")]
#[path = "support/server.rs"]
mod server;

use std::io::{self, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use certificates::{Authority, self_signed_server};
use lianlian_api::transport::{
    Delivery, HttpRequest, HttpResponse, Limits, Transport, TransportConfigError, TransportError,
    TransportErrorKind as Kind, UreqTransport,
};
use rustls::ServerConfig;
use server::{Server, answer, read_head, wait_for_close};

const SHORT: Duration = Duration::from_millis(300);

fn answering(config: Arc<ServerConfig>) -> Server {
    Server::tls(config, |wire, journal| {
        journal.answer_all(wire, &answer("200 OK", "", "ok"));
    })
}

fn trusting(authority: &Authority) -> UreqTransport {
    UreqTransport::builder().extra_roots(authority.pem()).build().unwrap()
}

fn post(transport: &UreqTransport, url: &str) -> Result<HttpResponse, TransportError> {
    transport.post(&HttpRequest::new(url, "application/json", b"{}"))
}

fn url_of(server: &Server) -> String {
    format!("https://localhost:{}/pay", server.address.port())
}

/// Calls the server, whose certificate must be refused before it reads a request; returns why.
fn refusal(transport: &UreqTransport, server: &Server) -> String {
    let error = post(transport, &url_of(server)).unwrap_err();
    let Kind::CertificateRefused { reason } = error.kind() else { panic!("{error}") };
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(server.requests().is_empty());
    reason.clone()
}

#[test]
fn a_certificate_of_a_trusted_authority_is_accepted_and_the_connection_kept() {
    let authority = Authority::named("tests");
    let server = answering(authority.server("localhost"));
    let transport = trusting(&authority);
    for _ in 0..3 {
        assert_eq!(post(&transport, &url_of(&server)).unwrap().body, b"ok");
    }
    assert_eq!((server.accepts(), server.requests().len()), (1, 3));
}

#[test]
fn a_certificate_of_an_unknown_authority_is_refused_and_nothing_sent() {
    let server = answering(Authority::named("one").server("localhost"));
    for (transport, reason) in [
        (UreqTransport::new().unwrap(), "no trusted authority issued it"),
        (trusting(&Authority::named("two")), "no trusted authority issued it"),
        (trusting(&Authority::named("one")), "it was not signed by the authority it names"),
    ] {
        assert_eq!(refusal(&transport, &server), reason);
    }
}

#[test]
fn a_self_signed_certificate_is_refused_and_nothing_sent() {
    let server = answering(self_signed_server("localhost"));
    let reason = refusal(&UreqTransport::new().unwrap(), &server);
    assert_eq!(reason, "no trusted authority issued it");
}

#[test]
fn a_certificate_of_another_host_is_refused_and_nothing_sent() {
    let authority = Authority::named("tests");
    let server = answering(authority.server("example.com"));
    assert_eq!(refusal(&trusting(&authority), &server), "it belongs to another host");
}

#[test]
fn an_expired_certificate_is_refused_and_nothing_sent() {
    let authority = Authority::named("tests");
    let server = answering(authority.expired_server("localhost"));
    let reason = refusal(&trusting(&authority), &server);
    assert_eq!(reason, "it has expired, or this machine's clock is wrong");
}

#[test]
fn a_handshake_that_is_never_answered_runs_into_the_limit_and_nothing_is_sent() {
    let server = Server::plain(|wire, _| wait_for_close(wire));
    for (limits, kind) in [
        (Limits::default().connect(SHORT), Kind::ConnectTimeout { limit: SHORT }),
        (Limits::default().total(SHORT), Kind::TotalTimeout { limit: SHORT }),
    ] {
        let transport = UreqTransport::builder().limits(limits).build().unwrap();
        let error = post(&transport, &url_of(&server)).unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (&kind, Delivery::NotSent));
    }
}

#[test]
fn a_server_without_tls_or_gone_during_the_handshake_is_a_tls_error_and_nothing_is_sent() {
    let plain = Server::plain(|wire, _| {
        let _ = wire.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        wait_for_close(wire);
    });
    let gone = Server::start(|stream, _| drop(stream));
    for server in [plain, gone] {
        let error = post(&UreqTransport::new().unwrap(), &url_of(&server)).unwrap_err();
        assert!(matches!(error.kind(), Kind::Tls { .. }), "{error}");
        assert_eq!(error.delivery(), Delivery::NotSent);
    }
}

#[test]
fn a_tls_server_that_takes_the_request_and_is_gone_leaves_the_outcome_unknown() {
    let authority = Authority::named("tests");
    let server = Server::tls(authority.server("localhost"), |wire, journal| {
        journal.read_request(wire);
    });
    let error = post(&trusting(&authority), &url_of(&server)).unwrap_err();
    assert!(matches!(error.kind(), Kind::ConnectionBroken { .. }), "{error}");
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!((server.accepts(), server.requests().len()), (1, 1));
}

/// A proxy that tunnels to `target`, whatever host it is asked for.
fn tunnel_to(target: SocketAddr) -> Server {
    Server::start(move |mut client, _| {
        let head = read_head(&mut client).unwrap();
        assert!(head.starts_with("CONNECT gateway.example:443 HTTP/1.1\r\n"), "{head}");
        // "shop:hunter2"
        assert!(head.contains("Proxy-Authorization: Basic c2hvcDpodW50ZXIy\r\n"), "{head}");
        let mut server = TcpStream::connect(target).unwrap();
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
        let (mut upstream, mut downstream) =
            (server.try_clone().unwrap(), client.try_clone().unwrap());
        thread::spawn(move || {
            let _ = io::copy(&mut server, &mut downstream);
            let _ = downstream.shutdown(Shutdown::Both);
        });
        let _ = io::copy(&mut client, &mut upstream);
        let _ = upstream.shutdown(Shutdown::Both);
    })
}

fn through(proxy: SocketAddr, authority: &Authority) -> UreqTransport {
    UreqTransport::builder()
        .proxy(format!("http://shop:hunter2@{proxy}"))
        .extra_roots(authority.pem())
        .build()
        .unwrap()
}

const REMOTE: &str = "https://gateway.example/pay";

#[test]
fn requests_go_through_the_proxy_except_to_this_machine() {
    let authority = Authority::named("tests");
    let remote = answering(authority.server("gateway.example"));
    let local = answering(authority.server("localhost"));
    let proxy = tunnel_to(remote.address);
    let transport = through(proxy.address, &authority);
    for _ in 0..2 {
        assert_eq!(post(&transport, REMOTE).unwrap().body, b"ok");
        assert_eq!(post(&transport, &url_of(&local)).unwrap().body, b"ok");
    }
    assert_eq!((proxy.accepts(), remote.requests().len(), local.requests().len()), (1, 2, 2));
}

#[test]
fn a_certificate_refused_behind_the_proxy_sent_nothing() {
    let authority = Authority::named("tests");
    let remote = answering(authority.server("other.example"));
    let transport = through(tunnel_to(remote.address).address, &authority);
    let error = post(&transport, REMOTE).unwrap_err();
    assert!(matches!(error.kind(), Kind::CertificateRefused { .. }), "{error}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn a_server_gone_behind_the_proxy_after_the_request_leaves_the_outcome_unknown() {
    let authority = Authority::named("tests");
    let remote = Server::tls(authority.server("gateway.example"), |wire, journal| {
        journal.read_request(wire);
    });
    let transport = through(tunnel_to(remote.address).address, &authority);
    let error = post(&transport, REMOTE).unwrap_err();
    assert_eq!((error.delivery(), remote.requests().len()), (Delivery::Unknown, 1), "{error}");
}

#[test]
fn a_proxy_that_refuses_or_does_not_answer_sent_nothing() {
    let authority = Authority::named("tests");
    let refusing = Server::plain(|wire, _| {
        read_head(wire);
        let _ = wire.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    });
    let closing = Server::plain(|wire, _| {
        read_head(wire);
    });
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let nobody = listener.local_addr().unwrap();
    drop(listener);
    for address in [refusing.address, closing.address, nobody] {
        let error = post(&through(address, &authority), REMOTE).unwrap_err();
        assert!(matches!(error.kind(), Kind::Proxy { .. }), "{error}");
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    let silent = Server::plain(|wire, _| wait_for_close(wire));
    let limits = Limits::default().connect(SHORT);
    let request = HttpRequest::new(REMOTE, "application/json", b"{}").with_limits(&limits);
    let error = through(silent.address, &authority).post(&request).unwrap_err();
    assert_eq!(error.kind(), &Kind::ConnectTimeout { limit: SHORT });
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn what_cannot_be_set_up_is_said_at_once() {
    let builder = UreqTransport::builder;
    for url in ["", "http://", "socks5://shop:hunter2@proxy.example:1", "ftp://proxy.example"] {
        let error = builder().proxy(url).build().unwrap_err();
        assert_eq!(error, TransportConfigError::Proxy, "{url}");
    }
    for pem in ["", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let error = builder().extra_roots(pem).build().unwrap_err();
        assert!(matches!(error, TransportConfigError::ExtraRoots { .. }), "{pem}: {error}");
    }
    let error = builder().user_agent("a\nb").build().unwrap_err();
    assert_eq!(error, TransportConfigError::UserAgent);
}
