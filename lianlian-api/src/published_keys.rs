//! Keys that anybody can look up, which sign and prove nothing outside a sandbox.
//!
//! Demos of the vendor and test keys of this library are copied together with the code around them. The spec lists
//! their digests (`published_keys` in `gateway.json`), and clients and receivers refuse them.

// Written by the generator, which sorts it by digest.
#[rustfmt::skip]
mod list;

use core::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::key::{GatewayKey, MerchantKey, SharedSecret};

/// A key or shared secret of which it is known that it is published, so that anybody can sign with it.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishedKey {
    /// SHA-256 of the public key (see [`KeyFingerprint`](crate::KeyFingerprint)) or of the secret, 64 lower-case
    /// hex digits.
    pub digest: &'static str,
    /// What it is.
    pub kind: PublishedKind,
    /// Where it was seen, in words.
    pub seen: &'static str,
}

/// What a [`PublishedKey`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublishedKind {
    /// A merchant's RSA key whose private half is published.
    MerchantKey,
    /// A key of the gateway whose private half is published. The gateway may sign with it all the same.
    GatewayKey,
    /// A shared secret of the MD5 scheme.
    SharedSecret,
}

impl PublishedKey {
    /// Every one of which the spec knows, sorted by digest.
    pub const ALL: &'static [Self] = list::LIST;

    /// Refuses the key for verifying, unless it is the gateway's own: then there is no other to take.
    pub(crate) fn refuse_as_gateways(&'static self) -> Result<(), &'static Self> {
        if self.kind != PublishedKind::GatewayKey {
            return Err(self);
        }
        tracing::warn!(
            key = self.digest,
            "the private half of the gateway's key is published, so anybody can sign notifications: ask \
             with the query before acting on one"
        );
        Ok(())
    }

    fn of(digest: &str, kinds: &[PublishedKind]) -> Option<&'static Self> {
        let at = Self::ALL.binary_search_by(|known| known.digest.cmp(digest)).ok()?;
        Self::ALL.get(at).filter(|known| kinds.contains(&known.kind))
    }
}

/// An RSA key, whosever it is.
const PAIRS: [PublishedKind; 2] = [PublishedKind::MerchantKey, PublishedKind::GatewayKey];

impl MerchantKey {
    /// Where the key is published, if the spec knows that it is.
    pub fn published(&self) -> Option<&'static PublishedKey> {
        PublishedKey::of(&self.fingerprint().to_string(), &PAIRS)
    }
}

impl GatewayKey {
    /// Where the private half of the key is published, if the spec knows that it is.
    ///
    /// Messages under such a key prove nothing: not only the gateway can have signed them.
    pub fn published(&self) -> Option<&'static PublishedKey> {
        PublishedKey::of(&self.fingerprint().to_string(), &PAIRS)
    }
}

impl SharedSecret {
    /// Where the secret is published, if the spec knows that it is.
    pub fn published(&self) -> Option<&'static PublishedKey> {
        let mut digest = String::with_capacity(64);
        for byte in Sha256::digest(self.expose().as_bytes()) {
            // Writing to memory cannot fail.
            let _ = write!(digest, "{byte:02x}");
        }
        PublishedKey::of(&digest, &[PublishedKind::SharedSecret])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_so_that_each_is_found() {
        assert!(PublishedKey::ALL.is_sorted_by(|a, b| a.digest < b.digest));
        for known in PublishedKey::ALL {
            assert_eq!(PublishedKey::of(known.digest, &[known.kind]), Some(known));
        }
    }

    #[test]
    fn the_digest_of_a_key_is_not_taken_for_that_of_a_secret() {
        for known in PublishedKey::ALL.iter().filter(|one| one.kind == PublishedKind::MerchantKey) {
            assert_eq!(PublishedKey::of(known.digest, &[PublishedKind::SharedSecret]), None);
        }
    }
}
