//! Serves notifications:
//! `cargo run -p receive-threads -- 201304121000001004 llpay_public_key.pem orders.db`.

#![allow(clippy::print_stderr, reason = "it tells what it does")]

use std::env;
use std::error::Error;
use std::net::TcpListener;
use std::num::NonZeroUsize;
use std::path::Path;

use lianlian::{GatewayKey, GatewayKeys, Receiver, Scheme};
use receive_threads::serve;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (merchant, key, file, address) = match arguments.as_slice() {
        [merchant, key, file] => (merchant, key, file, "127.0.0.1:8080"),
        [merchant, key, file, address] => (merchant, key, file, address.as_str()),
        _ => return Err("usage: receive-threads MERCHANT KEY.pem DATABASE [ADDRESS]".into()),
    };
    let keys = GatewayKeys::new(GatewayKey::from_pem_file(key)?);
    let receiver = Receiver::new(merchant, keys, Scheme::Rsa)?;
    let listener = TcpListener::bind(address)?;
    eprintln!("notify_url is http://{}/lianlian/notify", listener.local_addr()?);
    let threads = NonZeroUsize::new(8).unwrap_or(NonZeroUsize::MIN);
    for thread in serve(&listener, Path::new(file), &receiver, threads)? {
        thread.join().map_err(|_| "a thread panicked")?;
    }
    Ok(())
}
