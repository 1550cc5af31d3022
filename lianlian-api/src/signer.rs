//! Making and checking the signature over a finished source.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::key::{GatewayKey, KeyFingerprint, MerchantKey, SharedSecret};
use crate::message::Message;
use crate::published_keys::PublishedKey;
use crate::scheme::{Digest, Scheme, SourceHash};

/// Signs sources. Implement it for a key that lives elsewhere, in an HSM for example.
pub trait Signer: Send + Sync {
    /// The scheme of every signature this makes; sources are hashed for it.
    fn scheme(&self) -> Scheme;

    /// The text of the `sign` member for a message with that source.
    ///
    /// # Errors
    /// [`SignError::WrongScheme`] for a source hashed for another scheme, and whatever else stops
    /// the key from signing.
    fn sign(&self, source: SourceHash) -> Result<String, SignError>;

    /// The public half of the key that signs, if it is an RSA key and at hand.
    ///
    /// It keeps the merchant's own key from being taken for the gateway's; `None` gives that check up.
    fn public_key(&self) -> Option<GatewayKey> {
        None
    }

    /// Where the key or secret that signs is published, if it is known to be: a client refuses it then, except with a
    /// sandbox on this machine. Told by [`Signer::public_key`] unless implemented.
    fn published(&self) -> Option<&'static PublishedKey> {
        self.public_key().and_then(|key| key.published())
    }

    /// Called by a client that may move money: from now on nothing is signed with a published key. A signer whose
    /// key can change has to refuse such a key then; for others there is nothing to do.
    ///
    /// # Errors
    /// The published key that it signs with; all is as before then.
    fn refuse_published(&self) -> Result<(), &'static PublishedKey> {
        self.published().map_or(Ok(()), Err)
    }
}

/// Verifies signatures. Its scheme is configured and never taken from a message.
pub trait Verifier: Send + Sync {
    /// The scheme of every signature this accepts; sources are hashed for it.
    fn scheme(&self) -> Scheme;

    /// Whether `signature`, the text of a `sign` member, is one over that source.
    ///
    /// # Errors
    /// A [`VerifyError`] that says how it is not.
    fn verify(&self, source: SourceHash, signature: &str) -> Result<(), VerifyError>;

    /// Where that is published with which what this accepts can be signed, if it is known to be.
    fn published(&self) -> Option<&'static PublishedKey> {
        None
    }

    /// Called by a client or receiver that is not a sandbox's: from now on nothing is accepted that everybody can
    /// sign. A verifier whose keys can change has to refuse published ones then.
    ///
    /// A published key of the gateway itself is taken, with a warning to `tracing`: there is no other.
    ///
    /// # Errors
    /// The published key; all is as before then.
    fn refuse_published(&self) -> Result<(), &'static PublishedKey> {
        self.published().map_or(Ok(()), PublishedKey::refuse_as_gateways)
    }
}

/// Why a source was not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The source was hashed for another scheme than the signer's.
    #[error(
        "the source was hashed for {hashed}, the signer signs {signer}; hash it for the latter"
    )]
    WrongScheme {
        /// The signer's scheme.
        signer: Scheme,
        /// The scheme the source was hashed for.
        hashed: Scheme,
    },
    /// The signer to swap in signs in another scheme.
    #[error(
        "the scheme agreed is {agreed}, the new signer signs {offered}; make one for the former"
    )]
    OtherScheme {
        /// The scheme that was agreed.
        agreed: Scheme,
        /// The scheme of the new signer.
        offered: Scheme,
    },
    /// The signer to swap in signs with a published key, and a client uses this one where money can move.
    #[error(
        "the new signer's key is published ({seen}), so anybody can sign with it: make one of your own and \
         register it with LianLian"
    )]
    Published {
        /// Where it was seen.
        seen: &'static str,
    },
    /// The scheme works with a shared secret and not with an RSA key.
    #[error("an RSA key cannot sign in the scheme {0}; take an Md5Signer and a shared secret")]
    SchemeNeedsSecret(Scheme),
    /// The operating system gives no random numbers, without which the key would not be used
    /// safely.
    #[error("nothing was signed: the operating system gives no random numbers")]
    NoRandomness,
    /// The RSA operation failed its own check.
    #[error("nothing was signed: the RSA key is damaged; read it again from an undamaged file")]
    DamagedKey,
    /// A signer outside this library failed; the text says how, and nothing secret.
    #[error("nothing was signed: {0}")]
    Backend(String),
}

