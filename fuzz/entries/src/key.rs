//! Keys from anything: refused, or keys that do what keys do.

use lianlian::{
    GatewayKey, KeyError, MerchantKey, RsaSigner, RsaVerifier, Scheme, SignError, Signer as _,
    SourceHash, Verifier as _,
};

use crate::Reached;

/// Longest key that is tried out, in bits: longer ones only take longer.
const TRIED: usize = 2048;

/// What is judged: reading, signing and verifying.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    /// Reads a private key in any of the forms.
    pub merchant: fn(&[u8]) -> Result<MerchantKey, KeyError>,
    /// Reads a public key in any of the forms.
    pub gateway: fn(&[u8]) -> Result<GatewayKey, KeyError>,
    /// Signs [`source`].
    pub sign: fn(&MerchantKey) -> Result<String, SignError>,
    /// Verifies a signature over [`source`].
    pub verifies: fn(&GatewayKey, &str) -> bool,
}

/// The library.
pub const LIBRARY: Judged = Judged {
    merchant: MerchantKey::parse,
    gateway: GatewayKey::parse,
    sign: |key| RsaSigner::new(key.clone(), Scheme::Sha256WithRsa).unwrap().sign(source()),
    verifies: |key, signature| {
        let verifier = RsaVerifier::new(key.clone(), Scheme::Sha256WithRsa).unwrap();
        verifier.verify(source(), signature).is_ok()
    },
};

/// `data` is what may be a key, in any of the forms.
pub fn key(data: &[u8]) -> Reached {
    holds(data, LIBRARY)
}

/// The property, with the judged functions as a parameter.
pub fn holds(data: &[u8], judged: Judged) -> Reached {
    let text = String::from_utf8_lossy(data);
    let private = [
        MerchantKey::from_der(data),
        MerchantKey::from_pem(&text),
        MerchantKey::from_base64(&text),
    ];
    let parsed = (judged.merchant)(data);
    assert_eq!(parsed.is_ok(), is_read(data, private.each_ref().map(Result::is_ok)), "{parsed:?}");
    let private: Vec<MerchantKey> = private.into_iter().chain([parsed]).flatten().collect();
    for key in &private {
        signs(key, judged);
    }
    let public =
        [GatewayKey::from_der(data), GatewayKey::from_pem(&text), GatewayKey::from_base64(&text)];
    let parsed = (judged.gateway)(data);
    assert_eq!(parsed.is_ok(), is_read(data, public.each_ref().map(Result::is_ok)), "{parsed:?}");
    let public: Vec<GatewayKey> = public.into_iter().chain([parsed]).flatten().collect();
    for key in &public {
        is_written(key, judged);
        // A signature of zeros is the first that a broken verification would take.
        let zeros = base64_zeros(key.bits().div_ceil(8));
        assert!(!(judged.verifies)(key, &zeros), "believes a signature of zeros");
    }
    assert!(private.is_empty() || public.is_empty(), "both halves of a key");
    Reached::property_if(!private.is_empty() || !public.is_empty())
}

/// Whether a key is to be read, given whether it is as DER, as PEM and as Base64.
fn is_read(data: &[u8], [der, pem, base64]: [bool; 3]) -> bool {
    der || std::str::from_utf8(data).is_ok() && (pem || base64)
}

/// What is written of the key is read as the same key, with the lines around it and without.
fn is_written(key: &GatewayKey, judged: Judged) {
    let pem = key.to_pem().unwrap();
    let bare: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    for written in [&pem, &bare] {
        let again = (judged.gateway)(written.as_bytes()).expect("what was written");
        assert_eq!((again.bits(), &again), (key.bits(), key), "another key");
        assert_eq!(format!("{again:?}"), format!("{key:?}"));
    }
}

/// A key that is taken signs what its public half verifies, or says that it is damaged.
fn signs(key: &MerchantKey, judged: Judged) {
    let _ = format!("{key:?}");
    if key.bits() > TRIED {
        return;
    }
    let public = key.public_key();
    assert!(key.is_pair_of(&public));
    match (judged.sign)(key) {
        Ok(signature) => {
            assert!((judged.verifies)(&public, &signature), "a signature that is none");
        }
        Err(error) => assert_eq!(error, SignError::DamagedKey),
    }
}

/// What is signed.
pub fn source() -> SourceHash {
    let mut source = SourceHash::new(Scheme::Sha256WithRsa);
    source.update(b"no_order=1");
    source
}

fn base64_zeros(bytes: usize) -> String {
    let digits = "A".repeat((bytes * 8).div_ceil(6));
    let padding = "=".repeat((3 - bytes % 3) % 3);
    digits + &padding
}
