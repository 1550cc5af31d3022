//! The crate `rsa`.

use lianlian::Scheme;
use md5::Md5;
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use rsa::rand_core::OsRng;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha2::Sha256;

use crate::keys;

/// What the bare operation is called in tables.
pub const NAME: &str = "bare operation of the crate `rsa`";

/// At most so many times the bare operation: a request signed, a raw notification verified and read.
pub const SIGN_CLAIM: f64 = 1.02;
pub const VERIFY_CLAIM: f64 = 1.10;

/// A key pair, read once.
pub struct BareKey {
    private: RsaPrivateKey,
    public: RsaPublicKey,
    scheme: Scheme,
}

impl BareKey {
    pub fn new(bits: usize, scheme: Scheme) -> Self {
        let private = RsaPrivateKey::from_pkcs8_pem(keys::private_pem(bits)).unwrap();
        let public = RsaPublicKey::from_public_key_pem(keys::public_pem(bits)).unwrap();
        Self { private, public, scheme }
    }

    fn padding(&self) -> Pkcs1v15Sign {
        match self.scheme {
            Scheme::Sha256WithRsa => Pkcs1v15Sign::new::<Sha256>(),
            _ => Pkcs1v15Sign::new::<Md5>(),
        }
    }

    /// A signature over a digest, blinded as one should.
    pub fn sign(&self, digest: &[u8]) -> Vec<u8> {
        self.private.sign_with_rng(&mut OsRng, self.padding(), digest).unwrap()
    }

    pub fn verify(&self, digest: &[u8], signature: &[u8]) {
        self.public.verify(self.padding(), digest, signature).unwrap();
    }
}
