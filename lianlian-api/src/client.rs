//! The blocking client: validate, sign, send, verify, read.

mod builder;
mod handed_over;
mod question;
mod resolve;
mod safely;
mod skew;
mod span;
mod wait;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use self::builder::Signing;
pub use self::builder::{ClientBuilder, ConfigError};
pub use self::safely::{SafeOptions, Sent};
pub use self::skew::ClockSkew;
pub use self::wait::{NoNotifications, NotificationWait, WaitOptions};
use crate::amount::Amount;
use crate::base_url::BaseUrl;
use crate::gateway_keys::GatewayKeys;
use crate::key::MerchantKey;
use crate::message::Message;
use crate::meta::{self, FieldMeta, FilledBy, Kind, OperationMeta};
use crate::operation::{JsonPost, Operation};
use crate::outcome::{NotExecuted, ReplyBody, SendError, Unknown};
use crate::pace::Pace;
use crate::receiver::Receiver;
use crate::reply::Answers;
use crate::request::{
    Filling, Request, body_of, check_message, sent_value, value_of, write_source,
};
#[cfg(feature = "pay_load")]
use crate::request::{enveloped_body, text_of};
use crate::return_code::{CodeOutcome, Refusal};
use crate::scheme::SourceHash;
use crate::signer::{Signer, Verifier};
use crate::time::{Clock, http_date};
use crate::transport::{Delivery, HttpRequest, HttpResponse, Limits, Transport};
use crate::validate::Context;
use crate::value::Value;
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
    /// The newest encrypts requests that travel encrypted.
    gateway_keys: Option<GatewayKeys>,
    transport: Box<dyn Transport>,
    clock: Box<dyn Clock>,
    base_url: Option<BaseUrl>,
    contracts: Vec<String>,
    pace: Box<dyn Pace>,
    /// The total limit of a call, after which it may still be on its way.
    total_limit: Duration,
    corrects_clock: bool,
    skew: skew::Skew,
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
        T: Answers<R::Operation>,
    {
        self.call(request, options, 1)
    }

    /// One attempt, in a span of its own.
    fn call<T, R>(
        &self,
        request: &R,
        options: &CallOptions,
        attempt: u32,
    ) -> Result<Verified<T>, SendError>
    where
        R: Request,
        T: Answers<R::Operation>,
    {
        let meta = R::Operation::META;
        let number = span::number_field(meta).and_then(|field| sent_value(request, field.name));
        let number = number.as_ref().map_or("", Value::as_str);
        let span = span::call(meta, &self.shared.merchant, number, attempt);
        let _entered = span.enter();
        let started = self.shared.pace.elapsed();
        let answer = self.exchange(request, meta, options);
        let result = answer.and_then(|response| self.read(request, &response, &span));
        span::end(&span, &result, self.shared.pace.elapsed().saturating_sub(started));
        result
    }

    /// How far the gateway's clock is from the client's, by the last answer.
    ///
    /// `None` before the first answer with a `Date` header, and once the machine's clock was set since.
    /// More than a minute is told with `tracing::warn!` as well, once for each change. Times that
    /// the client fills in are its own clock's all the same, unless
    /// [`ClientBuilder::correct_clock`] says otherwise.
    pub fn clock_skew(&self) -> Option<ClockSkew> {
        self.shared.skew.now(self.shared.clock.now(), self.shared.pace.elapsed())
    }

    /// Takes the gateway's time from a verified answer.
    fn measure_skew(&self, response: &HttpResponse) {
        let Some(gateway) = response.date.as_deref().and_then(http_date::unix_seconds_of) else {
            return;
        };
        let (own, at) = (self.shared.clock.now(), self.shared.pace.elapsed());
        if let Some(skew) = self.shared.skew.measure(gateway, own, at) {
            let seconds = skew.seconds();
            tracing::warn!(
                seconds,
                "the gateway's clock is {seconds} s ahead of this machine's: set the machine's clock"
            );
        }
    }

    /// What receives the notifications of this merchant: same number, same key, same scheme.
    pub fn receiver(&self) -> Receiver {
        Receiver::shared(Arc::clone(&self.shared.merchant), Arc::clone(&self.shared.verifier))
    }

    /// The gateway's keys, to be changed while the client is in use; `None` if it was given none, as
    /// beside a verifier of one's own.
    pub fn gateway_keys(&self) -> Option<&GatewayKeys> {
        self.shared.gateway_keys.as_ref()
    }

    fn filling(&self) -> Filling<'_> {
        let own = self.shared.clock.now();
        let skew = self.shared.corrects_clock.then(|| self.clock_skew()).flatten();
        Filling {
            merchant: &self.shared.merchant,
            scheme: self.shared.signer.scheme(),
            now: skew::corrected(own, skew),
        }
    }

    /// Checks the request and signs it.
    fn sign<R: Request>(
        &self,
        request: &R,
        meta: &'static OperationMeta,
        filling: &Filling<'_>,
    ) -> Result<String, NotExecuted> {
        check_scheme(meta, filling)?;
        // The order's date is compared with the gateway's, as well as that is known.
        let gateway_now = skew::corrected(self.shared.clock.now(), self.clock_skew());
        let context = Context::message(&self.shared.contracts, Some(filling.now))
            .with_gateway_time(gateway_now);
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
        let body = if meta.transport == meta::Transport::EncryptedJsonPost {
            self.encrypted_body(request, &filling, &signature)?
        } else {
            body_of(request, &filling, &signature)
        };
        self.post(meta, &Zeroizing::new(body), options)
    }

    fn post(
        &self,
        meta: &OperationMeta,
        body: &[u8],
        options: &CallOptions,
    ) -> Result<HttpResponse, SendError> {
        let url = self.url(meta);
        let mut post = HttpRequest::new(&url, meta.gateway.request_content_type, body);
        if let Some(limits) = &options.limits {
            post = post.with_limits(limits);
        }
        self.shared.transport.post(&post).map_err(|error| match error.delivery() {
            Delivery::NotSent => NotExecuted::NotSent(error).into(),
            Delivery::Unknown => Unknown::Transport(error).into(),
        })
    }

    /// The signed message encrypted inside another one, which carries it in the operation's envelope.
    #[cfg(feature = "pay_load")]
    fn encrypted_body<R: Request>(
        &self,
        request: &R,
        filling: &Filling<'_>,
        signature: &str,
    ) -> Result<Vec<u8>, NotExecuted> {
        let operation = R::Operation::META.id;
        let key = self.shared.gateway_keys.as_ref().and_then(GatewayKeys::newest);
        let key = key.ok_or(NotExecuted::NoEncryptionKey { operation })?;
        let text = crate::pay_load::PayLoad::encrypt(&text_of(request, filling, signature), &key)?;
        Ok(enveloped_body(request, filling, text.as_str()))
    }

    #[cfg(not(feature = "pay_load"))]
    #[allow(clippy::unused_self, reason = "the same call with and without encryption")]
    fn encrypted_body<R: Request>(
        &self,
        _request: &R,
        _filling: &Filling<'_>,
        _signature: &str,
    ) -> Result<Vec<u8>, NotExecuted> {
        Err(NotExecuted::NoEncryption { operation: R::Operation::META.id })
    }

    /// Believes an answer only if it is signed, and belongs to the request.
    fn read<T, R>(
        &self,
        request: &R,
        response: &HttpResponse,
        span: &tracing::Span,
    ) -> Result<Verified<T>, SendError>
    where
        R: Request,
        T: Answers<R::Operation>,
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
        self.measure_skew(response);
        self.check_identity(request, meta, &message)?;
        let code = message.text("ret_code").unwrap_or_default();
        span.record("ret_code", &*code);
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
            let field = *field;
            let in_reply = meta.reply_field(field.name).unwrap_or(field);
            let Some((_, echo)) = reply.text_of(in_reply) else {
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

/// The operation accepts the client's signature scheme.
fn check_scheme(meta: &'static OperationMeta, filling: &Filling<'_>) -> Result<(), NotExecuted> {
    let configured = filling.scheme.sign_type();
    if meta.sign_types.contains(&configured) {
        return Ok(());
    }
    let accepted = meta.sign_types.join(" or ");
    Err(NotExecuted::Scheme { operation: meta.id, accepted, configured })
}

/// Whether two texts of a field say the same; an amount may come back with other decimals.
pub(crate) fn is_same(field: &FieldMeta, echo: &str, sent: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_may_come_back_with_other_decimals_and_a_text_may_not() {
        let money = FieldMeta::new("money_order", "", Kind::Amount);
        assert!(is_same(&money, "0.5", "0.50") && is_same(&money, "5", "5.00"));
        assert!(!is_same(&money, "0.05", "0.50") && !is_same(&money, "", "0.00"));
        let number = FieldMeta::new("no_order", "", Kind::Text);
        assert!(is_same(&number, "5.0", "5.0") && !is_same(&number, "5.0", "5.00"));
    }
}
