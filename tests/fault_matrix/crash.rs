//! A transport that disturbs one exchange: by a trouble of the sandbox, or by the end of the program.

use std::fmt;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use lianlian::transport::{
    Delivery, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind,
    UreqTransport,
};
use lianlian_sandbox::{Sandbox, Trouble};

/// Where a program ends in an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Boundary {
    /// Nothing was sent.
    BeforeTheRequest,
    /// Half of the request was sent.
    InTheRequest,
    /// All of it was sent and carried out; no byte of the answer was read.
    BeforeTheAnswer,
    /// The answer was read, and nobody has looked at it.
    AfterTheAnswer,
}

impl Boundary {
    pub(crate) const EACH: [Self; 4] =
        [Self::BeforeTheRequest, Self::InTheRequest, Self::BeforeTheAnswer, Self::AfterTheAnswer];
}

/// What is in the way of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disturbance {
    Trouble(Trouble),
    Crash(Boundary),
}

impl fmt::Display for Disturbance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trouble(trouble) => write!(f, "{trouble}"),
            Self::Crash(boundary) => write!(f, "a crash {boundary:?}"),
        }
    }
}

/// What was seen of a program.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    exchanges: Arc<AtomicUsize>,
    disturbed: Arc<AtomicBool>,
    crashed: Arc<AtomicBool>,
}

impl Watch {
    pub(crate) fn exchanges(&self) -> usize {
        self.exchanges.load(Ordering::SeqCst)
    }

    pub(crate) fn was_disturbed(&self) -> bool {
        self.disturbed.load(Ordering::SeqCst)
    }

    pub(crate) fn has_crashed(&self) -> bool {
        self.crashed.load(Ordering::SeqCst)
    }
}

/// Carries requests of one program until it crashes.
pub(crate) struct Disturbed {
    pub(crate) sandbox: Arc<Sandbox>,
    pub(crate) carrier: UreqTransport,
    pub(crate) at: Option<(usize, Disturbance)>,
    pub(crate) watch: Watch,
}

impl Transport for Disturbed {
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        if self.watch.has_crashed() {
            return Err(dead());
        }
        let place = self.watch.exchanges.fetch_add(1, Ordering::SeqCst);
        let now = self.at.filter(|(at, _)| *at == place).map(|(_, disturbance)| disturbance);
        if now.is_some() {
            self.watch.disturbed.store(true, Ordering::SeqCst);
        }
        match now {
            None => self.carrier.post(request),
            Some(Disturbance::Trouble(trouble)) => {
                self.sandbox.cause(trouble);
                self.carrier.post(request)
            }
            Some(Disturbance::Crash(boundary)) => {
                match boundary {
                    Boundary::BeforeTheRequest => {}
                    Boundary::InTheRequest => drop(written(request, 2)),
                    Boundary::BeforeTheAnswer => {
                        // It waits in the socket for a program that is no more.
                        let _ = written(request, 1).peek(&mut [0]).unwrap();
                    }
                    Boundary::AfterTheAnswer => drop(self.carrier.post(request)),
                }
                self.watch.crashed.store(true, Ordering::SeqCst);
                Err(dead())
            }
        }
    }
}

/// Writes a request by hand, `1 / share` of it.
fn written(request: &HttpRequest<'_>, share: usize) -> TcpStream {
    let rest = request.url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let (content_type, length) = (request.content_type, request.body.len());
    let mut bytes = format!(
        "POST /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {content_type}\r\n\
         Content-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    bytes.extend_from_slice(request.body);
    bytes.truncate(bytes.len() / share);
    let mut stream = TcpStream::connect(host).unwrap();
    stream.write_all(&bytes).unwrap();
    stream
}

/// What a program that is no more would see: nothing. Its results are thrown away.
fn dead() -> TransportError {
    let kind = TransportErrorKind::ConnectFailed { reason: "crashed".to_owned() };
    TransportError::new("nowhere", kind, Delivery::Unknown)
}
