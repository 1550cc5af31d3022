//! The address that the gateway reports payments to: as much of an HTTP server as that takes.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use lianlian::{ServerNotification as _, aggregate};

use crate::shop::{Heard, Shop, ShopError};

/// A notification is a few hundred bytes.
const LARGEST_BODY: u64 = 64 * 1024;
/// Request line and headers.
const LARGEST_HEAD: u64 = 16 * 1024;
/// Who takes longer to say it has gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// A listener for notifications on this machine.
#[derive(Debug)]
pub struct Hook {
    listener: TcpListener,
    shop: Arc<Shop>,
}

impl Hook {
    /// Listens on a free port.
    ///
    /// # Errors
    /// The system gives none.
    pub fn bind() -> io::Result<TcpListener> {
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
    }

    /// Hands what arrives at a listener to a shop.
    pub fn new(listener: TcpListener, shop: Arc<Shop>) -> Self {
        Self { listener, shop }
    }

    /// Answers whoever calls, one after the other, and hands on what notifications brought.
    ///
    /// It goes on for good: a caller who hangs up or talks nonsense keeps nobody else from being heard.
    pub fn serve(&self, mut tell: impl FnMut(Result<Heard, ShopError>)) {
        for stream in self.listener.incoming() {
            if let Ok(Some(heard)) = stream.and_then(|stream| self.serve_one(stream)) {
                tell(heard);
            }
        }
    }

    /// Answers one caller.
    ///
    /// The acknowledgement goes out when the payment is on the disk, and not before: a notification
    /// that is not acknowledged comes again, one that is does not.
    fn serve_one(&self, mut stream: TcpStream) -> io::Result<Option<Result<Heard, ShopError>>> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let Some(body) = posted(&stream)? else {
            answer(&mut stream, "400 Bad Request", "")?;
            return Ok(None);
        };
        let heard = self.shop.hear(&body);
        let (status, body) = match &heard {
            Ok(_) => ("200 OK", aggregate::AsyncNotification::ACKNOWLEDGEMENT),
            Err(ShopError::Receive(_)) => ("400 Bad Request", ""),
            Err(_) => ("500 Internal Server Error", ""),
        };
        // If the answer does not get through, the notification comes again and is known then.
        let _ = answer(&mut stream, status, body);
        Ok(Some(heard))
    }
}

/// The body of a POST request.
fn posted(stream: &TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut head = BufReader::new(stream.take(LARGEST_HEAD));
    let mut line = String::new();
    head.read_line(&mut line)?;
    let is_post = line.starts_with("POST ");
    let mut length = None;
    loop {
        line.clear();
        if head.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let header = line.trim_end();
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let Some(length) = length.filter(|length| is_post && *length <= LARGEST_BODY) else {
        return Ok(None);
    };
    // What was read ahead counts as head; the body may be as long as it says.
    head.get_mut().set_limit(length);
    let mut body = Vec::new();
    head.take(length).read_to_end(&mut body)?;
    let is_whole = u64::try_from(body.len()).is_ok_and(|read| read == length);
    Ok(is_whole.then_some(body))
}

fn answer(stream: &mut TcpStream, status: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
}
