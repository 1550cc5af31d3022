//! Verification with every key in force.

use super::{GatewayKeys, Known};
use crate::published_keys::PublishedKey;
use crate::scheme::{Scheme, SourceHash};
use crate::signer::{Verifier, VerifyError, readable};

/// Verifies with each of the gateway's keys in turn, the newest first, in [`Scheme::Rsa`] or
/// [`Scheme::Sha256WithRsa`].
#[derive(Clone, Debug)]
pub struct KeysVerifier {
    keys: GatewayKeys,
    scheme: Scheme,
}

impl KeysVerifier {
    /// A verifier with those keys in that scheme.
    ///
    /// # Errors
    /// [`VerifyError::SchemeNeedsSecret`] for [`Scheme::Md5`].
    pub fn new(keys: GatewayKeys, scheme: Scheme) -> Result<Self, VerifyError> {
        match scheme {
            Scheme::Rsa | Scheme::Sha256WithRsa => Ok(Self { keys, scheme }),
            Scheme::Md5 => Err(VerifyError::SchemeNeedsSecret(scheme)),
        }
    }

    /// The keys that verify.
    pub fn keys(&self) -> &GatewayKeys {
        &self.keys
    }
}

impl Verifier for KeysVerifier {
    fn scheme(&self) -> Scheme {
        self.scheme
    }

    fn verify(&self, source: SourceHash, signature: &str) -> Result<(), VerifyError> {
        let (digest, signature) = readable(self.scheme, source, signature)?;
        // From here on nothing is locked, however long the arithmetic takes.
        let keys = self.keys.known();
        let mut failure = VerifyError::Mismatch;
        for known in keys.iter().rev() {
            match known.key().verify(&digest, &signature) {
                Ok(()) => {
                    tracing::debug!(gateway_key = %known.fingerprint(), "the signature verifies");
                    return Ok(());
                }
                Err(error) => failure = error,
            }
        }
        Err(match keys.len() {
            1 => failure,
            _ => VerifyError::NoKeyFits { keys: keys.iter().map(Known::fingerprint).collect() },
        })
    }

    fn published(&self) -> Option<&'static PublishedKey> {
        self.keys.published()
    }

    fn refuse_published(&self) -> Result<(), &'static PublishedKey> {
        self.keys.take_no_published().map_err(|one| one.published)
    }
}
