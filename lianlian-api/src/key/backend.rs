//! The RSA operations of signing and verifying, by the backend that the program was built with.
//!
//! Keys are read, checked and written by the crate `rsa` in every build. With the feature `openssl`, signatures
//! are made and checked by OpenSSL, which needs a quarter of the time; they are the same byte for byte.

use rsa::{RsaPrivateKey, RsaPublicKey};

use crate::scheme::Digest;
use crate::signer::{SignError, VerifyError};

#[cfg(feature = "openssl")]
mod openssl;
#[cfg(any(not(feature = "openssl"), test))]
mod pure;

#[cfg(feature = "openssl")]
use self::openssl as chosen;
#[cfg(not(feature = "openssl"))]
use self::pure as chosen;

/// What makes and checks RSA signatures in this program: `rsa`, the crate in pure Rust, or `openssl`, the
/// library of the system, with the feature of that name.
pub const RSA_BACKEND: &str = if cfg!(feature = "openssl") { "openssl" } else { "rsa" };

/// A private key, ready to sign.
#[derive(Clone)]
pub(super) struct PrivateHalf {
    rsa: RsaPrivateKey,
    signing: chosen::Signing,
}

/// A public key, ready to verify.
#[derive(Clone)]
pub(super) struct PublicHalf {
    rsa: RsaPublicKey,
    verifying: chosen::Verifying,
}

impl PrivateHalf {
    /// `None` for a key that the backend does not take.
    pub(super) fn new(rsa: RsaPrivateKey) -> Option<Self> {
        chosen::Signing::new(&rsa).map(|signing| Self { rsa, signing })
    }

    pub(super) fn rsa(&self) -> &RsaPrivateKey {
        &self.rsa
    }

    pub(super) fn sign(&self, digest: &Digest) -> Result<Vec<u8>, SignError> {
        self.signing.sign(&self.rsa, digest)
    }

    pub(super) fn public(&self) -> PublicHalf {
        PublicHalf { rsa: self.rsa.to_public_key(), verifying: self.signing.verifying() }
    }
}

impl PublicHalf {
    /// `None` for a key that the backend does not take.
    pub(super) fn new(rsa: RsaPublicKey) -> Option<Self> {
        chosen::Verifying::new(&rsa).map(|verifying| Self { rsa, verifying })
    }

    pub(super) fn rsa(&self) -> &RsaPublicKey {
        &self.rsa
    }

    /// `signature` has the length of the key.
    pub(super) fn verify(&self, digest: &Digest, signature: &[u8]) -> Result<(), VerifyError> {
        self.verifying.verify(&self.rsa, digest, signature)
    }
}

impl PartialEq for PublicHalf {
    fn eq(&self, other: &Self) -> bool {
        self.rsa == other.rsa
    }
}

impl Eq for PublicHalf {}

#[cfg(all(test, feature = "openssl"))]
mod tests;
