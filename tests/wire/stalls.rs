//! Servers that stop, at each stage, or never get anywhere: the call ends within its limits.

use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use lianlian::Limits;
use lianlian::transport::{
    Delivery, HttpRequest, Transport, TransportErrorKind as Kind, UreqTransport,
};
use socket2::{Domain, Socket, Type};

use crate::certificates::Authority;
use crate::exchange::{
    BRIEF, GENEROUS, SHORT, answer, client, client_builder, far, not_sent, reply, send_within,
    unknown_transport,
};
use crate::server::{Server, Wire, wait_for_close};

fn base(server: &Server) -> String {
    format!("http://{}", server.address)
}

/// Each limit that may end the wait for an answer, and what it is called then.
fn waits() -> [(Limits, Kind); 2] {
    [
        (Limits::default().read(SHORT), Kind::ReadTimeout { limit: SHORT }),
        (Limits::default().total(BRIEF), Kind::TotalTimeout { limit: BRIEF }),
    ]
}

/// Runs each of several cases on a thread of its own, since they only wait.
fn at_once<T: Send>(cases: impl IntoIterator<Item = T>, run: impl Fn(T) + Sync) {
    thread::scope(|scope| {
        for case in cases {
            scope.spawn(|| run(case));
        }
    });
}

/// The beginnings of an answer: before it, inside each part of it, and one byte before its end.
fn beginnings() -> Vec<Vec<u8>> {
    let whole = answer();
    let body = reply();
    let chunks =
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}", body.len());
    let untold = format!("HTTP/1.1 200 OK\r\n\r\n{body}");
    let mut beginnings: Vec<Vec<u8>> = ["", "H", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Ty"]
        .map(|text| text.as_bytes().to_vec())
        .to_vec();
    beginnings.push(whole[..whole.len() - body.len() - 1].to_vec());
    beginnings.push(whole[..whole.len() - body.len()].to_vec());
    beginnings.push(whole[..whole.len() - 1].to_vec());
    // The end of the chunks does not come, nor that of the connection.
    beginnings.push(chunks.into_bytes());
    beginnings.push(untold.into_bytes());
    beginnings.push(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec());
    beginnings
}

#[test]
fn a_server_that_stops_anywhere_in_its_answer_leaves_the_outcome_unknown_in_time() {
    at_once(beginnings(), |beginning| {
        let text = String::from_utf8_lossy(&beginning).into_owned();
        let server = Server::plain(move |wire, journal| {
            journal.read_request(wire);
            wire.write_all(&beginning).unwrap();
            wait_for_close(wire);
        });
        for (limits, kind) in waits() {
            let error = unknown_transport(send_within(&client(&base(&server)), limits));
            assert_eq!(error.kind(), &kind, "{text:?}");
        }
        // It had read every request to its end.
        assert_eq!(server.all_of(2).len(), 2, "{text:?}");
    });
}

#[test]
fn a_server_behind_tls_that_stops_anywhere_in_its_answer_leaves_the_outcome_unknown_in_time() {
    let authority = Authority::named("tests");
    for beginning in beginnings() {
        let server = Server::tls(authority.server("localhost"), move |wire, journal| {
            journal.read_request(wire);
            wire.write_all(&beginning).unwrap();
            wire.flush().unwrap();
            wait_for_close(wire);
        });
        let url = format!("https://localhost:{}", server.address.port());
        let client = client_builder(&url).extra_roots(authority.pem()).build().unwrap();
        let limits = Limits::default().read(SHORT);
        let error = unknown_transport(send_within(&client, limits));
        assert_eq!(error.kind(), &Kind::ReadTimeout { limit: SHORT });
        assert_eq!(server.all_of(1).len(), 1);
    }
}

#[test]
fn a_server_that_dribbles_runs_into_the_limits_however_steadily() {
    let endless_head = b"HTTP/1.1 200 OK\r\nX: ".to_vec();
    let endless_body = b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n".to_vec();
    let until_closed = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    let one_chunk = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n".to_vec();
    let extension = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;".to_vec();
    let trailer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ".to_vec();
    let dribbles = [
        (b"".to_vec(), &b"HTTP/1.1 100 Continue\r\n\r\n"[..]),
        (b"".to_vec(), b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
        (endless_head, b"x"),
        (endless_body, b" "),
        (until_closed, b" "),
        (one_chunk, b" "),
        (extension, b"x"),
        (trailer, b"x"),
    ];
    at_once(dribbles, |(beginning, rest)| {
        let text = String::from_utf8_lossy(&[&beginning, rest].concat()).into_owned();
        let server = Server::plain(move |wire, journal| {
            journal.read_request(wire);
            wire.write_all(&beginning).unwrap();
            dribble(wire, rest.iter().cycle());
        });
        for (limits, kind) in waits() {
            let error = unknown_transport(send_within(&client(&base(&server)), limits));
            // A hundred head starts in a row are more than HTTP knows, so they may be taken amiss earlier.
            let is_amiss =
                rest.starts_with(b"HTTP/1.1 1") && matches!(error.kind(), Kind::Protocol { .. });
            assert!(error.kind() == &kind || is_amiss, "{text:?}: {error}");
        }
        assert_eq!(server.all_of(2).len(), 2, "{text:?}");
    });
}

/// Writes byte by byte with a pause after each, until the client has hung up.
fn dribble<'b>(wire: &mut dyn Wire, bytes: impl Iterator<Item = &'b u8>) {
    // Nobody ever sends on this channel: it only paces the bytes.
    let (_open, pace) = mpsc::channel::<()>();
    for byte in bytes {
        if wire.write_all(&[*byte]).and_then(|()| wire.flush()).is_err() {
            return;
        }
        let _ = pace.recv_timeout(Duration::from_millis(5));
    }
}

