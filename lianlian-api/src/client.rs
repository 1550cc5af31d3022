//! The blocking client: validate, sign, send, verify, read.

use std::fmt;
use std::sync::Arc;

use crate::amount::Amount;
use crate::base_url::{BaseUrl, BaseUrlError};
use crate::form::Form;
use crate::key::{GatewayKey, MerchantKey};
use crate::message::Message;
use crate::meta::{FieldMeta, FilledBy, Kind, OperationMeta};
use crate::operation::{FormPost, JsonPost, Operation};
use crate::outcome::{NotExecuted, ReplyBody, SendError, Unknown};
use crate::receiver::Receiver;
use crate::reply::Reply;
use crate::request::{Filling, Request, body_of, check_message, pairs_of, value_of, write_source};
use crate::return_code::{CodeOutcome, Refusal};
use crate::scheme::{Scheme, SourceHash};
use crate::signer::{RsaSigner, RsaVerifier, SignError, Signer, Verifier, VerifyError};
use crate::time::{Clock, SystemClock};
use crate::transport::{Delivery, HttpRequest, HttpResponse, Limits, Transport};
use crate::validate::{Context, Violations};
use crate::verified::{Verified, verify_and_read};

/// A merchant's connection to the gateway.
///
/// Calls block. A client is cheap to clone and can be shared between threads; connections are kept
/// and used again.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    merchant: Arc<str>,
    signer: Arc<dyn Signer>,
    verifier: Arc<dyn Verifier>,
    transport: Box<dyn Transport>,
    clock: Box<dyn Clock>,
    base_url: Option<BaseUrl>,
    contracts: Vec<String>,
}

impl Client {
    /// Starts a client that signs with the merchant's RSA private key.
    ///
    /// `oid_partner` is the merchant number given by LianLian, 18 digits.
    pub fn builder(oid_partner: impl Into<String>, key: MerchantKey) -> ClientBuilder {
        ClientBuilder::new(oid_partner.into(), Signing::Key(Box::new(key)))
    }

    /// Starts a client that signs and verifies with implementations of one's own: a key in an HSM,
    /// another cryptographic library, or the legacy MD5 scheme.
    pub fn with_signer(
        oid_partner: impl Into<String>,
        signer: impl Signer + 'static,
        verifier: impl Verifier + 'static,
    ) -> ClientBuilder {
        let mut builder = ClientBuilder::new(oid_partner.into(), Signing::Signer(Arc::new(signer)));
        builder.verifier = Some(Arc::new(verifier));
        builder
    }

    /// Sends a request and waits for the answer.
    ///
    /// `Ok` means that the gateway handled the call. What became of the money is for the reply's
    /// own fields, the notification or the query to say.
    ///
    /// # Errors
    /// [`SendError::NotExecuted`] or [`SendError::Unknown`]; after the latter query the order before
    /// sending anything else.
    pub fn send<R>(
        &self,
        request: &R,
    ) -> Result<Verified<<R::Operation as JsonPost>::Reply>, SendError>
    where
        R: Request,
        R::Operation: JsonPost,
    {
        self.send_with(request, &CallOptions::default())
    }

    /// Sends a request under limits of its own.
    ///
    /// # Errors
    /// As for [`Client::send`].
    pub fn send_with<R>(
        &self,
        request: &R,
        options: &CallOptions,
    ) -> Result<Verified<<R::Operation as JsonPost>::Reply>, SendError>
    where
        R: Request,
        R::Operation: JsonPost,
    {
        self.send_into(request, options)
    }

    /// Sends a request and reads the answer into a struct of one's own that derives `Reply`.
    ///
    /// # Errors
    /// As for [`Client::send`].
    pub fn send_into<T, R>(
        &self,
        request: &R,
        options: &CallOptions,
    ) -> Result<Verified<T>, SendError>
    where
        R: Request,
        R::Operation: JsonPost,
        T: Reply<Operation = R::Operation>,
    {
        let meta = R::Operation::META;
        let span = tracing::debug_span!("lianlian", operation = meta.id);
        let _entered = span.enter();
        let answer = self.exchange(request, meta, options);
        let result = answer.and_then(|response| self.read(request, &response));
        match &result {
            Ok(_) => tracing::debug!("handled"),
            Err(error) => tracing::debug!(unknown = error.is_unknown(), "{error}"),
        }
        result
    }

