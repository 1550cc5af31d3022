//! Why there is no answer, and whether the gateway can have seen the request.

use std::fmt;
use std::time::Duration;

/// What is known about a request that got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// No byte of the request was written: the gateway has not executed it, and it may be sent again.
    NotSent,
    /// The gateway may or may not have received and executed the request. Ask it before sending again.
    Unknown,
}

impl fmt::Display for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "nothing was sent",
            Self::Unknown => "the request may have been executed, query it before sending it again",
        })
    }
}

/// There is no answer to a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{target}: {kind}; {delivery}")]
pub struct TransportError {
    target: String,
    kind: TransportErrorKind,
    delivery: Delivery,
}

impl TransportError {
    /// An error of a transport of your own.
    ///
    /// `target` names the server in messages, best as `https://host:port`: leave out what is secret.
    pub fn new(target: impl Into<String>, kind: TransportErrorKind, delivery: Delivery) -> Self {
        Self { target: target.into(), kind, delivery }
    }

    /// What went wrong.
    pub const fn kind(&self) -> &TransportErrorKind {
        &self.kind
    }

    /// Whether the gateway can have seen the request.
    pub const fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// The server that was asked, without path and query.
    pub fn target(&self) -> &str {
        &self.target
    }
}

/// What kept an answer from coming.
///
/// The kind alone does not say whether the request was sent; [`TransportError::delivery`] does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The URL cannot be used.
    #[error("the URL cannot be used: {reason}")]
    InvalidUrl {
        /// What is wrong with it.
        reason: String,
    },
    /// The request has a part that HTTP cannot carry.
    #[error("the request cannot be written as HTTP: {reason}")]
    InvalidRequest {
        /// Which part, and why.
        reason: String,
    },
    /// The URL is not `https`, and its host is not this machine.
    #[error("plain http is refused except to this machine: use an https URL")]
    NotHttps,
    /// The host has no address.
    #[error("the host name was not found: check it, and this machine's name service")]
    NameNotFound,
    /// Looking up the name or connecting took too long.
    #[error("no connection within {limit:?}")]
    ConnectTimeout {
        /// The limit that struck.
        limit: Duration,
    },
    /// The host answered that nobody listens there.
    #[error("the connection was refused: check host and port")]
    ConnectionRefused,
    /// Connecting failed for another reason.
    #[error("connecting failed: {reason}")]
    ConnectFailed {
        /// What the system said.
        reason: String,
    },
    /// The server's certificate is not acceptable. Either this is not the gateway, or somebody between reads
    /// along.
    #[error("the server's certificate was refused: {reason}")]
    CertificateRefused {
        /// What is wrong with it.
        reason: String,
    },
    /// TLS failed for a reason other than the certificate.
    #[error("TLS failed: {reason}")]
    Tls {
        /// What happened.
        reason: String,
    },
    /// The server did not take the request in time.
    #[error("the request was not taken within {limit:?}")]
    SendTimeout {
        /// The limit that struck.
        limit: Duration,
    },
    /// The answer did not come in time.
    #[error("no complete answer within {limit:?}")]
    ReadTimeout {
        /// The limit that struck.
        limit: Duration,
    },
    /// The whole call took too long.
    #[error("the call was not done within {limit:?} in total")]
    TotalTimeout {
        /// The limit that struck.
        limit: Duration,
    },
    /// The answer's body is larger than allowed.
    #[error("the answer is larger than {limit} bytes")]
    BodyTooLarge {
        /// The limit that struck, in bytes.
        limit: u64,
    },
    /// The connection ended before the answer was complete.
    #[error("the connection broke before the answer was complete: {reason}")]
    ConnectionBroken {
        /// What the system said.
        reason: String,
    },
    /// The proxy did not open a way to the server.
    #[error("the proxy could not be used: {reason}")]
    Proxy {
        /// What happened.
        reason: String,
    },
    /// What came back is not HTTP, or more head than any answer needs.
    #[error("the server does not speak HTTP as expected: {reason}")]
    Protocol {
        /// What was unexpected.
        reason: String,
    },
}
