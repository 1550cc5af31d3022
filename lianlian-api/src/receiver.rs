//! Notifications: bytes in, a verified message out.

use std::sync::Arc;

use crate::key::GatewayKey;
use crate::message::{Message, MessageError};
use crate::meta::OperationMeta;
use crate::operation::{BrowserNotification, Operation, ServerNotification};
use crate::reply::{Notification, ReadError, Reader};
use crate::scheme::Scheme;
use crate::signer::{RsaVerifier, Verifier, VerifyError};
use crate::verified::{NotVerified, Verified, verify_and_read};

/// Receives what the gateway sends to a merchant.
///
/// It needs no HTTP server of a particular kind: hand it the bytes of the body. The same
/// notification may come more than once; answer each, act once.
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
    /// It is for another merchant.
    #[error("the notification is for another merchant: its oid_partner is not the configured one")]
    OtherMerchant,
    /// It is signed, but has another form than the spec says.
    #[error("the notification is signed but has another form than expected: {0}")]
    Form(#[from] ReadError),
}

impl Receiver {
    /// Receives for a merchant, verifying with the gateway's RSA key under `scheme`.
    ///
    /// # Errors
    /// The scheme is none of RSA.
    pub fn new(
        oid_partner: impl Into<String>,
        key: GatewayKey,
        scheme: Scheme,
    ) -> Result<Self, VerifyError> {
        Ok(Self::with_verifier(oid_partner, RsaVerifier::new(key, scheme)?))
    }

    /// Receives for a merchant with a verifier of one's own.
    pub fn with_verifier(
        oid_partner: impl Into<String>,
        verifier: impl Verifier + 'static,
    ) -> Self {
        Self::shared(oid_partner.into().into(), Arc::new(verifier))
    }

    pub(crate) fn shared(merchant: Arc<str>, verifier: Arc<dyn Verifier>) -> Self {
        Self { merchant, verifier }
    }

    /// Verifies and reads a notification that the gateway posted to the server.
    ///
    /// Once it is acted upon, answer with [`ServerNotification::ACKNOWLEDGEMENT`].
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

    /// Verifies and reads what the payer's browser brought along, as decoded form fields.
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
        let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.read(&Message::from_pairs(pairs)?, N::Operation::META, N::read)
    }

    fn read<N>(
        &self,
        message: &Message<'_>,
        meta: &'static OperationMeta,
        read: impl FnOnce(&Reader<'_>) -> Result<N, ReadError>,
    ) -> Result<Verified<N>, ReceiveError> {
        let verified = verify_and_read(message, &*self.verifier, meta.id, meta.request, read)?;
        // The gateway signs for all its merchants with one key.
        if message.text("oid_partner").as_deref() != Some(&*self.merchant) {
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
