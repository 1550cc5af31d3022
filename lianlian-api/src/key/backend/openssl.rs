//! OpenSSL, the library of the system.
//!
//! The padded digest is handed to the bare RSA operation: no algorithm is looked up for each signature, and
//! a policy of the system that forbids MD5 does not stop the scheme that the gateway signs with. OpenSSL
//! blinds the private operation and checks its result before it gives it away.

use std::sync::LazyLock;

use md5::Md5;
use openssl::pkey::{Private, Public};
use openssl::rsa::{Padding, Rsa};
use rsa::pkcs1::{EncodeRsaPrivateKey as _, EncodeRsaPublicKey as _};
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::scheme::Digest;
use crate::signer::{SignError, VerifyError};

/// The key in OpenSSL's form, parsed once. Clones share it; it is wiped with the last of them.
#[derive(Clone)]
pub(super) struct Signing(Rsa<Private>, Verifying);

/// The key in OpenSSL's form, parsed once.
#[derive(Clone)]
pub(super) struct Verifying(Rsa<Public>);

impl Signing {
    pub(super) fn new(key: &RsaPrivateKey) -> Option<Self> {
        let der = key.to_pkcs1_der().ok()?;
        let private = Rsa::private_key_from_der(der.as_bytes()).ok()?;
        Some(Self(private, Verifying::new(key.as_ref())?))
    }

    pub(super) fn verifying(&self) -> Verifying {
        self.1.clone()
    }

    pub(super) fn sign(&self, _: &RsaPrivateKey, digest: &Digest) -> Result<Vec<u8>, SignError> {
        let Self(key, _) = self;
        let mut signature = vec![0; widened(key.size())];
        let made = key.private_encrypt(&digest_info(digest), &mut signature, Padding::PKCS1);
        let len = made.map_err(|error| SignError::Backend(format!("OpenSSL failed: {error}")))?;
        signature.truncate(len);
        Ok(signature)
    }
}

impl Verifying {
    pub(super) fn new(key: &RsaPublicKey) -> Option<Self> {
        let der = key.to_pkcs1_der().ok()?;
        Rsa::public_key_from_der_pkcs1(der.as_bytes()).ok().map(Self)
    }

    pub(super) fn verify(
        &self,
        _: &RsaPublicKey,
        digest: &Digest,
        signature: &[u8],
    ) -> Result<(), VerifyError> {
        let Self(key) = self;
        let mut signed = vec![0; widened(key.size())];
        // Any failure means that nobody who has the private half made this.
        let len = key
            .public_decrypt(signature, &mut signed, Padding::PKCS1)
            .map_err(|_| VerifyError::Mismatch)?;
        let (name, digest) = (hash_name(digest), digest.as_bytes());
        match signed.get(..len).and_then(|signed| signed.strip_prefix(name)) {
            Some(signed) if signed.ct_eq(digest).into() => Ok(()),
            _ => Err(VerifyError::Mismatch),
        }
    }
}

/// What the padding surrounds: the name of the hash in DER, and the digest.
fn digest_info(digest: &Digest) -> Vec<u8> {
    [hash_name(digest), digest.as_bytes()].concat()
}

/// The name of the hash, as it stands before the digest.
fn hash_name(digest: &Digest) -> &'static [u8] {
    static MD5: LazyLock<Box<[u8]>> = LazyLock::new(|| Pkcs1v15Sign::new::<Md5>().prefix);
    static SHA256: LazyLock<Box<[u8]>> = LazyLock::new(|| Pkcs1v15Sign::new::<Sha256>().prefix);
    match digest {
        Digest::Md5(_) => &MD5,
        Digest::Sha256(_) => &SHA256,
    }
}

fn widened(size: u32) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}