/// Why a signature was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The signature is well-formed, but not one over this source under this key.
    #[error(
        "the signature does not fit the message: the message was changed, or another key or scheme \
         than the configured one signed it; do not act on it"
    )]
    Mismatch,
    /// The signature is one over this source under none of several keys.
    #[error(
        "none of the {count} keys of the gateway fits the signature ({keys}): the message was changed, \
         or another key or scheme signed it; do not act on it",
        count = keys.len(),
        keys = listed(keys)
    )]
    NoKeyFits {
        /// The keys that were tried.
        keys: Vec<KeyFingerprint>,
    },
    /// The signature is empty.
    #[error("the signature is empty; do not act on the message")]
    Missing,
    /// The signature is not Base64.
    #[error("the signature is not Base64; a form that was decoded twice has spaces where `+` was")]
    NotBase64,
    /// The signature has another length than the configured key and scheme make.
    #[error(
        "the signature has {got} bytes, the configured key and scheme make {want}; another key or \
         scheme made it, or it is cut off"
    )]
    WrongLength {
        /// The length of the signature, in bytes (of text in the MD5 scheme).
        got: usize,
        /// The length it should have.
        want: usize,
    },
    /// The source was hashed for another scheme than the verifier's.
    #[error(
        "the source was hashed for {hashed}, the verifier checks {verifier}; hash it for the latter"
    )]
    WrongScheme {
        /// The verifier's scheme.
        verifier: Scheme,
        /// The scheme the source was hashed for.
        hashed: Scheme,
    },
    /// The scheme works with a shared secret and not with an RSA key.
    #[error("an RSA key cannot verify in the scheme {0}; take an Md5Verifier and a shared secret")]
    SchemeNeedsSecret(Scheme),
    /// Everybody can make the signatures that would be accepted.
    #[error(
        "what to verify with is published ({seen}), so anybody can sign messages: take LianLian's \
         llpay_public_key.pem, or a secret of your own; for a sandbox on this machine there is \
         `Receiver::in_sandbox`"
    )]
    Published {
        /// Where it was seen.
        seen: &'static str,
    },
    /// A verifier outside this library failed before it had an answer; the text says how.
    #[error("the signature could not be checked: {0}")]
    Backend(String),
}

fn listed(keys: &[KeyFingerprint]) -> String {
    keys.iter().map(KeyFingerprint::to_string).collect::<Vec<_>>().join(", ")
}

/// Signs with the merchant's RSA key, in [`Scheme::Rsa`] or [`Scheme::Sha256WithRsa`].
#[derive(Clone, Debug)]
pub struct RsaSigner {
    key: MerchantKey,
    scheme: Scheme,
}

impl RsaSigner {
    /// A signer with that key in that scheme.
    ///
    /// # Errors
    /// [`SignError::SchemeNeedsSecret`] for [`Scheme::Md5`].
    pub fn new(key: MerchantKey, scheme: Scheme) -> Result<Self, SignError> {
        match scheme {
            Scheme::Rsa | Scheme::Sha256WithRsa => Ok(Self { key, scheme }),
            Scheme::Md5 => Err(SignError::SchemeNeedsSecret(scheme)),
        }
    }

    /// The key that signs.
    pub fn key(&self) -> &MerchantKey {
        &self.key
    }
}

impl Signer for RsaSigner {
    fn scheme(&self) -> Scheme {
        self.scheme
    }

    fn sign(&self, source: SourceHash) -> Result<String, SignError> {
        let (signer, hashed) = (self.scheme, source.scheme());
        if signer != hashed {
            return Err(SignError::WrongScheme { signer, hashed });
        }
        let signature = self.key.sign(&source.finish())?;
        Ok(STANDARD.encode(signature))
    }

    fn public_key(&self) -> Option<GatewayKey> {
        Some(self.key.public_key())
    }
}

/// Verifies with the gateway's RSA key, in [`Scheme::Rsa`] or [`Scheme::Sha256WithRsa`].
#[derive(Clone, Debug)]
pub struct RsaVerifier {
    key: GatewayKey,
    scheme: Scheme,
}

impl RsaVerifier {
    /// A verifier with that key in that scheme.
    ///
    /// # Errors
    /// [`VerifyError::SchemeNeedsSecret`] for [`Scheme::Md5`].
    pub fn new(key: GatewayKey, scheme: Scheme) -> Result<Self, VerifyError> {
        match scheme {
            Scheme::Rsa | Scheme::Sha256WithRsa => Ok(Self { key, scheme }),
            Scheme::Md5 => Err(VerifyError::SchemeNeedsSecret(scheme)),
        }
    }

