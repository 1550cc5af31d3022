//! The merchant's side of a notification: a very small HTTP server on this machine.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver as Channel, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use lianlian::aggregate::AsyncNotification;
use lianlian::{ReceiveError, Receiver, ServerNotification, Verified};

/// How long one side may keep the other waiting; on one machine it takes no time at all.
const PATIENCE: Duration = Duration::from_secs(5);
/// Far above any notification; what is longer is none.
const MOST_HEAD: u64 = 16 * 1024;
const MOST_BODY: u64 = 64 * 1024;

/// What the endpoint made of a notification.
type Received = Result<Verified<AsyncNotification>, ReceiveError>;

/// Receives notifications until the program ends.
pub(super) struct Endpoint {
    address: SocketAddr,
    channel: Channel<Received>,
}

impl Endpoint {
    /// Listens on a free port of this machine.
    pub(super) fn start(merchant: Receiver) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let (sender, channel) = mpsc::channel();
        thread::Builder::new()
            .name("notifications".to_owned())
            .spawn(move || serve(&listener, &merchant, &sender))?;
        Ok(Self { address, channel })
    }

    /// Where the gateway is to send notifications.
    pub(super) fn url(&self) -> String {
        format!("http://{}/notify", self.address)
    }

    /// Waits for the next notification.
    pub(super) fn next(&self) -> Result<Received, RecvTimeoutError> {
        self.channel.recv_timeout(PATIENCE)
    }
}

fn serve(listener: &TcpListener, merchant: &Receiver, sender: &Sender<Received>) {
    // Whatever goes wrong with one connection, the gateway tries again.
    for connection in listener.incoming().flatten() {
        let _ = answer(connection, merchant, sender);
    }
}

/// Believes a notification only if it verifies, and acknowledges only what it believes.
fn answer(
    mut connection: TcpStream,
    merchant: &Receiver,
    sender: &Sender<Received>,
) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    let body = read_body(&connection)?;
    let received = merchant.notification::<AsyncNotification>(&body);
    let (status, answer) = match &received {
        Ok(_) => ("200 OK", AsyncNotification::ACKNOWLEDGEMENT),
        Err(_) => ("400 Bad Request", ""),
    };
    // A shop would book the payment here, before it acknowledges.
    let _ = sender.send(received);
    let length = answer.len();
    write!(
        connection,
        "HTTP/1.1 {status}\r\nContent-Type: application/json;charset=utf-8\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{answer}"
    )
}

/// The body of an HTTP request that tells its length, which is what the sandbox sends.
fn read_body(connection: &TcpStream) -> io::Result<Vec<u8>> {
    let mut reader = BufReader::new(connection);
    let mut head = (&mut reader).take(MOST_HEAD);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if head.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    let mut body = Vec::new();
    reader.take(MOST_BODY.min(length)).read_to_end(&mut body)?;
    Ok(body)
}
