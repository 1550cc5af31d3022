//! The crate `rsa`: pure Rust, no library of the system.

use md5::Md5;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha2::Sha256;

use crate::key::os_random;
use crate::scheme::Digest;
use crate::signer::{SignError, VerifyError};

/// Nothing beside the key itself.
#[derive(Clone)]
pub(super) struct Signing;

/// Nothing beside the key itself.
#[derive(Clone)]
pub(super) struct Verifying;

impl Signing {
    #[allow(clippy::unnecessary_wraps, reason = "other backends may refuse a key")]
    pub(super) fn new(_: &RsaPrivateKey) -> Option<Self> {
        Some(Self)
    }

    #[allow(clippy::unused_self, reason = "other backends keep the key in their own form")]
    pub(super) fn verifying(&self) -> Verifying {
        Verifying
    }

    #[allow(clippy::unused_self, reason = "other backends keep the key in their own form")]
    pub(super) fn sign(&self, key: &RsaPrivateKey, digest: &Digest) -> Result<Vec<u8>, SignError> {
        // Random numbers blind the RSA operation against timing; the signature does not depend on them.
        let mut random = os_random().ok_or(SignError::NoRandomness)?;
        key.sign_with_rng(&mut random, padding(digest), digest.as_bytes())
            .map_err(|_| SignError::DamagedKey)
    }
}

impl Verifying {
    #[allow(clippy::unnecessary_wraps, reason = "other backends may refuse a key")]
    pub(super) fn new(_: &RsaPublicKey) -> Option<Self> {
        Some(Self)
    }

    #[allow(clippy::unused_self, reason = "other backends keep the key in their own form")]
    pub(super) fn verify(
        &self,
        key: &RsaPublicKey,
        digest: &Digest,
        signature: &[u8],
    ) -> Result<(), VerifyError> {
        key.verify(padding(digest), digest.as_bytes(), signature).map_err(|_| VerifyError::Mismatch)
    }
}

/// PKCS#1 v1.5 padding for the hash of `digest`.
fn padding(digest: &Digest) -> Pkcs1v15Sign {
    match digest {
        Digest::Md5(_) => Pkcs1v15Sign::new::<Md5>(),
        Digest::Sha256(_) => Pkcs1v15Sign::new::<Sha256>(),
    }
}
