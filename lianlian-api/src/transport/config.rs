//! How a [`UreqTransport`] is set up.

use std::fmt;
use std::time::Duration;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use ureq::http::HeaderValue;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Proxy, ProxyProtocol};

use super::progress::{Addresses, connector};
use super::{Limits, UreqTransport};

/// The head of an answer holds a handful of headers; a server that sends more is no gateway.
const MAX_HEAD: usize = 16 * 1024;
/// Has to exceed [`MAX_HEAD`], so that a head too large is told from a connection that ended.
const INPUT_BUFFER: usize = 2 * MAX_HEAD;
const OUTPUT_BUFFER: usize = 16 * 1024;
/// Servers commonly close idle connections after a minute or less; a connection this young is rarely stale.
const MAX_IDLE: Duration = Duration::from_secs(15);

// `ureq` writes every byte that it sends and receives into records of `log` at trace level: card numbers, names, all of
// a message. So that no program has them in its log by turning a level on, the level is compiled out.
const _: () = assert!(
    log::STATIC_MAX_LEVEL as usize <= log::LevelFilter::Debug as usize,
    "records of trace level would show what is sent: `log` needs its feature `max_level_debug`"
);

/// Sets up a [`UreqTransport`]; get one from [`UreqTransport::builder`].
#[derive(Clone, Default)]
pub struct UreqTransportBuilder {
    limits: Limits,
    proxy: Option<String>,
    extra_roots: Vec<Vec<u8>>,
    user_agent: Option<String>,
}

impl UreqTransportBuilder {
    /// The limits of calls that bring none of their own. Default: [`Limits::default`].
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Goes through an HTTP proxy, such as `http://user:password@proxy.example.com:3128`.
    ///
    /// The proxy is asked for a tunnel (`CONNECT`), so it sees the host but nothing of the request. Requests to
    /// this machine (`localhost`, `127.0.0.0/8`, `::1`) never go through it. The environment (`HTTPS_PROXY` and
    /// its kind) is not consulted: where payments go is not for the environment to decide.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Trusts further root certificates, given as PEM, besides the public ones. For proxies that
    /// open TLS, and for test servers.
    #[must_use]
    pub fn extra_roots(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.extra_roots.push(pem.into());
        self
    }

    /// The `User-Agent` header. Default: `lianlian/` and the version.
    #[must_use]
    pub fn user_agent(mut self, value: impl Into<String>) -> Self {
        self.user_agent = Some(value.into());
        self
    }

    /// The transport. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// [`TransportConfigError`] when a proxy, a certificate or the user agent cannot be used.
    pub fn build(&self) -> Result<UreqTransport, TransportConfigError> {
        let proxy = self.proxy.as_deref().map(parse_proxy).transpose()?;
        let roots = self.roots()?;
        let user_agent = match &self.user_agent {
            Some(value) => value.clone(),
            None => concat!("lianlian/", env!("CARGO_PKG_VERSION")).to_owned(),
        };
        if HeaderValue::from_str(&user_agent).is_err() {
            return Err(TransportConfigError::UserAgent);
        }
        let agent = |proxy: Option<Proxy>| {
            let has_proxy = proxy.is_some();
            let limits = self.limits.clamped();
            let config = Agent::config_builder()
                .tls_config(TlsConfig::builder().root_certs(roots.clone()).build())
                .proxy(proxy)
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .user_agent(user_agent.clone())
                // Said aloud, because a request that says nothing accepts any encoding.
                .accept_encoding("identity")
                .max_response_header_size(MAX_HEAD)
                .input_buffer_size(INPUT_BUFFER)
                .output_buffer_size(OUTPUT_BUFFER)
                .max_idle_age(MAX_IDLE)
                .timeout_global(Some(limits.total))
                .timeout_resolve(Some(limits.connect))
                .timeout_connect(Some(limits.connect))
                .timeout_send_request(Some(limits.send))
                .timeout_send_body(Some(limits.send))
                .timeout_recv_response(Some(limits.read))
                .timeout_recv_body(Some(limits.read))
                .build();
            Agent::with_parts(config, connector(has_proxy), Addresses::default())
        };
        Ok(UreqTransport {
            direct: agent(None),
            proxied: proxy.map(|proxy| agent(Some(proxy))),
            limits: self.limits,
        })
    }

    fn roots(&self) -> Result<RootCerts, TransportConfigError> {
        if self.extra_roots.is_empty() {
            return Ok(RootCerts::WebPki);
        }
        let public = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
        let mut roots: Vec<Certificate<'static>> =
            public.map(|der| Certificate::from_der(der)).collect();
        for pem in &self.extra_roots {
            let mut found = false;
            for der in CertificateDer::pem_slice_iter(pem) {
                let der =
                    der.map_err(|e| TransportConfigError::ExtraRoots { reason: e.to_string() })?;
                // Checked here, because `ureq` passes over in silence what it cannot use.
                RootCertStore::empty()
                    .add(der.clone())
                    .map_err(|e| TransportConfigError::ExtraRoots { reason: e.to_string() })?;
                roots.push(Certificate::from_der(&der).to_owned());
                found = true;
            }
            if !found {
                let reason = "there is no CERTIFICATE block in it".to_owned();
                return Err(TransportConfigError::ExtraRoots { reason });
            }
        }
        Ok(RootCerts::from(roots))
    }
}

impl fmt::Debug for UreqTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UreqTransportBuilder")
            .field("limits", &self.limits)
            // The URL may hold a password.
            .field("has_proxy", &self.proxy.is_some())
            .field("extra_roots", &self.extra_roots.len())
            .field("user_agent", &self.user_agent)
            .finish()
    }
}

fn parse_proxy(url: &str) -> Result<Proxy, TransportConfigError> {
    let proxy = Proxy::new(url).map_err(|_| TransportConfigError::Proxy)?;
    match proxy.protocol() {
        ProxyProtocol::Http | ProxyProtocol::Https if !proxy.host().is_empty() => Ok(proxy),
        _ => Err(TransportConfigError::Proxy),
    }
}

/// A [`UreqTransport`] cannot be set up as asked. Shows nothing of the values: a proxy URL may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportConfigError {
    /// The proxy URL cannot be used.
    #[error(
        "the proxy URL cannot be used: write it as http://host:port, with user:password@ before the host if needed (SOCKS is not supported)"
    )]
    Proxy,
    /// An additional root certificate cannot be used.
    #[error("the extra root certificates cannot be used: {reason}")]
    ExtraRoots {
        /// What is wrong with them.
        reason: String,
    },
    /// The user agent cannot be written in a header.
    #[error("the user agent holds characters that a header cannot carry: use printable ASCII")]
    UserAgent,
}
