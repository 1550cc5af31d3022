//! The text of a `pay_load`: six parts, and the Base64 in them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::error::PayLoadError;

/// The first part, which says what the others are.
const VERSION: &str = "lianpay1_0_1";

/// What stands between the parts. No character of Base64.
const SEPARATOR: &str = "$";

/// Characters of Base64 on a line.
const LINE: usize = 76;

pub(super) const KEY_LEN: usize = 32;
pub(super) const NONCE_LEN: usize = 8;
pub(super) const MAC_LEN: usize = 32;

/// The parts of a `pay_load` that was received, none of them believed yet.
pub(super) struct Parts {
    /// The key of the MAC, wrapped for the receiver.
    pub(super) hmac_key: Vec<u8>,
    /// The key of the content, wrapped for the receiver.
    pub(super) aes_key: Vec<u8>,
    pub(super) nonce: [u8; NONCE_LEN],
    pub(super) ciphertext: Vec<u8>,
    pub(super) mac: [u8; MAC_LEN],
    /// What the MAC is made over: nonce and ciphertext as they stand in the text.
    pub(super) covered: String,
}

impl Parts {
    /// Reads `text` without any key.
    pub(super) fn of(text: &str) -> Result<Self, PayLoadError> {
        let parts: Vec<&str> = text.split(SEPARATOR).collect();
        if parts.first() != Some(&VERSION) {
            return Err(PayLoadError::UnknownVersion);
        }
        let [_, hmac_key, aes_key, nonce, ciphertext, mac] = *parts.as_slice() else {
            return Err(PayLoadError::WrongParts { got: parts.len() });
        };
        Ok(Self {
            hmac_key: bytes_of("hmac_key", hmac_key)?,
            aes_key: bytes_of("aes_key", aes_key)?,
            covered: [nonce, ciphertext].join(SEPARATOR),
            nonce: array_of("nonce", nonce, "Base64 of 8 bytes")?,
            ciphertext: bytes_of("ciphertext", ciphertext)?,
            mac: array_of("mac", mac, "Base64 of 32 bytes")?,
        })
    }
}

/// What the MAC is made over.
pub(super) fn covered(nonce: &[u8], ciphertext: &[u8]) -> String {
    [base64_of(nonce), base64_of(ciphertext)].join(SEPARATOR)
}

/// The whole text. `covered` is as [`covered`] made it, since the MAC holds for no other spelling.
pub(super) fn text_of(hmac_key: &[u8], aes_key: &[u8], covered: &str, mac: &[u8]) -> String {
    [VERSION, &base64_of(hmac_key), &base64_of(aes_key), covered, &base64_of(mac)].join(SEPARATOR)
}

/// Base64 in lines of 76 characters, with `\n` between them and none at the end.
///
/// The encryptor that the vendor hands out breaks its lines so, and nothing says whether the gateway
/// takes unbroken Base64: what it is known to take is the safer thing to send.
fn base64_of(bytes: &[u8]) -> String {
    let mut lines = String::new();
    for (place, character) in STANDARD.encode(bytes).chars().enumerate() {
        if place > 0 && place.is_multiple_of(LINE) {
            lines.push('\n');
        }
        lines.push(character);
    }
    lines
}

/// The bytes of a part, its lines broken anyhow: some encryptors write `\r\n`, some no line ends.
fn bytes_of(part: &'static str, text: &str) -> Result<Vec<u8>, PayLoadError> {
    let digits = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect::<Vec<_>>();
    let bad = |_| PayLoadError::BadPart { part, expected: "Base64" };
    STANDARD.decode(digits).map_err(bad)
}

/// The bytes of a part that has always as many.
fn array_of<const N: usize>(
    part: &'static str,
    text: &str,
    expected: &'static str,
) -> Result<[u8; N], PayLoadError> {
    let bad = || PayLoadError::BadPart { part, expected };
    let bytes = bytes_of(part, text).map_err(|_| bad())?;
    bytes.try_into().map_err(|_| bad())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn base64_breaks_after_76_characters_and_never_at_the_end() {
        let lengths = |bytes: usize| -> Vec<usize> {
            base64_of(&vec![b'a'; bytes]).split('\n').map(str::len).collect()
        };
        assert_eq!(lengths(0), [0]);
        assert_eq!(lengths(57), [76]);
        assert_eq!(lengths(58), [76, 4]);
        assert_eq!(lengths(171), [76, 76, 76]);
    }

    #[test]
    fn what_is_written_is_read_and_the_mac_covers_nonce_and_ciphertext_as_they_stand() {
        let covered = covered(b"NONCENON", &[7; 100]);
        let text = text_of(&[1; 128], &[2; 128], &covered, &[3; MAC_LEN]);
        let parts = Parts::of(&text).unwrap();
        assert_eq!((parts.hmac_key, parts.aes_key), (vec![1; 128], vec![2; 128]));
        assert_eq!((parts.nonce, parts.ciphertext), (*b"NONCENON", vec![7; 100]));
        assert_eq!((parts.mac, &parts.covered), ([3; MAC_LEN], &covered));
        assert_eq!(covered.matches('\n').count(), 1);
    }
}
