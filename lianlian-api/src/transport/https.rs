//! The transport over `ureq` and rustls.

use std::fmt;
use std::io::Read;

use ureq::Agent;
use ureq::http::header::{CONTENT_TYPE, DATE, HeaderName};
use ureq::http::{HeaderMap, HeaderValue};

use super::classify::{delivery_at, kind_of};
use super::progress::Call;
use super::target::Target;
use super::{
    HttpRequest, HttpResponse, Limits, Transport, TransportConfigError, TransportError,
    TransportErrorKind, UreqTransportBuilder,
};

/// Posts over HTTPS, blocking the calling thread.
///
/// * Certificates are checked against Mozilla's root certificates and any
///   [extra ones](UreqTransportBuilder::extra_roots).
/// * Plain `http` goes to this machine only, for the sandbox.
/// * Redirects are not followed: a 3xx is returned like any other answer.
/// * A request is written at most once. Idle connections are used again if they look open, but a request
///   that fails on one is reported, never repeated.
/// * Connections are shared by all threads that use the same transport, so keep one.
pub struct UreqTransport {
    pub(super) direct: Agent,
    pub(super) proxied: Option<Agent>,
    pub(super) limits: Limits,
}

impl UreqTransport {
    /// A transport with the default limits, without a proxy.
    ///
    /// # Errors
    ///
    /// None today; the type leaves room.
    pub fn new() -> Result<Self, TransportConfigError> {
        Self::builder().build()
    }

    /// Sets up a transport.
    pub fn builder() -> UreqTransportBuilder {
        UreqTransportBuilder::default()
    }

    fn exchange(
        &self,
        target: &Target,
        request: &HttpRequest<'_>,
        content_type: HeaderValue,
        limits: &Limits,
    ) -> Result<HttpResponse, Failure> {
        let agent = match &self.proxied {
            // Loopback on the other side of a proxy would be another machine.
            Some(proxied) if !target.is_loopback => proxied,
            _ => &self.direct,
        };
        let mut post = agent.post(target.uri.clone()).header(CONTENT_TYPE, content_type);
        if request.limits.is_some() {
            post = post
                .config()
                .timeout_global(Some(limits.total))
                .timeout_resolve(Some(limits.connect))
                .timeout_connect(Some(limits.connect))
                .timeout_send_request(Some(limits.send))
                .timeout_send_body(Some(limits.send))
                .timeout_recv_response(Some(limits.read))
                .timeout_recv_body(Some(limits.read))
                .build();
        }
        let (head, body) = post.send(request.body)?.into_parts();
        let too_large = Failure::Kind(TransportErrorKind::BodyTooLarge { limit: limits.max_body });
        if body.content_length().is_some_and(|length| length > limits.max_body) {
            return Err(too_large);
        }
        let mut bytes = Vec::new();
        // One byte more than allowed tells "exactly full" from "too large".
        body.into_reader()
            .take(limits.max_body.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|e| Failure::Ureq(e.into()))?;
        if u64::try_from(bytes.len()).map_or(true, |length| length > limits.max_body) {
            return Err(too_large);
        }
        Ok(HttpResponse {
            status: head.status.as_u16(),
            content_type: text_of(&head.headers, &CONTENT_TYPE),
            date: text_of(&head.headers, &DATE),
            body: bytes,
        })
    }
}

impl Transport for UreqTransport {
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        let target = Target::parse(request.url)?;
        let limits = request.limits.unwrap_or(&self.limits).clamped();
        let call = Call::begin();
        let outcome = match HeaderValue::from_str(request.content_type) {
            Ok(content_type) => self.exchange(&target, request, content_type, &limits),
            Err(_) => Err(Failure::Kind(TransportErrorKind::InvalidRequest {
                reason: "the content type holds characters that a header cannot carry".to_owned(),
            })),
        };
        outcome.map_err(|failure| {
            let stage = call.stage();
            let kind = match failure {
                Failure::Ureq(error) => kind_of(error, stage, &limits),
                Failure::Kind(kind) => kind,
            };
            TransportError::new(target.name, kind, delivery_at(stage))
        })
    }
}

/// What `ureq` reports, or what we found ourselves.
enum Failure {
    Ureq(ureq::Error),
    Kind(TransportErrorKind),
}

impl From<ureq::Error> for Failure {
    fn from(error: ureq::Error) -> Self {
        Self::Ureq(error)
    }
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

impl fmt::Debug for UreqTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UreqTransport")
            .field("limits", &self.limits)
            .field("has_proxy", &self.proxied.is_some())
            .finish_non_exhaustive()
    }
}
