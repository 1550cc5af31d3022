//! What can be wrong with a `pay_load`, and what to do about it.

/// Why a message was not encrypted, or a `pay_load` not decrypted. No message shows anything of
/// either.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayLoadError {
    /// The random source gives no random numbers, without which no key is used or made.
    #[error(
        "the pay_load was neither made nor read: the system gives no random numbers; look to the \
         system before you try again"
    )]
    NoRandomness,
    /// RSA-OAEP does not work with the gateway's key.
    #[error(
        "nothing was encrypted: the RSA key of {bits} bits cannot wrap a key of 32 bytes; take the \
         gateway's public key as the gateway publishes it"
    )]
    UnfitKey {
        /// The length of the key's modulus, in bits.
        bits: usize,
    },
    /// The text is not of the one version of `pay_load` there is.
    #[error(
        "the text is no pay_load of a known version: it does not begin with `lianpay1_0_1$`; give \
         the value of the member pay_load alone, without quotes"
    )]
    UnknownVersion,
    /// The text does not have the six parts of a `pay_load`.
    #[error("the pay_load has {got} parts with `$` between them where six belong; it is cut off")]
    WrongParts {
        /// How many parts there are.
        got: usize,
    },
    /// A part is not what its place wants.
    #[error(
        "the {part} in the pay_load is not {expected}; it was cut off or changed on its way (a text \
         that was URL-decoded once too often has spaces where `+` was)"
    )]
    BadPart {
        /// Which part it is: `hmac_key`, `aes_key`, `nonce`, `ciphertext` or `mac`.
        part: &'static str,
        /// What belongs there.
        expected: &'static str,
    },
    /// The parts do not fit each other, the key, or any text.
    ///
    /// One error on purpose, whichever of them it is: who sends forged texts and could tell a bad
    /// padding from a bad MAC would learn something of the private key.
    #[error(
        "the pay_load does not decrypt: it was made for another key, or was changed on its way; \
         check that the key is the private half of the pair it was made for, and ask for it again"
    )]
    Refused,
}
