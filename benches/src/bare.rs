//! The bare RSA operations of the backend in use: what no amount of care around them can save.

use lianlian::Scheme;
use md5::{Digest as _, Md5};
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use rsa::rand_core::OsRng;
use rsa::{Oaep, RsaPrivateKey, RsaPublicKey};
use sha1::Sha1;
use sha2::Sha256;

use crate::keys;

#[cfg(feature = "openssl")]
mod openssl;
#[cfg(not(feature = "openssl"))]
mod pure;

#[cfg(feature = "openssl")]
pub use self::openssl::{BareKey, NAME, SIGN_CLAIM, VERIFY_CLAIM};
#[cfg(not(feature = "openssl"))]
pub use self::pure::{BareKey, NAME, SIGN_CLAIM, VERIFY_CLAIM};

/// The digest that a scheme signs.
pub fn digest(scheme: Scheme, source: &str) -> Vec<u8> {
    match scheme {
        Scheme::Sha256WithRsa => Sha256::digest(source).to_vec(),
        _ => Md5::digest(source).to_vec(),
    }
}

/// A key pair that wraps and unwraps keys with OAEP and SHA-1, as `pay_load` does with every backend.
pub struct WrappingKey {
    private: RsaPrivateKey,
    public: RsaPublicKey,
}

impl WrappingKey {
    pub fn new(bits: usize) -> Self {
        let private = RsaPrivateKey::from_pkcs8_pem(keys::private_pem(bits)).unwrap();
        let public = RsaPublicKey::from_public_key_pem(keys::public_pem(bits)).unwrap();
        Self { private, public }
    }

    pub fn wrap(&self, key: &[u8]) -> Vec<u8> {
        self.public.encrypt(&mut OsRng, Oaep::new::<Sha1>(), key).unwrap()
    }

    pub fn unwrap(&self, wrapped: &[u8]) -> Vec<u8> {
        self.private.decrypt_blinded(&mut OsRng, Oaep::new::<Sha1>(), wrapped).unwrap()
    }
}
