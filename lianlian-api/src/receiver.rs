//! Notifications: bytes in, a verified message out.

mod answer;
mod browser;
mod delivery;
mod event;
mod inbox;
mod memory;
mod once;

use std::sync::Arc;

pub use self::answer::Answer;
pub use self::delivery::{Delivery, OtherOrder};
pub use self::event::{Event, NoEvent};
pub use self::inbox::{Claim, Claimed, Inbox};
pub use self::memory::{MemoryClaim, MemoryInbox, MemoryInboxFull};
pub use self::once::{Acted, OnceError, Received, act_once};
use crate::gateway_keys::{GatewayKeys, KeysVerifier};
use crate::message::{Message, MessageError};
use crate::meta::OperationMeta;
use crate::operation::{BrowserNotification, Operation, ServerNotification};
use crate::reply::{Notification, ReadError, Reader};
use crate::scheme::Scheme;
use crate::signer::{Verifier, VerifyError};
use crate::verified::{NotVerified, Verified, verify_and_read};

/// The member that names the merchant.
const MERCHANT: &str = "oid_partner";

/// Receives what the gateway sends to a merchant.
///
/// It needs no HTTP server of a particular kind: hand it the bytes of the body. The same
/// notification may come more than once; answer each, act once: [`Receiver::once`] sees to it.
#[derive(Clone)]
pub struct Receiver {
    merchant: Arc<str>,
    verifier: Arc<dyn Verifier>,
}

/// Why a notification is not acted upon.
///
/// Answer such a message with an HTTP error, so that a genuine one comes again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiveError {
    /// The bytes are no message.
    #[error("the notification cannot be read: {0}")]
    Unreadable(#[from] MessageError),
    /// The gateway did not sign it.
    #[error("the notification is not believed: {0}")]
    NotVerified(#[from] NotVerified),
    /// It should come as JSON in one parameter, which is not there.
    #[error(
        "{operation} comes as JSON in the one parameter `{parameter}`, which is not there{found}; hand \
         over every parameter of the query or body"
    )]
    NoEnvelope {
        /// The operation.
        operation: &'static str,
        /// The parameter that should hold the message.
        parameter: &'static str,
        /// What was found instead, in words.
        found: &'static str,
    },
    /// It should come as form fields, but comes as JSON in one parameter.
    #[error(
        "{operation} comes as form fields, but the parameter `{parameter}` holds a whole message as \
         JSON; this is another notification"
    )]
    UnexpectedEnvelope {
        /// The operation.
        operation: &'static str,
        /// The parameter that holds a message.
        parameter: String,
    },
    /// It is for another merchant.
    #[error("the notification is for another merchant: its oid_partner is not the configured one")]
    OtherMerchant,
    /// It is signed, but has another form than the spec says.
    #[error("the notification is signed but has another form than expected: {0}")]
    Form(#[from] ReadError),
}

impl Receiver {
    /// Receives for a merchant, verifying under `scheme` with the gateway's RSA key: one [`GatewayKey`], or
    /// [`GatewayKeys`] that can change meanwhile.
    ///
    /// [`GatewayKey`]: crate::GatewayKey
    ///
    /// # Errors
    /// The scheme is none of RSA; or [`VerifyError::Published`] for keys whose private halves are published,
    /// with which anybody could sign notifications ([`Receiver::in_sandbox`] takes them).
    pub fn new(
        oid_partner: impl Into<String>,
        keys: impl Into<GatewayKeys>,
        scheme: Scheme,
    ) -> Result<Self, VerifyError> {
        Self::with_verifier(oid_partner, KeysVerifier::new(keys.into(), scheme)?)
    }

    /// Receives for a merchant with a verifier of one's own.
    ///
    /// # Errors
    /// [`VerifyError::Published`] for a verifier of a published key or secret.
    pub fn with_verifier(
        oid_partner: impl Into<String>,
        verifier: impl Verifier + 'static,
    ) -> Result<Self, VerifyError> {
        match verifier.refuse_published() {
            Ok(()) => Ok(Self::in_sandbox(oid_partner, verifier)),
            Err(known) => Err(VerifyError::Published { seen: known.seen }),
        }
    }