    /// Signs a request for the payer's browser and makes the form that posts it.
    ///
    /// # Errors
    /// [`NotExecuted`]: the request breaks the spec or cannot be signed. A form that was never handed
    /// to a browser executes nothing.
    pub fn form<R>(&self, request: &R) -> Result<Form, NotExecuted>
    where
        R: Request,
        R::Operation: FormPost,
    {
        let meta = R::Operation::META;
        let filling = self.filling();
        let signature = self.sign(request, meta, &filling)?;
        let pairs = pairs_of(request, &filling, &signature);
        let broken = pairs.iter().filter(|(_, value)| value.contains(['\r', '\n']));
        match Violations::line_breaks(meta.id, broken.map(|(name, _)| *name)) {
            Some(violations) => Err(violations.into()),
            None => Ok(Form::new(self.url(meta), pairs)),
        }
    }

    /// What receives the notifications of this merchant: same number, same key, same scheme.
    pub fn receiver(&self) -> Receiver {
        Receiver::shared(Arc::clone(&self.shared.merchant), Arc::clone(&self.shared.verifier))
    }

    fn filling(&self) -> Filling<'_> {
        Filling {
            merchant: &self.shared.merchant,
            scheme: self.shared.signer.scheme(),
            now: self.shared.clock.now(),
        }
    }

    /// Checks the request and signs it.
    fn sign<R: Request>(
        &self,
        request: &R,
        meta: &'static OperationMeta,
        filling: &Filling<'_>,
    ) -> Result<String, NotExecuted> {
        let configured = filling.scheme.sign_type();
        if !meta.sign_types.contains(&configured) {
            let accepted = meta.sign_types.join(" or ");
            return Err(NotExecuted::Scheme { operation: meta.id, accepted, configured });
        }
        let context = Context::message(&self.shared.contracts, Some(filling.now));
        check_message(request, filling, &context)?;
        let mut hash = SourceHash::new(filling.scheme);
        write_source(request, filling, &mut hash);
        Ok(self.shared.signer.sign(hash)?)
    }

    fn url(&self, meta: &OperationMeta) -> String {
        match (&self.shared.base_url, meta.path()) {
            (Some(base), Some(path)) => base.replace(path),
            _ => meta.url.unwrap_or_default().to_owned(),
        }
    }

    fn exchange<R: Request>(
        &self,
        request: &R,
        meta: &'static OperationMeta,
        options: &CallOptions,
    ) -> Result<HttpResponse, SendError> {
        let filling = self.filling();
        let signature = self.sign(request, meta, &filling)?;
        let body = zeroize::Zeroizing::new(body_of(request, &filling, &signature));
        let url = self.url(meta);
        let mut post = HttpRequest::new(&url, meta.gateway.request_content_type, &body);
        if let Some(limits) = &options.limits {
            post = post.with_limits(limits);
        }
        self.shared.transport.post(&post).map_err(|error| match error.delivery() {
            Delivery::NotSent => NotExecuted::NotSent(error).into(),
            Delivery::Unknown => Unknown::Transport(error).into(),
        })
    }

    /// Believes an answer only if it is signed, and belongs to the request.
    fn read<T, R>(&self, request: &R, response: &HttpResponse) -> Result<Verified<T>, SendError>
    where
        R: Request,
        T: Reply<Operation = R::Operation>,
    {
        let meta = R::Operation::META;
        let kept = || ReplyBody::new(&response.body);
        if response.status != 200 {
            return Err(Unknown::Status { status: response.status, body: kept() }.into());
        }
        let message = Message::parse(&response.body)
            .map_err(|reason| Unknown::Unreadable { reason, body: kept() })?;
        let read = verify_and_read(&message, &*self.shared.verifier, meta.id, meta.reply, T::read)
            .map_err(|reason| Unknown::NotVerified { reason, body: kept() })?;
        self.check_identity(request, meta, &message)?;
        let code = message.text("ret_code").unwrap_or_default();
        if !meta.answers_with(&code) {
            let text = message.text("ret_msg").unwrap_or_default();
            return Err(refused(meta, &code, &text));
        }
        Ok(read.map_err(|reason| Unknown::Form { reason, body: kept() })?)
    }

    /// A signed reply to another order must not pass for the reply to this one.
    fn check_identity<R: Request>(
        &self,
        request: &R,
        meta: &'static OperationMeta,
        reply: &Message<'_>,
    ) -> Result<(), Unknown> {
        let differs = |field: &&FieldMeta| {
            let Some(echo) = reply.text(field.name).filter(|text| !text.is_empty()) else {
                return false;
            };
            match field.filled_by {
                Some(FilledBy::Merchant) => *echo != *self.shared.merchant,
                _ => value_of(request, field.name).is_some_and(|sent| {
                    !sent.as_str().is_empty() && !is_same(field, &echo, sent.as_str())
                }),
            }
        };
        match meta.request.iter().filter(|field| field.identity).find(differs) {
            Some(field) => Err(Unknown::OtherRequest { field: field.name }),
            None => Ok(()),
        }
    }
}

