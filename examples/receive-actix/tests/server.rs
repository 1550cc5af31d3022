//! The server over HTTP, with notifications that a key of our own signed in the gateway's place.

#![allow(clippy::unwrap_used)]

#[path = "../../../tests/support/receiving.rs"]
mod receiving;

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use lianlian::GatewayKeys;
use receive_actix::{Shop, serve};
use receiving::{
    CROWDED, Gateway, MERCHANT, ORDER, TRIED, behaves, openssl_verifies, placed, total,
};

#[test]
fn a_payment_is_booked_once_however_it_is_told() {
    let gateway = Gateway::new();
    let shop = Arc::new(Shop::new(MERCHANT, GatewayKeys::new(gateway.public_key())).unwrap());
    for number in [ORDER, TRIED, CROWDED] {
        shop.place(number, total(), placed());
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = listener.local_addr().unwrap();
    let books = Arc::clone(&shop);
    thread::spawn(move || serve(listener, books));
    behaves(server, &gateway, &|number| shop.bookings(number));
}

#[test]
fn openssl_agrees_that_the_notifications_are_signed() {
    let gateway = Gateway::new();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("receive-actix");
    let body = gateway.paid(ORDER);
    assert!(openssl_verifies(&body, &gateway.public_key(), &folder));
    assert!(!openssl_verifies(&body.replace("210.97", "0.01"), &gateway.public_key(), &folder));
}
