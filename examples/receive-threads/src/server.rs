//! The server: a few threads that each take one caller after the other.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread;

use lianlian::Receiver;

use crate::http;
use crate::shop::{Shop, ShopError};

const PATH: &str = "/lianlian/notify";

/// Starts the threads, each with a connection of its own to the database. They serve until the process ends.
///
/// # Errors
/// The database cannot be opened, or the system gives no thread.
pub fn serve(
    listener: &TcpListener,
    file: &Path,
    receiver: &Receiver,
    threads: NonZeroUsize,
) -> Result<Vec<thread::JoinHandle<()>>, ShopError> {
    let mut started = Vec::new();
    for number in 0..threads.get() {
        let shop = Shop::open(file, receiver.clone())?;
        let listener = listener.try_clone()?;
        let thread = thread::Builder::new().name(format!("notifications-{number}"));
        started.push(thread.spawn(move || {
            for stream in listener.incoming().flatten() {
                // A caller who hangs up, or a fault in one booking, keeps nobody else from being heard. What
                // was claimed is free again, and the gateway comes again.
                let _ = catch_unwind(AssertUnwindSafe(|| answer(&stream, &shop)));
            }
        })?);
    }
    Ok(started)
}

fn answer(stream: &TcpStream, shop: &Shop) -> io::Result<()> {
    match http::request(stream)? {
        Err(status) => http::send_status(stream, status),
        Ok(request) if request.path != PATH => http::send_status(stream, 404),
        Ok(request) if !request.is_post => http::send_status(stream, 405),
        Ok(request) => http::send(stream, &shop.notified(&request.body)),
    }
}