/// Whether two texts of a field say the same; an amount may come back with other decimals.
fn is_same(field: &FieldMeta, echo: &str, sent: &str) -> bool {
    match (field.kind, Amount::parse_lenient(echo), Amount::parse_lenient(sent)) {
        (Kind::Amount, Ok(echo), Ok(sent)) => echo == sent,
        _ => echo == sent,
    }
}

/// Sorts a refusal by what its code proves.
fn refused(meta: &'static OperationMeta, code: &str, text: &str) -> SendError {
    let reading = meta.gateway.return_code(code).map(|known| *known.reading(meta.product));
    let refusal = Refusal::new(code.to_owned(), text.to_owned(), reading);
    match refusal.outcome() {
        CodeOutcome::NotExecuted | CodeOutcome::FinalFailure => {
            NotExecuted::Refused(refusal).into()
        }
        CodeOutcome::FinalSuccess | CodeOutcome::UnknownQueryFirst => {
            Unknown::Refused(refusal).into()
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("merchant", &self.shared.merchant)
            .field("scheme", &self.shared.signer.scheme())
            .field("base_url", &self.shared.base_url)
            .finish_non_exhaustive()
    }
}

/// What holds for one call only.
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    limits: Option<Limits>,
}

impl CallOptions {
    /// Takes these limits instead of the client's.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }
}

enum Signing {
    Key(Box<MerchantKey>),
    Signer(Arc<dyn Signer>),
}

/// Puts a [`Client`] together.
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    merchant: String,
    signing: Signing,
    scheme: Scheme,
    gateway_key: Option<GatewayKey>,
    verifier: Option<Arc<dyn Verifier>>,
    transport: Option<Box<dyn Transport>>,
    clock: Box<dyn Clock>,
    base_url: Option<String>,
    contracts: Vec<String>,
    #[cfg(feature = "client")]
    http: crate::transport::UreqTransportBuilder,
}

/// Why a client cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The merchant number is not 18 digits.
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
    fn new(merchant: String, signing: Signing) -> Self {
        Self {
            merchant,
            signing,
            scheme: Scheme::Rsa,
            gateway_key: None,
            verifier: None,
            transport: None,
            clock: Box::new(SystemClock),
            base_url: None,
            contracts: Vec::new(),
            #[cfg(feature = "client")]
            http: crate::transport::UreqTransport::builder(),
        }
    }

    /// The gateway's public key, which replies and notifications are verified with.
    pub fn gateway_key(mut self, key: GatewayKey) -> Self {
        self.gateway_key = Some(key);
        self
    }

    /// The scheme agreed with the gateway, for both directions; [`Scheme::Rsa`] unless set.
    pub fn scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// Sends to a stand-in, such as the sandbox: `http://127.0.0.1:8080`. Paths stay the gateway's.
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

    /// What carries requests instead of the built-in HTTP client.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Time and size limits of every call.
    #[cfg(feature = "client")]
    pub fn limits(mut self, limits: Limits) -> Self {
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
            return Err(ConfigError::Merchant(self.merchant));
        }
        let base_url = self.base_url.as_deref().map(BaseUrl::parse).transpose()?;
        if let (Signing::Key(own), Some(gateway)) = (&self.signing, &self.gateway_key)
            && own.is_pair_of(gateway)
        {
            return Err(ConfigError::OwnKeyAsGatewayKey);
        }
        let verifier: Arc<dyn Verifier> = match (self.verifier, self.gateway_key) {
            (_, Some(key)) => Arc::new(RsaVerifier::new(key, self.scheme)?),
            (Some(verifier), None) => verifier,
            (None, None) => return Err(ConfigError::NoGatewayKey),
        };
        let signer: Arc<dyn Signer> = match self.signing {
            Signing::Key(key) => Arc::new(RsaSigner::new(*key, self.scheme)?),
            Signing::Signer(signer) => signer,
        };
        #[cfg(feature = "client")]
        let built_in = || -> BuiltIn { Ok(Box::new(self.http.build()?)) };
        #[cfg(not(feature = "client"))]
        let built_in = || -> BuiltIn { Err(ConfigError::NoTransport) };
        let transport = self.transport.map_or_else(built_in, Ok)?;
        Ok(Client {
            shared: Arc::new(Shared {
                merchant: self.merchant.into(),
                signer,
                verifier,
                transport,
                clock: self.clock,
                base_url,
                contracts: self.contracts,
            }),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("merchant", &self.merchant)
            .field("scheme", &self.scheme)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}
