//! Answers that point elsewhere: nobody goes there, and the message least of all.

use std::net::TcpListener;

use lianlian::{SendError, Unknown};

use crate::certificates::Authority;
use crate::exchange::{answer, answer_with, client, client_builder, reply, send};
use crate::server::{Server, Wire};

/// A server that would answer, and should never be asked.
fn elsewhere() -> Server {
    Server::plain(|wire: &mut dyn Wire, journal| journal.answer_all(wire, &answer()))
}

/// A server that gives this answer to every request.
fn answering(answer: Vec<u8>) -> Server {
    Server::plain(move |wire, journal| journal.answer_all(wire, &answer))
}

fn base(server: &Server) -> String {
    format!("http://{}", server.address)
}

#[test]
fn no_redirect_is_followed_whatever_its_status_and_wherever_it_points() {
    let other = elsewhere();
    let address = other.address;
    for status in ["300", "301", "302", "303", "305", "307", "308", "401", "407", "201", "503"] {
        for location in [
            format!("http://{address}/llwalletapi/combinepay.htm"),
            format!("https://{address}/"),
            format!("//{address}/"),
            format!("http://u:p@{address}/?a=b#c"),
        ] {
            let headers = format!(
                "Location: {location}\r\nContent-Location: {location}\r\nRefresh: 0; url={location}\r\n\
                 Link: <{location}>; rel=canonical\r\nAlt-Svc: http/1.1=\"{address}\"\r\n\
                 WWW-Authenticate: Basic realm=x\r\nProxy-Authenticate: Basic realm=x\r\nRetry-After: 0\r\n"
            );
            // Even a true reply in it does not count: the gateway answers with 200.
            for body in [String::new(), reply()] {
                let server = answering(answer_with(&format!("{status} X"), &headers, &body));
                let error = send(&client(&base(&server))).unwrap_err();
                let SendError::Unknown(Unknown::Status { status: said, .. }) = error else {
                    panic!("{status} to {location}: {error}");
                };
                assert_eq!(said.to_string(), status);
                // Asked once, and once only.
                assert_eq!((server.accepts(), server.requests().len()), (1, 1), "{status}");
            }
        }
    }
    assert_eq!((other.accepts(), other.requests().len()), (0, 0));
}

#[test]
fn a_redirect_back_to_the_same_server_is_not_followed_either() {
    for location in ["/llwalletapi/combinepay.htm", "", "?again"] {
        let headers = format!("Location: {location}\r\n");
        let server = answering(answer_with("307 X", &headers, ""));
        let error = send(&client(&base(&server))).unwrap_err();
        assert!(
            matches!(error, SendError::Unknown(Unknown::Status { status: 307, .. })),
            "{error}"
        );
        assert_eq!((server.accepts(), server.requests().len()), (1, 1));
    }
}

#[test]
fn no_redirect_leads_from_tls_to_plain_http() {
    let other = elsewhere();
    let authority = Authority::named("tests");
    let moved = format!("Location: http://{}/\r\n", other.address);
    let moved = answer_with("308 Permanent Redirect", &moved, "");
    let server = Server::tls(authority.server("localhost"), move |wire, journal| {
        journal.answer_all(wire, &moved);
    });
    let url = format!("https://localhost:{}", server.address.port());
    let client = client_builder(&url).extra_roots(authority.pem()).build().unwrap();
    // What is said to last is not remembered.
    for _ in 0..2 {
        let error = send(&client).unwrap_err();
        assert!(
            matches!(error, SendError::Unknown(Unknown::Status { status: 308, .. })),
            "{error}"
        );
    }
    assert_eq!((server.requests().len(), other.accepts()), (2, 0));
}

#[test]
fn a_switch_of_protocols_is_not_followed() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let unused = listener.local_addr().unwrap();
    drop(listener);
    let switch = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nLocation: http://{unused}\r\n\r\n"
    );
    let server = Server::plain(move |wire, journal| {
        journal.read_request(wire);
        wire.write_all(switch.as_bytes()).unwrap();
    });
    let error = send(&client(&base(&server))).unwrap_err();
    assert!(error.is_unknown(), "{error}");
    assert_eq!(server.requests().len(), 1);
}
