//! What a file is that is no key: told by its label or its shape, never by luck.
#![allow(clippy::unwrap_used)]

use lianlian_api::{GatewayKey, KeyError, MerchantKey};

fn pem(label: &str, body: &str) -> KeyError {
    let text = format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
    GatewayKey::from_pem(&text).unwrap_err()
}

#[test]
fn what_is_blank_is_empty_and_not_merely_unreadable() {
    for blank in ["", " \r\n\t", "\u{feff}\n"] {
        assert!(matches!(GatewayKey::from_pem(blank), Err(KeyError::Empty)), "{blank:?}");
        assert!(matches!(MerchantKey::from_pem(blank), Err(KeyError::Empty)), "{blank:?}");
    }
}

#[test]
fn a_label_says_what_it_is_even_where_the_content_is_damaged() {
    for label in ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"] {
        assert!(matches!(pem(label, "damaged!"), KeyError::Certificate), "{label}");
    }
    assert!(matches!(pem("ENCRYPTED PRIVATE KEY", "damaged!"), KeyError::Encrypted));
    assert!(matches!(pem("PUBLIC KEY", "damaged!"), KeyError::Unreadable { .. }));
}

/// A DER sequence of elements that are short.
fn sequence(elements: &[&[u8]]) -> Vec<u8> {
    let content = elements.concat();
    let mut der = vec![0x30, u8::try_from(content.len()).unwrap()];
    der.extend(content);
    der
}

#[test]
fn only_what_has_the_whole_shape_of_a_certificate_or_an_encrypted_key_is_called_so() {
    // The empty octet string, the empty bit string, the number one, and rsaEncryption.
    let (octets, bits, one) = (&[0x04, 0x00][..], &[0x03, 0x01, 0x00][..], &[0x02, 0x01, 0x01][..]);
    let algorithm =
        sequence(&[&[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]]);
    let told = |elements: &[&[u8]]| GatewayKey::from_der(&sequence(elements)).unwrap_err();
    assert!(matches!(told(&[&algorithm, octets]), KeyError::Encrypted));
    assert!(matches!(told(&[octets, &algorithm, bits]), KeyError::Certificate));
    for other in [
        &[octets, octets][..],
        &[&algorithm, one],
        &[octets, octets, octets],
        &[octets, octets, bits],
        &[octets, &algorithm, octets],
    ] {
        assert!(matches!(told(other), KeyError::Unreadable { .. }), "{other:?}");
    }
}
