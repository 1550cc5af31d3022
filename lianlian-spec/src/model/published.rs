//! Keys that are no secret any more.

use crate::record::words;

/// A key or secret that is published, so that anybody can sign with it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishedKey {
    /// SHA-256 of the public key (DER, `SubjectPublicKeyInfo`) or of the secret, 64 lower-case hex digits.
    pub digest: String,
    /// What it is.
    pub kind: PublishedKind,
    /// Where it was seen.
    pub seen: String,
}

words! {
    /// What a published key is.
    pub PublishedKind {
        /// A merchant's RSA key whose private half is published.
        MerchantKey = "merchant_key",
        /// A key of the gateway whose private half is published.
        GatewayKey = "gateway_key",
        /// A shared secret of the MD5 scheme.
        SharedSecret = "shared_secret",
    }
}