#[test]
fn a_dribbled_answer_that_ends_in_time_is_an_answer() {
    let bytes = answer();
    let server = Server::plain(move |wire, journal| {
        journal.read_request(wire);
        let (slowly, rest) = bytes.split_at(100);
        dribble(wire, slowly.iter());
        for byte in rest {
            wire.write_all(&[*byte]).unwrap();
        }
        wait_for_close(wire);
    });
    send_within(&client(&base(&server)), Limits::default()).unwrap();
}

#[test]
fn a_dribbled_handshake_runs_into_the_limit_and_nothing_is_sent() {
    // A server's record of 16 KiB that holds a hello of as much.
    let beginning = [&[22, 3, 3, 0x40, 0, 2, 0, 0x3f, 0xfc, 3, 3], &[7; 32][..]].concat();
    let server = Server::plain(move |wire, _| {
        dribble(wire, beginning.iter().chain(std::iter::repeat(&7)));
    });
    let url = format!("https://localhost:{}", server.address.port());
    for (limits, kind) in [
        (Limits::default().connect(SHORT), Kind::ConnectTimeout { limit: SHORT }),
        (Limits::default().total(SHORT), Kind::TotalTimeout { limit: SHORT }),
    ] {
        let error = not_sent(send_within(&client(&url), limits));
        assert_eq!(error.kind(), &kind);
    }
}

#[test]
fn a_server_that_never_accepts_has_the_request_all_the_same() {
    // The system shakes hands for it and takes what fits.
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    for (limits, kind) in waits() {
        let said = send_within(&client(&format!("http://{address}")), limits);
        assert_eq!(unknown_transport(said).kind(), &kind);
    }
    // With TLS it would have to answer first.
    let limits = Limits::default().connect(SHORT);
    let said = send_within(&client(&format!("https://localhost:{}", address.port())), limits);
    assert_eq!(not_sent(said).kind(), &Kind::ConnectTimeout { limit: SHORT });
    drop(listener);
}

#[test]
#[cfg(target_os = "linux")]
fn a_server_that_lets_nobody_in_ends_in_not_executed_in_time() {
    // Linux passes over who knocks at a full listener.
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    listener.bind(&std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    listener.listen(0).unwrap();
    let address = listener.local_addr().unwrap().as_socket().unwrap();
    let mut waiting = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, SHORT) {
        waiting.push(stream);
        assert!(waiting.len() < 100, "the listener is never full");
    }
    for (limits, kind) in [
        (Limits::default().connect(SHORT), Kind::ConnectTimeout { limit: SHORT }),
        (Limits::default().total(SHORT), Kind::TotalTimeout { limit: SHORT }),
    ] {
        for url in [format!("http://{address}"), format!("https://{address}")] {
            assert_eq!(not_sent(send_within(&client(&url), limits)).kind(), &kind, "{url}");
        }
    }
}

#[test]
fn a_server_that_reads_byte_by_byte_runs_into_the_limits() {
    let server = Server::plain(|wire, _| {
        let (_open, pace) = mpsc::channel::<()>();
        let mut byte = [0];
        while wire.read(&mut byte).is_ok_and(|count| count > 0) {
            let _ = pace.recv_timeout(Duration::from_millis(5));
        }
    });
    // More than two systems buffer, and more than any message of the gateway.
    let body = vec![b' '; 32 << 20];
    for (limits, kind) in [
        (Limits::default().send(SHORT), Kind::SendTimeout { limit: SHORT }),
        (Limits::default().total(BRIEF), Kind::TotalTimeout { limit: BRIEF }),
    ] {
        let url = format!("{}/pay", base(&server));
        let request = HttpRequest::new(&url, "text/plain", &body).with_limits(&limits);
        let transport = UreqTransport::builder().limits(far()).build().unwrap();
        let started = Instant::now();
        let error = transport.post(&request).unwrap_err();
        assert!(started.elapsed() < GENEROUS + GENEROUS, "{:?}", started.elapsed());
        assert_eq!((error.kind(), error.delivery()), (&kind, Delivery::Unknown));
    }
}
