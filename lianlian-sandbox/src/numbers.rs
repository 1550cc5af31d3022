//! Texts that the sandbox makes up: tokens and confirmation codes.
//!
//! They differ from sandbox to sandbox and from one to the next, and are the same when a test runs
//! again. Nobody has to be kept from guessing them: no money moves here.

use lianlian::{Scheme, SourceHash};

/// Digits of a confirmation code; the spec allows six characters.
const CODE_LENGTH: usize = 6;

/// A token, 32 hexadecimal digits as the documentation's samples have them.
pub(crate) fn token(sandbox: &str, number: u64) -> String {
    hexadecimal(&digest(&format!("token {number} of {sandbox}")))
}

/// A token that stands for the page of an order; the order asked for again has the same.
pub(crate) fn page_token(sandbox: &str, oid_paybill: &str) -> String {
    hexadecimal(&digest(&format!("page of {oid_paybill} at {sandbox}")))
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |token, byte| format!("{token}{byte:02X}"))
}

/// A confirmation code of decimal digits.
pub(crate) fn confirm_code(sandbox: &str, no_order: &str) -> String {
    let digest = digest(&format!("confirmation of {no_order} by {sandbox}"));
    digest.iter().take(CODE_LENGTH).map(|byte| char::from(b'0'.saturating_add(byte % 10))).collect()
}

fn digest(text: &str) -> Vec<u8> {
    let mut hash = SourceHash::new(Scheme::Rsa);
    hash.update(text.as_bytes());
    hash.finish().as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_codes_have_their_form_and_differ() {
        let one = token("http://127.0.0.1:1", 1);
        assert!(one.len() == 32 && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_ne!(one, token("http://127.0.0.1:1", 2));
        assert_ne!(one, token("http://127.0.0.1:2", 1));
        let code = confirm_code("http://127.0.0.1:1", "a");
        assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
        assert_ne!(code, confirm_code("http://127.0.0.1:1", "b"));
    }
}
