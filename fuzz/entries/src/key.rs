//! Keys from anything: refused, or keys that do what keys do.

use lianlian::{
    GatewayKey, MerchantKey, RsaSigner, RsaVerifier, Scheme, SignError, Signer as _, SourceHash,
    Verifier as _,
};

/// Longest key that is tried out, in bits: longer ones only take longer.
const TRIED: usize = 2048;

/// `data` is what may be a key, in any of the forms.
pub fn key(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let private = [
        MerchantKey::parse(data),
        MerchantKey::from_der(data),
        MerchantKey::from_pem(&text),
        MerchantKey::from_base64(&text),
    ];
    for key in private.into_iter().flatten() {
        signs(&key);
    }
    let public = [
        GatewayKey::parse(data),
        GatewayKey::from_der(data),
        GatewayKey::from_pem(&text),
        GatewayKey::from_base64(&text),
    ];
    for key in public.into_iter().flatten() {
        let again = GatewayKey::from_pem(&key.to_pem().unwrap()).expect("what was written");
        assert_eq!((again.bits(), format!("{again:?}")), (key.bits(), format!("{key:?}")));
        let verifier = RsaVerifier::new(key.clone(), Scheme::Sha256WithRsa).unwrap();
        // A signature of zeros is the first that a broken verification would take.
        let zeros = base64_zeros(key.bits().div_ceil(8));
        let refused = verifier.verify(source(), &zeros);
        assert!(refused.is_err(), "believes a signature of zeros");
    }
}

/// A key that is taken signs what its public half verifies, or says that it is damaged.
fn signs(key: &MerchantKey) {
    let _ = format!("{key:?}");
    if key.bits() > TRIED {
        return;
    }
    let public = key.public_key();
    assert!(key.is_pair_of(&public));
    let signer = RsaSigner::new(key.clone(), Scheme::Sha256WithRsa).unwrap();
    match signer.sign(source()) {
        Ok(signature) => {
            let verifier = RsaVerifier::new(public, Scheme::Sha256WithRsa).unwrap();
            assert_eq!(verifier.verify(source(), &signature), Ok(()), "a signature that is none");
        }
        Err(error) => assert_eq!(error, SignError::DamagedKey),
    }
}

fn source() -> SourceHash {
    let mut source = SourceHash::new(Scheme::Sha256WithRsa);
    source.update(b"no_order=1");
    source
}

fn base64_zeros(bytes: usize) -> String {
    let digits = "A".repeat((bytes * 8).div_ceil(6));
    let padding = "=".repeat((3 - bytes % 3) % 3);
    digits + &padding
}
