//! Wrong readers of keys, signatures and verifications, which are caught.

use lianlian::{GatewayKey, MerchantKey};
use lianlian_fuzz::key::{self, Judged, LIBRARY};

const PRIVATE: &[u8] =
    include_bytes!("../../../../../lianlian-api/tests/vectors/merchant_1024.pkcs8.pem");
const PUBLIC: &[u8] =
    include_bytes!("../../../../../lianlian-api/tests/vectors/merchant_1024.public.pem");

#[test]
#[should_panic(expected = "believes a signature of zeros")]
fn a_verification_that_believes_every_signature_is_caught() {
    key::holds(PUBLIC, Judged { verifies: |_, _| true, ..LIBRARY });
}

#[test]
#[should_panic(expected = "a signature that is none")]
fn a_verification_that_believes_no_signature_is_caught() {
    key::holds(PRIVATE, Judged { verifies: |_, _| false, ..LIBRARY });
}

#[test]
#[should_panic(expected = "a signature that is none")]
fn a_signature_that_does_not_verify_is_caught() {
    key::holds(PRIVATE, Judged { sign: |_| Ok("c2FtcGxl".to_owned()), ..LIBRARY });
}

#[test]
#[should_panic(expected = "assertion `left == right` failed")]
fn a_reader_that_refuses_a_private_key_is_caught() {
    key::holds(PRIVATE, Judged { merchant: |_| MerchantKey::from_pem(""), ..LIBRARY });
}

#[test]
#[should_panic(expected = "assertion `left == right` failed")]
fn a_reader_that_refuses_a_public_key_is_caught() {
    key::holds(PUBLIC, Judged { gateway: |_| GatewayKey::from_pem(""), ..LIBRARY });
}

#[test]
#[should_panic(expected = "another key")]
fn a_reader_that_reads_one_key_whatever_is_given_is_caught() {
    const OTHER: &str =
        include_str!("../../../../../lianlian-api/tests/vectors/merchant_2048.public.pem");
    key::holds(PUBLIC, Judged { gateway: |_| GatewayKey::from_pem(OTHER), ..LIBRARY });
}
