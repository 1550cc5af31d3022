//! Keys: the merchant's private RSA key, the gateway's public one, and the legacy shared secret.

mod backend;
mod encoding;
mod error;
mod fingerprint;

use core::fmt;
use std::path::Path;

use rsa::pkcs1::{DecodeRsaPrivateKey, DecodeRsaPublicKey};
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::rand_core::{OsRng, RngCore as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{RsaPrivateKey, RsaPublicKey};
use zeroize::Zeroizing;

use crate::scheme::Digest;
use crate::signer::{SignError, VerifyError};

pub use self::backend::RSA_BACKEND;
use self::backend::{PrivateHalf, PublicHalf};
use self::encoding::RsaDer;
pub use self::error::KeyError;
pub use self::fingerprint::{KeyFingerprint, NoFingerprint};

/// The lengths of RSA keys the library takes; the gateway has 1024, 2048 and 4096 bits in use.
const SMALLEST: usize = 1024;
const LARGEST: usize = 4096;

/// The merchant's RSA private key, which signs what is sent to the gateway.
///
/// Reads PKCS#8 and PKCS#1 of 1024 to 4096 bits. The numbers of the key are checked to fit together
/// when it is read, and wiped when it is dropped. `Debug` shows the length only.
///
/// ```no_run
/// use lianlian_api::MerchantKey;
/// let key = MerchantKey::from_pem_file("merchant.pem")?;
/// # Ok::<(), lianlian_api::KeyError>(())
/// ```
#[derive(Clone)]
pub struct MerchantKey(PrivateHalf);

/// The gateway's RSA public key, which verifies what the gateway sends.
///
/// Reads `SubjectPublicKeyInfo` and PKCS#1 of 1024 to 4096 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct GatewayKey(PublicHalf);

/// The secret that merchant and gateway share in the legacy MD5 scheme.
///
/// Masked in `Debug`, wiped when dropped.
#[derive(Clone)]
pub struct SharedSecret(Zeroizing<String>);

/// The constructors that both halves of a key pair have, over a `from_rsa_der` of each.
macro_rules! is_read_from_every_form {
    ($key:ident) => {
        impl $key {
            /// Reads a key file. Any form that [`Self::parse`] knows will do, despite the name.
            ///
            /// # Errors
            /// [`KeyError::File`] when the file cannot be read; [`KeyError::InFile`] with the path
            /// and what is wrong when its content is not such a key.
            pub fn from_pem_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
                let path = path.as_ref();
                let bytes = std::fs::read(path)
                    .map_err(|io| KeyError::File { path: path.to_owned(), io })?;
                Self::parse(&Zeroizing::new(bytes)).map_err(|error| error.in_file(path))
            }

            /// Reads the text of a PEM file; any line ends, and lines around the block, will do.
            ///
            /// # Errors
            /// A [`KeyError`] that names what was found instead.
            pub fn from_pem(text: &str) -> Result<Self, KeyError> {
                Self::from_der(&encoding::der_of_pem(text)?)
            }

            /// Reads the Base64 inside a PEM file without its first and last line; white space and
            /// line breaks are passed over.
            ///
            /// # Errors
            /// A [`KeyError`] that names what was found instead.
            pub fn from_base64(text: &str) -> Result<Self, KeyError> {
                Self::from_der(&encoding::der_of_base64(text)?)
            }

            /// Reads DER.
            ///
            /// # Errors
            /// A [`KeyError`] that names what was found instead.
            pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
                let key = encoding::rsa_of(der)?;
                let wrong_half = Self::refuse_other_half(&key);
                wrong_half.and_then(|()| check_bits(encoding::modulus_bits(&key)?))?;
                Self::from_rsa_der(&key)
            }

            /// Reads a key in whichever form it is: PEM, bare Base64 or DER.
            ///
            /// # Errors
            /// A [`KeyError`] that names what was found instead.
            pub fn parse(bytes: &[u8]) -> Result<Self, KeyError> {
                Self::from_der(&encoding::der_of(bytes)?)
            }

            /// The length of the key: how many bits its modulus has.
            pub fn bits(&self) -> usize {
                self.rsa().n().bits()
            }
        }

        impl fmt::Debug for $key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($key), "({} bits)"), self.bits())
            }
        }
    };
}

is_read_from_every_form!(MerchantKey);
is_read_from_every_form!(GatewayKey);

fn check_bits(bits: usize) -> Result<(), KeyError> {
    match bits {
        ..SMALLEST => Err(KeyError::TooSmall { bits }),
        SMALLEST..=LARGEST => Ok(()),
        _ => Err(KeyError::TooLarge { bits }),
    }
}

fn inconsistent() -> KeyError {
    KeyError::Unreadable {
        what: "its numbers do not make an RSA key of two primes",
        expected: "an undamaged copy of the file",
    }
}

