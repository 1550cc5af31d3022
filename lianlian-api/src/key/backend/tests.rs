//! The two backends beside each other.
#![allow(clippy::unwrap_used)]

use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey as _;

use super::{openssl, pure};
use crate::scheme::{Digest, Scheme, SourceHash};
use crate::signer::VerifyError;

fn keys() -> [RsaPrivateKey; 3] {
    [
        include_str!("../../../tests/vectors/merchant_1024.pkcs8.pem"),
        include_str!("../../../tests/vectors/merchant_2048.pkcs8.pem"),
        include_str!("../../../tests/vectors/merchant_4096.pkcs8.pem"),
    ]
    .map(|pem| RsaPrivateKey::from_pkcs8_pem(pem).unwrap())
}

fn digests() -> [Digest; 2] {
    [Scheme::Rsa, Scheme::Sha256WithRsa].map(|scheme| {
        let mut hash = SourceHash::new(scheme);
        hash.update("money_order=210.97&name_goods=羽毛球".as_bytes());
        hash.finish()
    })
}

#[test]
fn both_backends_make_the_same_signature_with_every_length_of_key_and_hash() {
    for key in keys() {
        for digest in digests() {
            let one = pure::Signing::new(&key).unwrap().sign(&key, &digest).unwrap();
            let other = openssl::Signing::new(&key).unwrap().sign(&key, &digest).unwrap();
            assert_eq!(one, other);
        }
    }
}

#[test]
fn both_backends_agree_on_every_flipped_bit_of_a_signature() {
    let [key, _, _] = keys();
    let public = key.to_public_key();
    let (pure, openssl) = (pure::Signing::new(&key).unwrap(), openssl::Signing::new(&key).unwrap());
    let (one, other) = (pure.verifying(), openssl.verifying());
    for digest in digests() {
        let right = pure.sign(&key, &digest).unwrap();
        assert_eq!(one.verify(&public, &digest, &right), Ok(()));
        assert_eq!(other.verify(&public, &digest, &right), Ok(()));
        for bit in 0..right.len() * 8 {
            let mut wrong = right.clone();
            *wrong.get_mut(bit / 8).unwrap() ^= 1 << (bit % 8);
            assert_eq!(one.verify(&public, &digest, &wrong), Err(VerifyError::Mismatch));
            assert_eq!(other.verify(&public, &digest, &wrong), Err(VerifyError::Mismatch));
        }
    }
}

#[test]
fn both_backends_refuse_the_digest_of_the_other_hash() {
    let [key, _, _] = keys();
    let public = key.to_public_key();
    let [md5, sha256] = digests();
    let signature = pure::Signing::new(&key).unwrap().sign(&key, &md5).unwrap();
    let pure = pure::Verifying::new(&public).unwrap();
    let openssl = openssl::Verifying::new(&public).unwrap();
    assert_eq!(pure.verify(&public, &sha256, &signature), Err(VerifyError::Mismatch));
    assert_eq!(openssl.verify(&public, &sha256, &signature), Err(VerifyError::Mismatch));
}

#[test]
fn a_signature_that_is_no_number_below_the_modulus_is_refused_by_both() {
    let [key, _, _] = keys();
    let public = key.to_public_key();
    let [digest, _] = digests();
    let too_large = vec![0xff; 128];
    let pure = pure::Verifying::new(&public).unwrap();
    let openssl = openssl::Verifying::new(&public).unwrap();
    assert_eq!(pure.verify(&public, &digest, &too_large), Err(VerifyError::Mismatch));
    assert_eq!(openssl.verify(&public, &digest, &too_large), Err(VerifyError::Mismatch));
}