    /// Receives what a sandbox on this machine sends, or a test: published keys and secrets are taken as well.
    ///
    /// Not for what comes from the internet. Every receiver of a client is right for that client by itself
    /// ([`Client::receiver`](crate::Client::receiver)).
    pub fn in_sandbox(oid_partner: impl Into<String>, verifier: impl Verifier + 'static) -> Self {
        Self::shared(oid_partner.into().into(), Arc::new(verifier))
    }

    pub(crate) fn shared(merchant: Arc<str>, verifier: Arc<dyn Verifier>) -> Self {
        Self { merchant, verifier }
    }

    /// Verifies and reads a notification that the gateway posted to the server.
    ///
    /// Once it is acted upon, answer with [`Answer::acknowledged`], and after an error with what
    /// [`Answer::from`] makes of it.
    ///
    /// # Errors
    /// The message is not to be acted upon.
    pub fn notification<N>(&self, body: &[u8]) -> Result<Verified<N>, ReceiveError>
    where
        N: Notification,
        N::Operation: ServerNotification,
    {
        self.read(&Message::parse(body)?, N::Operation::META, N::read)
    }

    /// Verifies and reads what the payer's browser brought along, as decoded parameters of the query
    /// or of the form that it posted.
    ///
    /// Hand over all of them. A notification in one parameter (`res_data`) may stand beside others, such
    /// as those of the merchant's own `url_return`. Bare form fields may not: whatever is among
    /// them counts as signed, so with a parameter of one's own in `url_return` verification fails.
    ///
    /// It is never the only proof of payment: it is lost when the payer closes the page.
    ///
    /// # Errors
    /// The message is not to be acted upon.
    pub fn browser_notification<N, I, K, V>(&self, pairs: I) -> Result<Verified<N>, ReceiveError>
    where
        N: Notification,
        N::Operation: BrowserNotification,
        I: IntoIterator<Item = (K, V)>,
        K: Into<String>,
        V: Into<String>,
    {
        let meta = N::Operation::META;
        let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value.into()));
        let pairs: Vec<(String, String)> = pairs.collect();
        match meta.envelope {
            Some(envelope) => {
                let text = browser::enveloped(meta, envelope.field, &pairs)?;
                self.read(&Message::parse(text.as_bytes())?, meta, N::read)
            }
            None => {
                browser::refuse_envelope(meta, &pairs)?;
                self.read(&Message::from_pairs(pairs)?, meta, N::read)
            }
        }
    }

    /// Verifies and reads what the payer's browser brought along, as the query of the address or the
    /// body of the form came: `application/x-www-form-urlencoded` in UTF-8. A `?` before it is passed
    /// over.
    ///
    /// What [`Receiver::browser_notification`] says of parameters holds here as well.
    ///
    /// # Errors
    /// The message is not to be acted upon.
    pub fn browser_notification_text<N>(&self, text: &str) -> Result<Verified<N>, ReceiveError>
    where
        N: Notification,
        N::Operation: BrowserNotification,
    {
        self.browser_notification(browser::decoded(text)?)
    }

    fn read<N>(
        &self,
        message: &Message<'_>,
        meta: &'static OperationMeta,
        read: impl FnOnce(&Reader<'_>) -> Result<N, ReadError>,
    ) -> Result<Verified<N>, ReceiveError> {
        let verified = verify_and_read(message, &*self.verifier, meta.id, meta.request, read)?;
        // The gateway signs for all its merchants with one key.
        if message.text(MERCHANT).as_deref() != Some(&*self.merchant) {
            return Err(ReceiveError::OtherMerchant);
        }
        Ok(verified?)
    }
}

impl std::fmt::Debug for Receiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receiver").field("merchant", &self.merchant).finish_non_exhaustive()
    }
}
