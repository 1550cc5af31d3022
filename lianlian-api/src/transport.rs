//! Carrying one request to the gateway, and saying honestly what became of it.
//!
//! A [`Transport`] posts bytes and returns bytes. It knows nothing of signatures or return codes, but it
//! decides one thing that money depends on: when there is no answer, whether the gateway can have seen the
//! request. Every [`TransportError`] therefore carries a [`Delivery`].

mod error;
mod limits;

#[cfg(feature = "client")]
mod classify;
#[cfg(feature = "client")]
mod config;
#[cfg(feature = "client")]
mod https;
#[cfg(feature = "client")]
mod progress;
#[cfg(feature = "client")]
mod target;

use std::fmt;
use std::sync::Arc;

pub use crate::base_url::is_loopback;
pub use error::{Delivery, TransportError, TransportErrorKind};
pub use limits::Limits;

#[cfg(feature = "client")]
pub use config::{TransportConfigError, UreqTransportBuilder};
#[cfg(feature = "client")]
pub use https::UreqTransport;

/// Posts requests to the gateway.
///
/// An implementation sends a request **at most once**: it does not retry and does not follow redirects.
/// Any HTTP status is an answer. When there is no answer, the error's [`Delivery`] is
/// [`NotSent`](Delivery::NotSent) only where it is certain that no byte of the request left the process.
pub trait Transport: Send + Sync {
    /// Posts one request and waits for its answer.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when no complete answer came within the limits.
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError>;

    /// Whether it plays the gateway itself, so that nothing leaves this machine: a script in a test, for instance.
    ///
    /// Only then does a client without a stand-in's address take keys that are
    /// [published](crate::PublishedKey). `false` unless implemented.
    fn is_stand_in(&self) -> bool {
        false
    }
}

impl<T: Transport + ?Sized> Transport for &T {
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        (**self).post(request)
    }

    fn is_stand_in(&self) -> bool {
        (**self).is_stand_in()
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        (**self).post(request)
    }

    fn is_stand_in(&self) -> bool {
        (**self).is_stand_in()
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        (**self).post(request)
    }

    fn is_stand_in(&self) -> bool {
        (**self).is_stand_in()
    }
}

/// A request as it goes over the wire. Its `Debug` output shows how long the body is, never the body.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct HttpRequest<'a> {
    /// Where to: an `https` URL, or an `http` one of this machine (`localhost`, `127.0.0.0/8`, `::1`).
    pub url: &'a str,
    /// The `Content-Type` header, for instance `application/json;charset=utf-8`.
    pub content_type: &'a str,
    /// The body, sent as it is.
    pub body: &'a [u8],
    /// The limits of this call; `None` takes those of the transport.
    pub limits: Option<&'a Limits>,
}

impl<'a> HttpRequest<'a> {
    /// A request under the transport's own limits.
    pub const fn new(url: &'a str, content_type: &'a str, body: &'a [u8]) -> Self {
        Self { url, content_type, body, limits: None }
    }

    /// The same request under limits of its own.
    #[must_use]
    pub const fn with_limits(mut self, limits: &'a Limits) -> Self {
        self.limits = Some(limits);
        self
    }
}

impl fmt::Debug for HttpRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("url", &self.url)
            .field("content_type", &self.content_type)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("limits", &self.limits)
            .finish()
    }
}

/// An answer, whatever its status. Its `Debug` output shows how long the body is, never the body.
///
/// A body of an answer without `Content-Length` and without chunks ends where the connection ends, so it
/// may have been cut short. Only its signature tells.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The HTTP status, 100 to 999.
    pub status: u16,
    /// The `Content-Type` header, if there was a readable one.
    pub content_type: Option<String>,
    /// The `Date` header, if there was a readable one. It shows how far this machine's clock is off.
    pub date: Option<String>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// An answer without headers, for transports of your own and for tests.
    pub const fn new(status: u16, body: Vec<u8>) -> Self {
        Self { status, content_type: None, date: None, body }
    }

    /// The same answer with a `Content-Type`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("date", &self.date)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
