//! As much of HTTP/1.1 as a notification takes: one request with a length, one answer, then the end.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use lianlian::Answer;

const LARGEST_HEAD: usize = 16 * 1024;
/// A notification is a few hundred bytes.
const LARGEST_BODY: usize = 64 * 1024;
/// What is still read of a body that is too long, so that whoever sends it gets to read why.
const LARGEST_REST: usize = 4 * 1024 * 1024;
const MOST_HEADERS: usize = 64;
/// For the whole request, not for each byte of it.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request whose body has arrived.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) is_post: bool,
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
}

/// Who calls, and until when they may talk.
struct Caller<'a> {
    stream: &'a TcpStream,
    deadline: Instant,
    read: Vec<u8>,
}

/// What the head says.
struct Head {
    is_post: bool,
    path: String,
    len: usize,
    body_len: Option<usize>,
}

/// Reads a request; an HTTP status for one that is not served.
pub(crate) fn request(stream: &TcpStream) -> io::Result<Result<Request, u16>> {
    let now = Instant::now();
    let deadline = now.checked_add(PATIENCE).unwrap_or(now);
    let mut caller = Caller { stream, deadline, read: Vec::new() };
    let head = loop {
        match head(&caller.read) {
            Ok(Some(head)) => break head,
            Ok(None) if caller.read.len() < LARGEST_HEAD => caller.read_more()?,
            Ok(None) => return Ok(Err(431)),
            Err(_) => return Ok(Err(400)),
        }
    };
    let Some(body_len) = head.body_len else {
        return Ok(Err(411));
    };
    let end = head.len.saturating_add(body_len);
    if body_len > LARGEST_BODY {
        let mut left = end.min(LARGEST_REST).saturating_sub(caller.read.len());
        while left > 0 {
            caller.read.clear();
            caller.read_more()?;
            left = left.saturating_sub(caller.read.len());
        }
        return Ok(Err(413));
    }
    while caller.read.len() < end {
        caller.read_more()?;
    }
    let body = caller.read.get(head.len..end).unwrap_or_default().to_vec();
    Ok(Ok(Request { is_post: head.is_post, path: head.path, body }))
}

impl Caller<'_> {
    fn read_more(&mut self) -> io::Result<()> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut bytes = [0; 8 * 1024];
        let read = self.stream.read(&mut bytes)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.read.extend_from_slice(bytes.get(..read).unwrap_or_default());
        Ok(())
    }
}

/// The head, once it is whole.
fn head(read: &[u8]) -> Result<Option<Head>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(len) = request.parse(read)? else {
        return Ok(None);
    };
    let mut lengths = request
        .headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case("content-length"))
        .map(|header| std::str::from_utf8(header.value).ok()?.trim().parse().ok());
    // Two lengths, or one beside chunks, are how a proxy and a server come to read two requests.
    let is_chunked =
        request.headers.iter().any(|h| h.name.eq_ignore_ascii_case("transfer-encoding"));
    let body_len = match (lengths.next(), lengths.next(), is_chunked) {
        (Some(len), None, false) => len,
        _ => None,
    };
    let path = request.path.unwrap_or_default();
    let path = path.split_once('?').map_or(path, |(path, _)| path).to_owned();
    Ok(Some(Head { is_post: request.method == Some("POST"), path, len, body_len }))
}

/// Sends an answer and hangs up.
pub(crate) fn send(mut stream: &TcpStream, answer: &Answer) -> io::Result<()> {
    let Answer { status, content_type, body, .. } = answer;
    send_parts(&mut stream, *status, content_type, body)
}

/// Sends a status without anything else.
pub(crate) fn send_status(mut stream: &TcpStream, status: u16) -> io::Result<()> {
    send_parts(&mut stream, status, "text/plain;charset=utf-8", "")
}

fn send_parts(
    stream: &mut &TcpStream,
    status: u16,
    content_type: &str,
    body: &str,
) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let length = body.len();
    let text = format!(
        "HTTP/1.1 {status} \r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    );
    stream.write_all(text.as_bytes())
}
