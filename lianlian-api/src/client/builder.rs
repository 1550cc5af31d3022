//! Putting a client together.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::base_url::{BaseUrl, BaseUrlError};
use crate::gateway_keys::{GatewayKeys, KeysVerifier};
use crate::key::{GatewayKey, MerchantKey};
use crate::pace::{Pace, SystemPace};
use crate::published_keys::PublishedKey;
use crate::scheme::Scheme;
use crate::signer::{RsaSigner, SignError, Signer, Verifier, VerifyError};
use crate::time::{Clock, SystemClock};
use crate::transport::{Limits, Transport};

use super::{Client, Shared};

pub(super) enum Signing {
    Key(Box<MerchantKey>),
    Signer(Arc<dyn Signer>),
}

/// Puts a [`Client`] together.
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    merchant: String,
    signing: Signing,
    scheme: Scheme,
    gateway_keys: Option<GatewayKeys>,
    pub(super) verifier: Option<Arc<dyn Verifier>>,
    transport: Option<Box<dyn Transport>>,
    clock: Box<dyn Clock>,
    base_url: Option<String>,
    contracts: Vec<String>,
    pace: Box<dyn Pace>,
    total_limit: Duration,
    corrects_clock: bool,
    #[cfg(feature = "client")]
    http: crate::transport::UreqTransportBuilder,
}

