//! Serves notifications: `cargo run -p receive-axum -- 201304121000001004 llpay_public_key.pem`.

#![allow(clippy::print_stderr, reason = "it tells what it does")]

use std::env;
use std::error::Error;
use std::net::TcpListener;
use std::sync::Arc;

use lianlian::{Amount, GatewayKey, GatewayKeys};
use receive_axum::{Shop, serve};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (merchant, key, address) = match arguments.as_slice() {
        [merchant, key] => (merchant, key, "127.0.0.1:8080"),
        [merchant, key, address] => (merchant, key, address.as_str()),
        _ => return Err("usage: receive-axum MERCHANT KEY.pem [ADDRESS]".into()),
    };
    let keys = GatewayKeys::new(GatewayKey::from_pem_file(key)?);
    let shop = Arc::new(Shop::new(merchant, keys)?);
    shop.place("20261122000001", Amount::from_fen(21_097), "20261122093000".parse()?);
    let listener = TcpListener::bind(address)?;
    eprintln!("notify_url is http://{}/lianlian/notify", listener.local_addr()?);
    serve(listener, shop)?;
    Ok(())
}
