//! Servers on loopback that behave as badly as a test asks.
//!
//! None of them sleeps: a server that stalls blocks on its socket until the client has given up.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What a server reads from and writes to.
pub(crate) trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

/// A running server. Its threads end with the test process.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    accepts: Arc<AtomicUsize>,
    journal: Journal,
}

impl Server {
    /// Serves plain HTTP; `behave` runs once for each connection.
    pub(crate) fn plain(behave: impl Fn(&mut dyn Wire, &Journal) + Send + Sync + 'static) -> Self {
        Self::start(move |mut stream, journal| behave(&mut stream, journal))
    }

    /// Serves HTTPS.
    pub(crate) fn tls(
        config: Arc<ServerConfig>,
        behave: impl Fn(&mut dyn Wire, &Journal) + Send + Sync + 'static,
    ) -> Self {
        Self::start(move |stream, journal| {
            let tls = ServerConnection::new(Arc::clone(&config)).unwrap();
            behave(&mut StreamOwned::new(tls, stream), journal);
        })
    }

    /// Serves whatever `behave` makes of the bare connection.
    pub(crate) fn start(behave: impl Fn(TcpStream, &Journal) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let accepts = Arc::new(AtomicUsize::new(0));
        let journal = Journal::default();
        let noted = journal.clone();
        let (counter, behave) = (Arc::clone(&accepts), Arc::new(behave));
        thread::spawn(move || {
            for stream in listener.incoming() {
                counter.fetch_add(1, Ordering::SeqCst);
                let (behave, journal) = (Arc::clone(&behave), noted.clone());
                thread::spawn(move || behave(stream.unwrap(), &journal));
            }
        });
        Self { address, accepts, journal }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/pay", self.address)
    }

    /// Connections accepted so far.
    pub(crate) fn accepts(&self) -> usize {
        self.accepts.load(Ordering::SeqCst)
    }

    /// Requests read to their end so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.journal.requests.lock().unwrap().clone()
    }

    /// The requests read to their end, once they are so many: a client that has given up may be ahead of the
    /// server.
    pub(crate) fn all_of(&self, count: usize) -> Vec<Request> {
        let requests = self.journal.requests.lock().unwrap();
        let are_missing = |requests: &mut Vec<Request>| requests.len() < count;
        let waited =
            self.journal.noted.wait_timeout_while(requests, Duration::from_secs(30), are_missing);
        waited.unwrap().0.clone()
    }
}

/// Where a server notes the requests it has read.
#[derive(Clone, Default)]
pub(crate) struct Journal {
    requests: Arc<Mutex<Vec<Request>>>,
    noted: Arc<Condvar>,
}

impl Journal {
    /// Reads one request; `None` when the client closed instead.
    pub(crate) fn read_request(&self, wire: &mut dyn Wire) -> Option<Request> {
        let head = read_head(wire)?;
        let length = header_of(&head, "content-length").map_or(0, |v| v.parse().unwrap());
        let mut body = vec![0; length];
        wire.read_exact(&mut body).ok()?;
        let request = Request { head, body };
        self.requests.lock().unwrap().push(request.clone());
        self.noted.notify_all();
        Some(request)
    }

    /// Answers every request on this connection with the same bytes.
    pub(crate) fn answer_all(&self, wire: &mut dyn Wire, answer: &[u8]) {
        while self.read_request(wire).is_some() {
            wire.write_all(answer).unwrap();
            wire.flush().unwrap();
        }
    }
}

#[derive(Clone)]
pub(crate) struct Request {
    pub head: String,
    pub body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        header_of(&self.head, name)
    }
}

/// Reads up to the empty line.
pub(crate) fn read_head(wire: &mut dyn Wire) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if wire.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    Some(String::from_utf8(head).unwrap())
}

fn header_of(head: &str, name: &str) -> Option<String> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_owned())
}

/// A complete answer that keeps the connection open.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

/// Blocks until the client has closed the connection.
pub(crate) fn wait_for_close(wire: &mut dyn Wire) {
    let mut sink = [0; 1024];
    while wire.read(&mut sink).is_ok_and(|n| n > 0) {}
}
