//! The signature schemes of the gateway, and the hash a signature source streams into.

use core::fmt;
use core::str::FromStr;

use md5::Md5;
use sha2::Sha256;
use sha2::digest::Digest as _;

/// How a message is signed.
///
/// Which scheme a merchant uses is settled with the gateway and configured here; a message's own
/// `sign_type` is data that anybody can write, so it never chooses the verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// RSASSA-PKCS1-v1_5 over the source with MD5, Base64; `sign_type` is `RSA`.
    Rsa,
    /// RSASSA-PKCS1-v1_5 over the source with SHA-256, Base64; `sign_type` is `SHA256withRSA`.
    Sha256WithRsa,
    /// Legacy: lower-case hex of MD5 over the source, `&key=` and a shared secret; `sign_type` is
    /// `MD5`.
    Md5,
}

impl Scheme {
    /// The value of `sign_type` that names this scheme in a message.
    pub const fn sign_type(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::Sha256WithRsa => "SHA256withRSA",
            Self::Md5 => "MD5",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.sign_type())
    }
}

/// A text that names no signature scheme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is no signature scheme; write RSA (with MD5), SHA256withRSA or MD5")]
#[non_exhaustive]
pub struct UnknownScheme {
    /// The text that was given.
    pub name: String,
}

impl FromStr for Scheme {
    type Err = UnknownScheme;

    /// Reads a `sign_type` value, in exactly the gateway's spelling.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        [Self::Rsa, Self::Sha256WithRsa, Self::Md5]
            .into_iter()
            .find(|scheme| scheme.sign_type() == name)
            .ok_or_else(|| UnknownScheme { name: name.to_owned() })
    }
}

/// Something a signature source is written into, piece by piece.
///
/// A `String` shows the source to a person; a [`SourceHash`] signs or verifies it without ever
/// holding it whole.
pub trait Sink {
    /// Appends `text` to what was written before.
    fn write(&mut self, text: &str);

    /// Appends text of ASCII characters, such as digits that were made on the spot.
    ///
    /// A sink of bytes can take them as they are; by default they become a text first.
    fn write_ascii(&mut self, ascii: &[u8]) {
        // Nothing but ASCII is handed over, so the text is never empty instead.
        self.write(core::str::from_utf8(ascii).unwrap_or_default());
    }
}

impl Sink for String {
    fn write(&mut self, text: &str) {
        self.push_str(text);
    }
}

impl<S: Sink + ?Sized> Sink for &mut S {
    fn write(&mut self, text: &str) {
        (**self).write(text);
    }

    fn write_ascii(&mut self, ascii: &[u8]) {
        (**self).write_ascii(ascii);
    }
}

/// The running hash of a signature source, made for one [`Scheme`].
#[derive(Clone)]
pub struct SourceHash {
    scheme: Scheme,
    state: State,
}

/// Two of the three schemes share a hash, so the state alone does not tell the scheme.
#[derive(Clone)]
enum State {
    Md5(Md5),
    Sha256(Sha256),
}

impl SourceHash {
    /// An empty source, to be signed or verified under `scheme`.
    pub fn new(scheme: Scheme) -> Self {
        let state = match scheme {
            Scheme::Rsa | Scheme::Md5 => State::Md5(Md5::new()),
            Scheme::Sha256WithRsa => State::Sha256(Sha256::new()),
        };
        Self { scheme, state }
    }

    /// The scheme this hash was made for; a signer of another scheme refuses it.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Appends `bytes` to the source. Many small writes cost little: they gather in a block.
    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.state {
            State::Md5(md5) => md5.update(bytes),
            State::Sha256(sha256) => sha256.update(bytes),
        }
    }

    /// The digest of everything written.
    pub fn finish(self) -> Digest {
        match self.state {
            State::Md5(md5) => Digest::Md5(md5.finalize().into()),
            State::Sha256(sha256) => Digest::Sha256(sha256.finalize().into()),
        }
    }
}

impl Sink for SourceHash {
    fn write(&mut self, text: &str) {
        self.update(text.as_bytes());
    }

    fn write_ascii(&mut self, ascii: &[u8]) {
        self.update(ascii);
    }
}

impl fmt::Debug for SourceHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The unfinished block holds message text and, in the MD5 scheme, the shared secret.
        f.debug_struct("SourceHash").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}

/// A finished digest of a signature source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Digest {
    /// Sixteen bytes of MD5, for [`Scheme::Rsa`] and [`Scheme::Md5`].
    Md5([u8; 16]),
    /// Thirty-two bytes of SHA-256, for [`Scheme::Sha256WithRsa`].
    Sha256([u8; 32]),
}

impl Digest {
    /// The bytes of the digest, whichever hash made them.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Md5(bytes) => bytes,
            Self::Sha256(bytes) => bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_borrowed_sink_writes_into_the_sink() {
        let mut text = String::new();
        let mut sink = &mut text;
        Sink::write(&mut sink, "羽");
        Sink::write_ascii(&mut sink, b"12");
        assert_eq!(text, "羽12");
    }
}
