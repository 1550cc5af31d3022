//! The server over HTTP, with notifications that a key of our own signed in the gateway's place.

#![allow(clippy::unwrap_used)]

#[path = "../../../tests/support/receiving.rs"]
mod receiving;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use lianlian::{Receiver, Scheme};
use receive_threads::{Shop, serve};
use receiving::{
    CROWDED, Gateway, MERCHANT, ORDER, PATH, TRIED, behaves, openssl_verifies, placed, post, total,
};

fn new_file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("receive-threads").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("orders.db")
}

/// A server for a new database with the orders in it.
fn served(name: &str, gateway: &Gateway) -> (PathBuf, Receiver, std::net::SocketAddr) {
    let file = new_file(name);
    let receiver = Receiver::new(MERCHANT, gateway.public_key(), Scheme::Rsa).unwrap();
    let shop = Shop::open(&file, receiver.clone()).unwrap();
    for number in [ORDER, TRIED, CROWDED] {
        shop.place(number, total(), placed()).unwrap();
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    serve(&listener, &file, &receiver, NonZeroUsize::new(8).unwrap()).unwrap();
    (file, receiver, listener.local_addr().unwrap())
}

#[test]
fn a_payment_is_booked_once_however_it_is_told() {
    let gateway = Gateway::new();
    let (file, receiver, server) = served("once", &gateway);
    behaves(server, &gateway, &|number| {
        Shop::open(&file, receiver.clone()).unwrap().bookings(number).unwrap()
    });
}

#[test]
fn a_second_server_on_the_same_database_knows_what_the_first_has_booked() {
    let gateway = Gateway::new();
    let (file, receiver, first) = served("second", &gateway);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    serve(&listener, &file, &receiver, NonZeroUsize::MIN).unwrap();
    let second = listener.local_addr().unwrap();
    for server in [first, second, second, first] {
        assert_eq!(post(server, PATH, &gateway.paid(ORDER)).status, 200);
    }
    assert_eq!(Shop::open(&file, receiver).unwrap().bookings(ORDER).unwrap(), 1);
}

#[test]
fn what_is_no_request_with_a_length_is_refused() {
    let (_, _, server) = served("requests", &Gateway::new());
    for (request, status) in [
        ("GET /lianlian/notify HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "405"),
        ("POST /lianlian/notify HTTP/1.1\r\n\r\n", "411"),
        ("POST /lianlian/notify HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "411"),
        ("POST /lianlian/notify HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "411"),
        ("POST /lianlian/notify HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "411"),
        ("nonsense\r\n\r\n", "400"),
    ] {
        let mut stream = TcpStream::connect(server).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{request}: {answer}");
    }
}

#[test]
fn openssl_agrees_that_the_notifications_are_signed() {
    let gateway = Gateway::new();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("receive-threads-openssl");
    let body = gateway.paid(ORDER);
    assert!(openssl_verifies(&body, &gateway.public_key(), &folder));
    assert!(!openssl_verifies(&body.replace("210.97", "0.01"), &gateway.public_key(), &folder));
}
