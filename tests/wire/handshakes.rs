//! Handshakes that lead to weak encryption or nowhere: nothing is sent.

use lianlian::Limits;
use lianlian::transport::TransportErrorKind as Kind;

use crate::exchange::{SHORT, client, not_sent, send, send_within};
use crate::server::{Server, Wire, wait_for_close};

const HANDSHAKE: u8 = 22;
const ALERT: u8 = 21;
const CHANGE_CIPHER_SPEC: u8 = 20;

/// A record as it stands on the wire.
fn record(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap().to_be_bytes();
    [&[kind, 3, 3], &length[..], body].concat()
}

/// A server's hello in this version, with this cipher suite and these last bytes of its random number.
fn hello(version: [u8; 2], suite: [u8; 2], random_end: [u8; 8]) -> Vec<u8> {
    let mut body = version.to_vec();
    body.extend([7; 24]);
    body.extend(random_end);
    // No session, the suite, no compression.
    body.push(0);
    body.extend(suite);
    body.push(0);
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    record(HANDSHAKE, &[&[2], &length[1..], &body].concat())
}

/// Reads the client's hello, a record.
fn read_hello(wire: &mut dyn Wire) {
    let mut head = [0; 5];
    wire.read_exact(&mut head).unwrap();
    assert_eq!(head[0], HANDSHAKE);
    let length = u16::from_be_bytes([head[3], head[4]]);
    wire.read_exact(&mut vec![0; length.into()]).unwrap();
}

fn answering_hello_with(bytes: Vec<u8>) -> Server {
    Server::plain(move |wire, _| {
        read_hello(wire);
        wire.write_all(&bytes).unwrap();
        wait_for_close(wire);
    })
}

fn url_of(server: &Server) -> String {
    format!("https://localhost:{}", server.address.port())
}

#[test]
fn old_versions_and_weak_ciphers_are_refused_and_nothing_sent() {
    const GOOD: [u8; 2] = [0xc0, 0x2f];
    const NO_MARK: [u8; 8] = [7; 8];
    for (case, bytes) in [
        ("TLS 1.1", hello([3, 2], GOOD, NO_MARK)),
        ("TLS 1.0", hello([3, 1], GOOD, NO_MARK)),
        ("SSL 3", hello([3, 0], GOOD, NO_MARK)),
        ("no such version", hello([9, 9], GOOD, NO_MARK)),
        // What a server writes that could do better, but was made to believe that the client cannot.
        ("TLS 1.2, downgraded from 1.3", hello([3, 3], GOOD, *b"DOWNGRD\x01")),
        ("TLS 1.1, downgraded", hello([3, 2], GOOD, *b"DOWNGRD\x00")),
        ("no encryption", hello([3, 3], [0, 0], NO_MARK)),
        ("no encryption, but a hash", hello([3, 3], [0, 0x3b], NO_MARK)),
        ("RC4", hello([3, 3], [0, 5], NO_MARK)),
        ("export", hello([3, 3], [0, 3], NO_MARK)),
        ("3DES", hello([3, 3], [0, 0x0a], NO_MARK)),
        ("keys without forward secrecy", hello([3, 3], [0, 0x9c], NO_MARK)),
    ] {
        let server = answering_hello_with(bytes);
        let error = not_sent(send(&client(&url_of(&server))));
        assert!(matches!(error.kind(), Kind::Tls { .. }), "{case}: {error}");
    }
    // With nothing wrong, such a hello is taken, and what should follow it awaited.
    let server = answering_hello_with(hello([3, 3], GOOD, NO_MARK));
    let limits = Limits::default().connect(SHORT);
    let error = not_sent(send_within(&client(&url_of(&server)), limits));
    assert_eq!(error.kind(), &Kind::ConnectTimeout { limit: SHORT });
}

#[test]
fn a_server_that_does_not_speak_tls_gets_nothing() {
    for (case, bytes) in [
        ("an alert", record(ALERT, &[2, 40])),
        ("HTTP", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".to_vec()),
        ("a record of a kind that does not exist", record(99, b"hello")),
        ("an empty handshake", record(HANDSHAKE, b"")),
        (
            "a record longer than any may be",
            [&[HANDSHAKE, 3, 3, 0xff, 0xff], &[0; 16_000].repeat(5)[..]].concat(),
        ),
        ("the client's own hello", record(HANDSHAKE, &[1, 0, 0, 0])),
        ("application data at once", record(23, b"HTTP/1.1 200 OK\r\n\r\n")),
    ] {
        let server = answering_hello_with(bytes);
        let error = not_sent(send(&client(&url_of(&server))));
        assert!(matches!(error.kind(), Kind::Tls { .. }), "{case}: {error}");
    }
}

#[test]
fn an_endless_handshake_is_given_up_and_nothing_sent() {
    // A certificate message that says it has 16 MiB, and then comes.
    let endless_message = record(HANDSHAKE, &[&[11, 0xff, 0xff, 0xff], &[0; 16_000][..]].concat());
    for (case, bytes) in [
        ("messages that change nothing", record(CHANGE_CIPHER_SPEC, &[1])),
        ("warnings", record(ALERT, &[1, 90])),
        ("one message", endless_message),
        ("empty records", record(HANDSHAKE, b"")),
    ] {
        let server = Server::plain(move |wire, _| {
            read_hello(wire);
            while wire.write_all(&bytes).is_ok() {}
        });
        let limits = Limits::default().connect(SHORT);
        let error = not_sent(send_within(&client(&url_of(&server)), limits));
        let is_right = matches!(error.kind(), Kind::Tls { .. } | Kind::ConnectTimeout { .. });
        assert!(is_right, "{case}: {error}");
    }
}
