//! `pay_load`: a signed message, encrypted for the gateway.
//!
//! Two fresh keys are wrapped with the receiver's RSA key (OAEP with SHA-1); AES-256 in counter mode
//! encrypts the message under one of them, and HMAC-SHA256 under the other covers what came out. The
//! structure `encrypted_envelope` of the gateway says which calls are sent so.

mod error;
mod layout;

use core::fmt;

use aes::Aes256;
use ctr::Ctr128BE;
use ctr::cipher::{KeyIvInit as _, StreamCipher as _};
use hmac::{Hmac, Mac};
use rsa::rand_core::{CryptoRng, RngCore};
use rsa::traits::PublicKeyParts as _;
use rsa::{Oaep, RsaPrivateKey, RsaPublicKey};
use sha1::Sha1;
use sha2::Sha256;
use zeroize::Zeroizing;

pub use self::error::PayLoadError;
use self::layout::{KEY_LEN, NONCE_LEN, Parts};
use crate::key::{self, GatewayKey, MerchantKey};

/// What keys and nonces are made of: the gateway wants characters, not any bytes.
const CHARACTERS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The second half of the counter block as it begins; the nonce is the first.
const FIRST_COUNT: u64 = 1;

type Key = Zeroizing<[u8; KEY_LEN]>;

/// The text of a `pay_load` member: a message that only the gateway can read.
///
/// Sign the message first, then encrypt it whole; the call sends `oid_partner` in the clear beside
/// it. Every `pay_load` has keys of its own, so encrypting a message twice gives two texts that have
/// nothing in common. `Debug` shows the length only.
///
/// ```
/// use lianlian_api::{MerchantKey, PayLoad};
/// # let mine = MerchantKey::generate(1024)?;
/// // Stands for the gateway's key, so that this example can read what it wrote.
/// let gateway_key = mine.public_key();
/// let sent = PayLoad::encrypt(r#"{"no_order":"1","sign":"…"}"#, &gateway_key)?;
/// assert!(sent.as_str().starts_with("lianpay1_0_1$"));
/// assert_eq!(*PayLoad::decrypt(sent.as_str(), &mine)?, r#"{"no_order":"1","sign":"…"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct PayLoad(String);

impl PayLoad {
    /// Encrypts `message` for the holder of the private half of `key`, with random numbers of the
    /// operating system.
    ///
    /// # Errors
    /// [`PayLoadError::NoRandomness`] when the system gives none, [`PayLoadError::UnfitKey`] for a
    /// key that is too short or damaged.
    pub fn encrypt(message: &str, key: &GatewayKey) -> Result<Self, PayLoadError> {
        let mut random = key::os_random().ok_or(PayLoadError::NoRandomness)?;
        Self::encrypt_with(message, key, &mut random)
    }

    /// Encrypts `message` as [`Self::encrypt`] does, with the random numbers of `random`, a source of
    /// the crate `rand_core` 0.6.
    ///
    /// Everything that keeps the message secret is drawn from it. A source that is not made for
    /// cryptography does not compile:
    ///
    /// ```compile_fail,E0277
    /// # use lianlian_api::{GatewayKey, PayLoad, PayLoadError};
    /// # use rsa::rand_core::RngCore;
    /// fn weak(plain: &mut impl RngCore, key: &GatewayKey) -> Result<PayLoad, PayLoadError> {
    ///     PayLoad::encrypt_with("{}", key, plain)
    /// }
    /// ```
    ///
    /// # Errors
    /// See [`Self::encrypt`].
    pub fn encrypt_with(
        message: &str,
        key: &GatewayKey,
        random: &mut (impl CryptoRng + RngCore),
    ) -> Result<Self, PayLoadError> {
        let hmac_key: Key = drawn(random)?;
        let aes_key: Key = drawn(random)?;
        let nonce: Zeroizing<[u8; NONCE_LEN]> = drawn(random)?;
        // Encrypted in place: the message in the clear is wiped even if something fails on the way.
        let mut content = Zeroizing::new(message.as_bytes().to_vec());
        apply_cipher(&aes_key, *nonce, &mut content);
        let covered = layout::covered(&*nonce, &content);
        let mac = hmac_of(&hmac_key, &covered).finalize().into_bytes();
        let hmac_key = wrapped(&hmac_key, key.rsa(), random)?;
        let aes_key = wrapped(&aes_key, key.rsa(), random)?;
        Ok(Self(layout::text_of(&hmac_key, &aes_key, &covered, &mac)))
    }

