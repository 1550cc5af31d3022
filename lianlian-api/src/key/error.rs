//! What can be wrong with a key, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// Why something is not the key it should be. No message shows anything of a key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The file cannot be read.
    #[error("{path}: the key file cannot be read: {io}", path = path.display())]
    File {
        /// The path as it was given.
        path: PathBuf,
        /// What the operating system says.
        #[source]
        io: io::Error,
    },
    /// The text of a key was given where the path of its file belongs.
    #[error(
        "this is the text of a key, and the path of its file belongs here; read the text with \
         `from_pem` or `from_base64`"
    )]
    TextAsPath,
    /// The file was read and its content is not the key it should be.
    #[error("{path}: {error}", path = path.display())]
    InFile {
        /// The path as it was given.
        path: PathBuf,
        /// What is wrong with the content.
        #[source]
        error: Box<KeyError>,
    },
    /// A private key was given as the gateway's key.
    #[error(
        "this is a private key, but the gateway's public key belongs here; the gateway publishes it \
         for merchants, and a private key (yours) is only for signing"
    )]
    PrivateWherePublicExpected,
    /// A public key was given as the merchant's key.
    #[error(
        "this is a public key, but your private key belongs here; signing takes the private half of \
         the pair whose public half you registered with the gateway"
    )]
    PublicWherePrivateExpected,
    /// An X.509 certificate.
    #[error(
        "this is a certificate, not a key; take the public key out of it with \
         `openssl x509 -in cert.pem -noout -pubkey`"
    )]
    Certificate,
    /// A private key protected by a passphrase.
    #[error(
        "the key is encrypted with a passphrase; write it without one with \
         `openssl pkey -in key.pem -out plain.pem` and protect the file instead"
    )]
    Encrypted,
    /// A key of another algorithm: EC, DSA, Ed25519 …
    #[error("this is a key, but not an RSA key; the gateway works with RSA keys only")]
    NotRsa,
    /// An RSA key under 1024 bits.
    #[error("the RSA key has {bits} bits, fewer than 1024; make one of 2048 bits")]
    TooSmall {
        /// The length of the modulus.
        bits: usize,
    },
    /// An RSA key over 4096 bits.
    #[error("the RSA key has {bits} bits, more than 4096; make one of 2048 bits")]
    TooLarge {
        /// The length of the modulus.
        bits: usize,
    },
    /// More than one PEM block.
    #[error("there are {count} PEM blocks, and it is undecided which is meant; leave one")]
    SeveralKeys {
        /// How many blocks there are.
        count: usize,
    },
    /// Nothing, or white space only.
    #[error("the key is empty")]
    Empty,
    /// No key in any known form.
    #[error("the key cannot be read: {what}; expected is {expected}")]
    Unreadable {
        /// What is wrong with it.
        what: &'static str,
        /// The forms that would have been read.
        expected: &'static str,
    },
    /// A key pair could not be made, because the operating system gives no random numbers.
    #[error("no key pair could be made: the operating system gives no random numbers")]
    NotGenerated,
    /// A key could not be written out; its numbers do not fit together.
    #[error("the key cannot be written as PEM, its numbers do not fit together")]
    Unwritable,
}

impl KeyError {
    /// What is wrong, looking through [`KeyError::InFile`].
    #[must_use]
    pub fn reason(&self) -> &Self {
        match self {
            Self::InFile { error, .. } => error.reason(),
            reason => reason,
        }
    }

    /// A path that is the text of a key must not be shown, as every path is.
    pub(super) fn of_unread_file(path: &Path, io: io::Error) -> Self {
        let text = path.to_string_lossy();
        let is_base64 = |byte: u8| {
            byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || b"+/=\\-".contains(&byte)
        };
        // Base64 of the shortest key is longer; a path this long without a dot is none of this world.
        let is_bare = text.len() > 120 && text.bytes().all(is_base64);
        if text.contains("-----") || text.contains('\n') || is_bare {
            return Self::TextAsPath;
        }
        Self::File { path: path.to_owned(), io }
    }

    pub(super) fn in_file(self, path: &Path) -> Self {
        Self::InFile { path: path.to_owned(), error: Box::new(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_text_of_a_key_is_not_shown_as_a_path() {
        let letters = |count: usize| "A".repeat(count);
        for (text, is_text) in [
            ("merchant.pem".to_owned(), false),
            ("merchant".to_owned(), false),
            ("-----BEGIN PRIVATE KEY-----".to_owned(), true),
            ("MIIE\nvQIB".to_owned(), true),
            (letters(120), false),
            (letters(121), true),
            (letters(60) + " " + &letters(60), true),
            (letters(60) + "+/=\\-" + &letters(60), true),
            (letters(121) + ".pem", false),
            (letters(60) + "_" + &letters(60), false),
        ] {
            let io = io::Error::from(io::ErrorKind::NotFound);
            let error = KeyError::of_unread_file(Path::new(&text), io);
            assert_eq!(matches!(error, KeyError::TextAsPath), is_text, "{text}");
            assert_eq!(matches!(error, KeyError::File { .. }), !is_text, "{text}");
        }
    }
}