    /// The key that verifies.
    pub fn key(&self) -> &GatewayKey {
        &self.key
    }
}

impl Verifier for RsaVerifier {
    fn scheme(&self) -> Scheme {
        self.scheme
    }

    fn verify(&self, source: SourceHash, signature: &str) -> Result<(), VerifyError> {
        let (digest, signature) = readable(self.scheme, source, signature)?;
        self.key.verify(&digest, &signature)
    }

    fn published(&self) -> Option<&'static PublishedKey> {
        self.key.published()
    }
}

/// The digest and the signature over it, if both are for an RSA key in that scheme.
pub(crate) fn readable(
    scheme: Scheme,
    source: SourceHash,
    signature: &str,
) -> Result<(Digest, Vec<u8>), VerifyError> {
    let (verifier, hashed) = (scheme, source.scheme());
    if verifier != hashed {
        return Err(VerifyError::WrongScheme { verifier, hashed });
    }
    if signature.is_empty() {
        return Err(VerifyError::Missing);
    }
    let signature = STANDARD.decode(signature).map_err(|_| VerifyError::NotBase64)?;
    Ok((source.finish(), signature))
}

/// Signs with the shared secret, in [`Scheme::Md5`].
#[derive(Clone, Debug)]
pub struct Md5Signer {
    secret: SharedSecret,
}

impl Md5Signer {
    /// A signer with that secret.
    pub fn new(secret: SharedSecret) -> Self {
        Self { secret }
    }
}

impl Signer for Md5Signer {
    fn scheme(&self) -> Scheme {
        Scheme::Md5
    }

    fn sign(&self, source: SourceHash) -> Result<String, SignError> {
        let (signer, hashed) = (Scheme::Md5, source.scheme());
        if signer != hashed {
            return Err(SignError::WrongScheme { signer, hashed });
        }
        Ok(with_secret(source, &self.secret))
    }

    fn published(&self) -> Option<&'static PublishedKey> {
        self.secret.published()
    }
}

/// Verifies with the shared secret, in [`Scheme::Md5`].
///
/// Accepts the 32 lower-case hex digits that the gateway writes and no other spelling.
#[derive(Clone, Debug)]
pub struct Md5Verifier {
    secret: SharedSecret,
}

impl Md5Verifier {
    /// A verifier with that secret.
    pub fn new(secret: SharedSecret) -> Self {
        Self { secret }
    }
}

impl Verifier for Md5Verifier {
    fn scheme(&self) -> Scheme {
        Scheme::Md5
    }

    fn verify(&self, source: SourceHash, signature: &str) -> Result<(), VerifyError> {
        let (verifier, hashed) = (Scheme::Md5, source.scheme());
        if verifier != hashed {
            return Err(VerifyError::WrongScheme { verifier, hashed });
        }
        if signature.is_empty() {
            return Err(VerifyError::Missing);
        }
        // The right signature must not leak through how long a wrong one takes to refuse.
        let right = Zeroizing::new(with_secret(source, &self.secret));
        let (got, want) = (signature.len(), right.len());
        if got != want {
            return Err(VerifyError::WrongLength { got, want });
        }
        if signature.as_bytes().ct_eq(right.as_bytes()).into() {
            Ok(())
        } else {
            Err(VerifyError::Mismatch)
        }
    }

    fn published(&self) -> Option<&'static PublishedKey> {
        self.secret.published()
    }
}

/// Lower-case hex of MD5 over the source, `&key=` and the secret.
fn with_secret(mut source: SourceHash, secret: &SharedSecret) -> String {
    source.update(b"&key=");
    source.update(secret.expose().as_bytes());
    let digest = source.finish();
    let digits = digest.as_bytes().iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// The text of the `sign` member for `message`, over every member it has.
///
/// The message's own `sign`, if it has one, does not matter; its `sign_type` is signed as it stands
/// and should name the signer's scheme.
///
/// # Errors
/// See [`Signer::sign`].
pub fn sign_message(message: &Message<'_>, signer: &dyn Signer) -> Result<String, SignError> {
    let mut source = SourceHash::new(signer.scheme());
    message.write_source(&[], &mut source);
    signer.sign(source)
}