    /// The message in `text`, a `pay_load` made for the public half of `key`.
    ///
    /// Base64 may be broken into lines with `\n` or `\r\n`, or not at all; the MAC is checked over
    /// the text as it stands, in constant time and before anything of the message is decrypted.
    ///
    /// The public key is all it takes to make a `pay_load`, and the MAC does not cover the wrapped
    /// keys: who sent the message is known only once its signature verifies.
    ///
    /// # Errors
    /// [`PayLoadError::UnknownVersion`], [`PayLoadError::WrongParts`] or [`PayLoadError::BadPart`]
    /// for what is no `pay_load`; [`PayLoadError::Refused`] for one that was made for another key or
    /// changed, or does not hold UTF-8; [`PayLoadError::NoRandomness`] when the system gives no random
    /// numbers, which blind the RSA operation against timing.
    pub fn decrypt(text: &str, key: &MerchantKey) -> Result<Zeroizing<String>, PayLoadError> {
        let parts = Parts::of(text)?;
        let mut random = key::os_random().ok_or(PayLoadError::NoRandomness)?;
        let hmac_key = unwrapped(&parts.hmac_key, key.rsa(), &mut random)?;
        // `verify` compares in constant time.
        hmac_of(&hmac_key, &parts.covered)
            .verify(&parts.mac.into())
            .map_err(|_| PayLoadError::Refused)?;
        let aes_key = unwrapped(&parts.aes_key, key.rsa(), &mut random)?;
        let mut content = Zeroizing::new(parts.ciphertext);
        apply_cipher(&aes_key, parts.nonce, &mut content);
        // The wrong AES key shows here at the earliest.
        let message = core::str::from_utf8(&content).map_err(|_| PayLoadError::Refused)?;
        Ok(Zeroizing::new(message.to_owned()))
    }

    /// The text to send: ASCII with line breaks, which are part of it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PayLoad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PayLoad({} bytes)", self.0.len())
    }
}

/// Characters of [`CHARACTERS`], each as likely as any other.
fn drawn<const N: usize>(
    random: &mut (impl CryptoRng + RngCore),
) -> Result<Zeroizing<[u8; N]>, PayLoadError> {
    let mut characters = Zeroizing::new([0; N]);
    for character in characters.iter_mut() {
        *character = loop {
            let mut byte = Zeroizing::new([0; 1]);
            random.try_fill_bytes(&mut *byte).map_err(|_| PayLoadError::NoRandomness)?;
            // Seven bytes for each of the 36 characters; the four that are left would make some
            // of them likelier, so they are drawn again.
            let [byte] = *byte;
            if let Some(character) = CHARACTERS.get(usize::from(byte / 7)) {
                break *character;
            }
        };
    }
    Ok(characters)
}

/// A key, encrypted with RSA-OAEP (SHA-1 in both its places, as the gateway does).
fn wrapped(
    key: &Key,
    rsa: &RsaPublicKey,
    random: &mut (impl CryptoRng + RngCore),
) -> Result<Vec<u8>, PayLoadError> {
    rsa.encrypt(random, Oaep::new::<Sha1>(), &**key)
        .map_err(|_| PayLoadError::UnfitKey { bits: rsa.n().bits() })
}

/// A key out of its wrapping. One error for every failure, see [`PayLoadError::Refused`].
fn unwrapped(
    wrapped: &[u8],
    rsa: &RsaPrivateKey,
    random: &mut (impl CryptoRng + RngCore),
) -> Result<Key, PayLoadError> {
    let key = rsa.decrypt_blinded(random, Oaep::new::<Sha1>(), wrapped).map(Zeroizing::new);
    let key = key.map_err(|_| PayLoadError::Refused)?;
    let key = <[u8; KEY_LEN]>::try_from(key.as_slice()).map_err(|_| PayLoadError::Refused)?;
    Ok(Zeroizing::new(key))
}

/// The MAC over `covered`, to be finished or verified.
fn hmac_of(key: &Key, covered: &str) -> Hmac<Sha256> {
    // HMAC itself fills a key that is shorter than its block with zeros; a whole block cannot have the
    // wrong length.
    let mut block = Zeroizing::new([0; 64]);
    for (place, byte) in block.iter_mut().zip(key.iter()) {
        *place = *byte;
    }
    let mac: Hmac<Sha256> = Mac::new((&*block).into());
    mac.chain_update(covered)
}

/// Encrypts or decrypts in place: in counter mode they are one operation.
fn apply_cipher(key: &Key, nonce: [u8; NONCE_LEN], content: &mut [u8]) {
    let block = u128::from(u64::from_be_bytes(nonce)) << 64 | u128::from(FIRST_COUNT);
    // The counter would have to run through 2^128 blocks to fail.
    Ctr128BE::<Aes256>::new((&**key).into(), &block.to_be_bytes().into()).apply_keystream(content);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use rsa::pkcs8::DecodePublicKey as _;
    use rsa::rand_core::OsRng;

    use super::*;

    #[test]
    fn keys_are_drawn_from_the_operating_system_as_their_type_says() {
        let source: fn() -> Option<OsRng> = key::os_random;
        assert!(source().is_some());
    }

    #[test]
    fn every_character_is_drawn_equally_often() {
        let characters = drawn::<72_000>(&mut OsRng).unwrap();
        let text = str::from_utf8(characters.as_slice()).unwrap();
        for character in CHARACTERS.map(char::from) {
            // 2000 are expected, and the standard deviation is 44.
            let count = text.matches(character).count();
            assert!((1_600..2_400).contains(&count), "{character} {count}");
        }
        assert!(text.bytes().all(|byte| CHARACTERS.contains(&byte)));
    }

    #[test]
    fn a_key_too_short_to_wrap_another_is_an_error() {
        let pem = include_str!("../tests/vectors/not_keys/rsa_512.public.pem");
        let rsa = RsaPublicKey::from_public_key_pem(pem).unwrap();
        let key = Zeroizing::new([0; KEY_LEN]);
        let result = wrapped(&key, &rsa, &mut OsRng);
        assert_eq!(result, Err(PayLoadError::UnfitKey { bits: 512 }));
    }
}
