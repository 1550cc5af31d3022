//! What tells one public key from another, and may be printed.

use core::fmt;
use core::str::FromStr;

use rsa::pkcs8::EncodePublicKey as _;
use rsa::traits::PublicKeyParts as _;
use sha2::{Digest as _, Sha256};

use super::{GatewayKey, MerchantKey};

/// The SHA-256 of a public key, in DER as `SubjectPublicKeyInfo`.
///
/// It is public and may be logged. Prints as 64 lower-case hex digits, the ones of
/// `openssl pkey -pubin -in llpay_public_key.pem -outform DER | openssl dgst -sha256`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyFingerprint([u8; 32]);

/// A text that is no fingerprint of a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no fingerprint of a key: write the 64 hex digits of its SHA-256")]
#[non_exhaustive]
pub struct NoFingerprint;

impl GatewayKey {
    /// What tells this key from others, to be compared, printed and logged.
    pub fn fingerprint(&self) -> KeyFingerprint {
        let hash = match self.rsa().to_public_key_der() {
            Ok(der) => Sha256::digest(der.as_bytes()),
            // No number is too long for DER; if one were, its key would still be told from others.
            Err(_) => Sha256::digest(self.rsa().n().to_bytes_be()),
        };
        KeyFingerprint(hash.into())
    }
}

impl MerchantKey {
    /// The fingerprint of the public half, which says nothing of the private one.
    pub fn fingerprint(&self) -> KeyFingerprint {
        self.public_key().fingerprint()
    }
}

impl fmt::Display for KeyFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyFingerprint({self})")
    }
}

impl FromStr for KeyFingerprint {
    type Err = NoFingerprint;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let byte = |pair: &[u8]| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        };
        let bytes: Option<Vec<u8>> = text.as_bytes().chunks(2).map(byte).collect();
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or(NoFingerprint)
    }
}