/// The operating system's random numbers, asked once so that a failure is an error and no panic
/// of whoever draws from them next.
pub(crate) fn os_random() -> Option<OsRng> {
    OsRng.try_fill_bytes(&mut [0; 1]).is_ok().then_some(OsRng)
}

impl MerchantKey {
    /// Makes a key pair of `bits` bits from the operating system's random numbers, for a sandbox or
    /// a new merchant. 2048 bits take about a second; 4096 may take many.
    ///
    /// # Errors
    /// [`KeyError::TooSmall`] or [`KeyError::TooLarge`] outside 1024 to 4096 bits,
    /// [`KeyError::NotGenerated`] when there are no random numbers.
    pub fn generate(bits: usize) -> Result<Self, KeyError> {
        check_bits(bits)?;
        let mut random = os_random().ok_or(KeyError::NotGenerated)?;
        let key = RsaPrivateKey::new(&mut random, bits).map_err(|_| KeyError::NotGenerated)?;
        PrivateHalf::new(key).map(Self).ok_or(KeyError::NotGenerated)
    }

    /// The public half, which a merchant registers with the gateway.
    pub fn public_key(&self) -> GatewayKey {
        GatewayKey(self.0.public())
    }

    /// Whether `key` is the public half of this key. If so, it was given where the gateway's own
    /// key belongs, and nothing the gateway signs would verify.
    pub fn is_pair_of(&self, key: &GatewayKey) -> bool {
        self.public_key() == *key
    }

    /// The key as a PKCS#8 PEM text, in the clear. The text is wiped when dropped.
    ///
    /// # Errors
    /// [`KeyError::Unwritable`] for a key whose two primes are one and the same.
    pub fn to_pkcs8_pem(&self) -> Result<Zeroizing<String>, KeyError> {
        self.rsa().to_pkcs8_pem(LineEnding::LF).map_err(|_| KeyError::Unwritable)
    }

    /// The public half as a PEM text, to register with the gateway.
    ///
    /// # Errors
    /// See [`GatewayKey::to_pem`].
    pub fn public_pem(&self) -> Result<String, KeyError> {
        self.public_key().to_pem()
    }

    pub(crate) fn rsa(&self) -> &RsaPrivateKey {
        self.0.rsa()
    }

    /// The PKCS#1 v1.5 signature over a digest.
    pub(crate) fn sign(&self, digest: &Digest) -> Result<Vec<u8>, SignError> {
        self.0.sign(digest)
    }

    fn refuse_other_half(key: &RsaDer<'_>) -> Result<(), KeyError> {
        match key {
            RsaDer::Private(_) => Ok(()),
            RsaDer::Public(_) => Err(KeyError::PublicWherePrivateExpected),
        }
    }

    fn from_rsa_der(key: &RsaDer<'_>) -> Result<Self, KeyError> {
        let (RsaDer::Private(der) | RsaDer::Public(der)) = key;
        let key = RsaPrivateKey::from_pkcs1_der(der).map_err(|_| inconsistent())?;
        PrivateHalf::new(key).map(Self).ok_or_else(inconsistent)
    }
}

impl GatewayKey {
    /// The key as a PEM text (`SubjectPublicKeyInfo`).
    ///
    /// # Errors
    /// [`KeyError::Unwritable`], which no key that was read or made gives.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        self.rsa().to_public_key_pem(LineEnding::LF).map_err(|_| KeyError::Unwritable)
    }

    pub(crate) fn rsa(&self) -> &RsaPublicKey {
        self.0.rsa()
    }

    /// Whether `signature` is the PKCS#1 v1.5 signature over a digest by the private half.
    pub(crate) fn verify(&self, digest: &Digest, signature: &[u8]) -> Result<(), VerifyError> {
        let (got, want) = (signature.len(), self.rsa().size());
        if got == want {
            self.0.verify(digest, signature)
        } else {
            Err(VerifyError::WrongLength { got, want })
        }
    }

    fn refuse_other_half(key: &RsaDer<'_>) -> Result<(), KeyError> {
        match key {
            RsaDer::Public(_) => Ok(()),
            RsaDer::Private(_) => Err(KeyError::PrivateWherePublicExpected),
        }
    }

    fn from_rsa_der(key: &RsaDer<'_>) -> Result<Self, KeyError> {
        let (RsaDer::Private(der) | RsaDer::Public(der)) = key;
        let key = RsaPublicKey::from_pkcs1_der(der).map_err(|_| inconsistent())?;
        PublicHalf::new(key).map(Self).ok_or_else(inconsistent)
    }
}

impl SharedSecret {
    /// The secret exactly as given; white space around it is kept, since it would be signed.
    ///
    /// # Errors
    /// [`KeyError::Empty`] when there is nothing in it but white space: a signature under an empty
    /// secret is one that anybody can make.
    pub fn new(secret: impl Into<String>) -> Result<Self, KeyError> {
        let secret = Zeroizing::new(secret.into());
        if secret.trim().is_empty() { Err(KeyError::Empty) } else { Ok(Self(secret)) }
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedSecret(***)")
    }
}