/// Why a client cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The merchant number is not 18 digits. What is no number at all is masked: it may be a secret in the
    /// wrong place.
    #[error("`{0}` is no merchant number: oid_partner has 18 digits")]
    Merchant(String),
    /// There is no key to verify replies with.
    #[error(
        "the gateway's public key is missing: set `gateway_key` (LianLian's llpay_public_key.pem)"
    )]
    NoGatewayKey,
    /// The gateway's key is the merchant's own.
    #[error(
        "`gateway_key` is the public half of the merchant's own key; replies are signed with \
         LianLian's key: take llpay_public_key.pem"
    )]
    OwnKeyAsGatewayKey,
    /// The merchant's key or shared secret is published, and the client would not stay within this machine.
    #[error(
        "the merchant's key is published ({seen}), so anybody can sign with it: make one of your own \
         and register it with LianLian; published ones are for a sandbox on this machine (`base_url`)"
    )]
    PublishedMerchantKey {
        /// Where it was seen.
        seen: &'static str,
    },
    /// The private half of what is given as the gateway's key is published, and it is not the gateway's.
    #[error(
        "`gateway_key` is published with its private half ({seen}), so anybody can sign answers: take \
         LianLian's llpay_public_key.pem; published ones are for a sandbox on this machine (`base_url`)"
    )]
    PublishedGatewayKey {
        /// Where it was seen.
        seen: &'static str,
    },
    /// The key and the scheme do not fit.
    #[error("the merchant's key: {0}")]
    Signer(#[from] SignError),
    /// The gateway's key and the scheme do not fit.
    #[error("the gateway's key: {0}")]
    Verifier(#[from] VerifyError),
    /// The stand-in address is unusable.
    #[error(transparent)]
    BaseUrl(#[from] BaseUrlError),
    /// The HTTP settings are unusable.
    #[cfg(feature = "client")]
    #[error(transparent)]
    Http(#[from] crate::transport::TransportConfigError),
    /// There is no transport.
    #[error("no transport: set `transport`, or turn the feature `client` on")]
    NoTransport,
}

impl ClientBuilder {
    pub(super) fn new(merchant: String, signing: Signing) -> Self {
        Self {
            merchant,
            signing,
            scheme: Scheme::Rsa,
            gateway_keys: None,
            verifier: None,
            transport: None,
            clock: Box::new(SystemClock),
            base_url: None,
            contracts: Vec::new(),
            pace: Box::new(SystemPace::default()),
            total_limit: Limits::default().total,
            corrects_clock: false,
            #[cfg(feature = "client")]
            http: crate::transport::UreqTransport::builder(),
        }
    }

    /// The gateway's public key: replies and notifications are verified with it, and requests that
    /// travel encrypted (`pay_load`) are encrypted with it.
    ///
    /// Beside a verifier of one's own ([`Client::with_signer`]) it only encrypts.
    pub fn gateway_key(mut self, key: GatewayKey) -> Self {
        self.gateway_keys = Some(GatewayKeys::new(key));
        self
    }

    /// The gateway's public keys, of which several can be in force and which can change while the client
    /// is in use: what is changed in another clone of `keys` holds here from the next message on.
    ///
    /// It takes the place of [`ClientBuilder::gateway_key`].
    pub fn gateway_keys(mut self, keys: GatewayKeys) -> Self {
        self.gateway_keys = Some(keys);
        self
    }

    /// The scheme agreed with the gateway, for both directions; [`Scheme::Rsa`] unless set.
    pub fn scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// Sends to a stand-in, such as the sandbox: `http://127.0.0.1:8080`. Paths stay the gateway's.
    ///
    /// Keys that are published ([`PublishedKey`](crate::PublishedKey)) work only with one on this machine.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// An agreement of the merchant with the gateway that makes rules apply, as named by the spec:
    /// `verified_payment`.
    pub fn contract(mut self, name: impl Into<String>) -> Self {
        self.contracts.push(name.into());
        self
    }

    /// The clock that times of sending are taken from; the system's unless set.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// How the client waits between attempts and draws its jitter; the machine's own unless set.
    pub fn pace(mut self, pace: impl Pace + 'static) -> Self {
        self.pace = Box::new(pace);
        self
    }

    /// Whether times of sending are corrected by the measured [`ClockSkew`](super::ClockSkew); not unless set.
    ///
    /// For machines whose clock nobody can set. The times of orders are the program's own and stay so.
    pub fn correct_clock(mut self, yes: bool) -> Self {
        self.corrects_clock = yes;
        self
    }

    /// What carries requests instead of the built-in HTTP client.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Time and size limits of every call.
    #[cfg(feature = "client")]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.total_limit = limits.total;
        self.http = self.http.limits(limits);
        self
    }

    /// A proxy, such as `http://proxy.example:3128`. Without it no proxy is used, whatever the
    /// environment says.
    #[cfg(feature = "client")]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.http = self.http.proxy(url);
        self
    }

    /// Certificates (PEM) to trust beside the public ones, for a proxy that opens TLS.
    #[cfg(feature = "client")]
    pub fn extra_roots(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.http = self.http.extra_roots(pem);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// Something is missing or does not fit; see [`ConfigError`].
    pub fn build(self) -> Result<Client, ConfigError> {
        type BuiltIn = Result<Box<dyn Transport>, ConfigError>;
        let is_number = |text: &str| text.len() == 18 && text.bytes().all(|b| b.is_ascii_digit());
        if !is_number(&self.merchant) {
            let is_shown = self.merchant.bytes().all(|byte| byte.is_ascii_digit());
            let shown = if is_shown { self.merchant } else { "***".to_owned() };
            return Err(ConfigError::Merchant(shown));
        }
        let base_url = self.base_url.as_deref().map(BaseUrl::parse).transpose()?;
        let gateway_keys = self.gateway_keys;
        let own_verifier = self.verifier;
        let verifier: Arc<dyn Verifier> = match (&own_verifier, &gateway_keys) {
            (Some(verifier), _) => Arc::clone(verifier),
            (None, Some(keys)) => Arc::new(KeysVerifier::new(keys.clone(), self.scheme)?),
            (None, None) => return Err(ConfigError::NoGatewayKey),
        };
        let signer: Arc<dyn Signer> = match self.signing {
            Signing::Key(key) => Arc::new(RsaSigner::new(*key, self.scheme)?),
            Signing::Signer(signer) => signer,
        };
        if let Some(keys) = &gateway_keys {
            keys.refuse_key_of(&signer).map_err(|_| ConfigError::OwnKeyAsGatewayKey)?;
        }
        #[cfg(feature = "client")]
        let built_in = || -> BuiltIn { Ok(Box::new(self.http.build()?)) };
        #[cfg(not(feature = "client"))]
        let built_in = || -> BuiltIn { Err(ConfigError::NoTransport) };
        let transport = self.transport.map_or_else(built_in, Ok)?;
        let stays_here =
            base_url.as_ref().is_some_and(BaseUrl::is_loopback) || transport.is_stand_in();
        if !stays_here {
            refuse_published(&*signer, own_verifier.as_deref(), gateway_keys.as_ref())?;
        }
        Ok(Client {
            shared: Arc::new(Shared {
                merchant: self.merchant.into(),
                signer,
                verifier,
                gateway_keys,
                transport,
                clock: self.clock,
                base_url,
                contracts: self.contracts,
                pace: self.pace,
                total_limit: self.total_limit,
                corrects_clock: self.corrects_clock,
                skew: super::skew::Skew::default(),
            }),
        })
    }
}

/// What anybody can sign with moves no money and proves nothing.
fn refuse_published(
    signer: &dyn Signer,
    own_verifier: Option<&dyn Verifier>,
    gateway_keys: Option<&GatewayKeys>,
) -> Result<(), ConfigError> {
    let merchants = |known: &PublishedKey| ConfigError::PublishedMerchantKey { seen: known.seen };
    let gateways = |known: &PublishedKey| ConfigError::PublishedGatewayKey { seen: known.seen };
    signer.refuse_published().map_err(merchants)?;
    own_verifier.map_or(Ok(()), Verifier::refuse_published).map_err(gateways)?;
    let keys = gateway_keys.map_or(Ok(()), GatewayKeys::take_no_published);
    keys.map_err(|one| gateways(one.published))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}
