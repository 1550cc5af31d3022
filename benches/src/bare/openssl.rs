//! OpenSSL: `EVP_PKEY_sign` and `EVP_PKEY_verify` of a digest, with contexts that are set up once.

use std::cell::RefCell;

use lianlian::Scheme;
use openssl::hash::MessageDigest;
use openssl::md::Md;
use openssl::pkey::{PKey, Private, Public};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sign::Verifier;

use crate::keys;

/// What the bare operation is called in tables.
pub const NAME: &str = "bare operation of OpenSSL";

/// At most so many times the bare operation: a request signed, a raw notification verified and read.
pub const SIGN_CLAIM: f64 = 1.03;
pub const VERIFY_CLAIM: f64 = 1.25;

/// A key pair, read once.
pub struct BareKey {
    signing: RefCell<PkeyCtx<Private>>,
    verifying: RefCell<PkeyCtx<Public>>,
    public: PKey<Public>,
    hash: MessageDigest,
}

impl BareKey {
    pub fn new(bits: usize, scheme: Scheme) -> Self {
        let private = PKey::private_key_from_pem(keys::private_pem(bits).as_bytes()).unwrap();
        let public = PKey::public_key_from_pem(keys::public_pem(bits).as_bytes()).unwrap();
        let (hash, of_message) = match scheme {
            Scheme::Sha256WithRsa => (Md::sha256(), MessageDigest::sha256()),
            _ => (Md::md5(), MessageDigest::md5()),
        };
        let mut signing = PkeyCtx::new(&private).unwrap();
        signing.sign_init().unwrap();
        signing.set_rsa_padding(Padding::PKCS1).unwrap();
        signing.set_signature_md(hash).unwrap();
        let mut verifying = PkeyCtx::new(&public).unwrap();
        verifying.verify_init().unwrap();
        verifying.set_rsa_padding(Padding::PKCS1).unwrap();
        verifying.set_signature_md(hash).unwrap();
        let (signing, verifying) = (RefCell::new(signing), RefCell::new(verifying));
        Self { signing, verifying, public, hash: of_message }
    }

    pub fn sign(&self, digest: &[u8]) -> Vec<u8> {
        // As long as a signature with the longest key.
        let mut signature = vec![0; 512];
        let len = self.signing.borrow_mut().sign(digest, Some(&mut signature)).unwrap();
        signature.truncate(len);
        signature
    }

    /// What a program calls that has a message and a key: `EVP_DigestVerify`.
    pub fn verify_message(&self, message: &str, signature: &[u8]) {
        let mut verifier = Verifier::new(self.hash, &self.public).unwrap();
        assert!(verifier.verify_oneshot(signature, message.as_bytes()).unwrap());
    }

    pub fn verify(&self, digest: &[u8], signature: &[u8]) {
        assert!(self.verifying.borrow_mut().verify(digest, signature).unwrap());
    }
}
