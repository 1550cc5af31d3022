//! Keys in every form that people keep them in, and everything that is mistaken for one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lianlian_api::{
    GatewayKey, KeyError, Md5Signer, Md5Verifier, MerchantKey, RsaSigner, RsaVerifier, Scheme,
    SharedSecret, Sink as _, SourceHash,
};

const PKCS1: &str = include_str!("vectors/merchant_2048.pkcs1.pem");
const PKCS8: &str = include_str!("vectors/merchant_2048.pkcs8.pem");
const PUBLIC: &str = include_str!("vectors/merchant_2048.public.pem");
const OTHER_PUBLIC: &str = include_str!("vectors/llpay_public_key.pem");

/// What is wrong with `text`, taken for a merchant's key and for the gateway's.
fn refused(text: &str) -> [KeyError; 2] {
    [
        MerchantKey::parse(text.as_bytes()).expect_err("no merchant key"),
        GatewayKey::parse(text.as_bytes()).expect_err("no gateway key"),
    ]
}

/// The Base64 lines of a PEM text.
fn bare(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with("-----")).collect::<Vec<_>>().join("\n")
}

fn der(pem: &str) -> Vec<u8> {
    STANDARD.decode(bare(pem).replace('\n', "")).unwrap()
}

/// One key in the disguises in which it comes from files, consoles and mails.
fn disguises(pem: &str) -> Vec<Vec<u8>> {
    let texts = [
        pem.to_owned(),
        pem.replace('\n', "\r\n"),
        format!("\u{feff}{pem}"),
        format!("the key of the shop\n{pem}\nend of it\n"),
        // DER begins with this digit.
        format!("0 first\n{pem}"),
        bare(pem),
        bare(pem).replace('\n', "\r\n"),
        bare(pem).replace('\n', ""),
        format!("\u{feff} {}\n\n", bare(pem)),
    ];
    texts.into_iter().map(String::into_bytes).chain([der(pem)]).collect()
}

#[test]
fn a_merchant_key_is_read_from_every_form() {
    let key = MerchantKey::from_pem(PKCS8).unwrap();
    let public = GatewayKey::from_pem(PUBLIC).unwrap();
    assert_eq!(key.bits(), 2048);
    for bytes in [PKCS1, PKCS8].into_iter().flat_map(disguises) {
        assert!(MerchantKey::parse(&bytes).unwrap().is_pair_of(&public));
    }
    assert!(MerchantKey::from_der(&der(PKCS1)).unwrap().is_pair_of(&public));
    assert!(MerchantKey::from_base64(&bare(PKCS1)).unwrap().is_pair_of(&public));
}

#[test]
fn a_gateway_key_is_read_from_every_form() {
    let key = GatewayKey::from_pem(PUBLIC).unwrap();
    // PKCS#1 of the same key stands at the end of its SubjectPublicKeyInfo.
    let pkcs1 = der(PUBLIC)[24..].to_vec();
    let pkcs1_pem = format!(
        "-----BEGIN RSA PUBLIC KEY-----\n{}\n-----END RSA PUBLIC KEY-----\n",
        STANDARD.encode(&pkcs1)
    );
    for bytes in [PUBLIC, &pkcs1_pem].into_iter().flat_map(disguises) {
        assert_eq!(GatewayKey::parse(&bytes).unwrap(), key);
    }
    assert_eq!(GatewayKey::from_der(&pkcs1).unwrap(), key);
    assert_eq!(GatewayKey::from_base64(&bare(PUBLIC)).unwrap(), key);
}

#[test]
fn a_key_written_out_is_the_key() {
    let key = MerchantKey::from_pem(PKCS1).unwrap();
    assert_eq!(*key.to_pkcs8_pem().unwrap(), PKCS8);
    assert_eq!(key.public_pem().unwrap(), PUBLIC);
    assert_eq!(GatewayKey::from_pem(OTHER_PUBLIC).unwrap().to_pem().unwrap(), OTHER_PUBLIC);
}

#[test]
fn a_key_pair_can_be_made() {
    let key = MerchantKey::generate(1024).unwrap();
    assert_eq!(key.bits(), 1024);
    let read = MerchantKey::from_pem(&key.to_pkcs8_pem().unwrap()).unwrap();
    assert!(read.is_pair_of(&key.public_key()));
    assert!(matches!(MerchantKey::generate(1023), Err(KeyError::TooSmall { bits: 1023 })));
    assert!(matches!(MerchantKey::generate(4097), Err(KeyError::TooLarge { bits: 4097 })));
}

#[test]
fn a_key_is_pair_of_its_own_public_half_only() {
    let key = MerchantKey::from_pem(PKCS1).unwrap();
    assert!(key.is_pair_of(&key.public_key()));
    assert!(!key.is_pair_of(&GatewayKey::from_pem(OTHER_PUBLIC).unwrap()));
}

#[test]
fn a_public_key_given_as_private_says_so() {
    for bytes in disguises(PUBLIC) {
        let error = MerchantKey::parse(&bytes).unwrap_err();
        assert!(matches!(error, KeyError::PublicWherePrivateExpected), "{error}");
    }
}

#[test]
fn a_private_key_given_as_public_says_so() {
    for bytes in [PKCS1, PKCS8].into_iter().flat_map(disguises) {
        let error = GatewayKey::parse(&bytes).unwrap_err();
        assert!(matches!(error, KeyError::PrivateWherePublicExpected), "{error}");
    }
}

#[test]
fn a_key_of_another_algorithm_says_so() {
    for pem in [
        include_str!("vectors/not_keys/ec.sec1.pem"),
        include_str!("vectors/not_keys/ec.pkcs8.pem"),
        include_str!("vectors/not_keys/ec.with_parameters.pem"),
        include_str!("vectors/not_keys/ec.public.pem"),
        include_str!("vectors/not_keys/ed25519.pem"),
    ] {
        for error in refused(pem) {
            assert!(matches!(error, KeyError::NotRsa), "{error}: {pem}");
        }
    }
    for pem in [
        include_str!("vectors/not_keys/ec.sec1.pem"),
        include_str!("vectors/not_keys/ec.pkcs8.pem"),
    ] {
        for error in refused(&bare(pem)) {
            assert!(matches!(error, KeyError::NotRsa), "{error}: {pem}");
        }
    }
}

#[test]
fn a_certificate_says_so_with_and_without_its_label() {
    let pem = include_str!("vectors/not_keys/certificate.pem");
    for error in refused(pem).into_iter().chain(refused(&bare(pem))) {
        assert!(matches!(error, KeyError::Certificate), "{error}");
        assert!(error.to_string().contains("openssl x509"), "{error}");
    }
}

#[test]
fn an_encrypted_key_says_so() {
    let pkcs8 = include_str!("vectors/not_keys/encrypted.pkcs8.pem");
    let pkcs1 = include_str!("vectors/not_keys/encrypted.pkcs1.pem");
    for text in [pkcs8, pkcs1, &bare(pkcs8)] {
        for error in refused(text) {
            assert!(matches!(error, KeyError::Encrypted), "{error}");
        }
    }
}

#[test]
fn a_key_of_unsafe_or_unusable_length_says_so() {
    let private = include_str!("vectors/not_keys/rsa_512.pem");
    let public = include_str!("vectors/not_keys/rsa_512.public.pem");
    let small = [MerchantKey::from_pem(private).err(), GatewayKey::from_pem(public).err()];
    assert!(small.iter().all(|error| matches!(error, Some(KeyError::TooSmall { bits: 512 }))));

    let private = include_str!("vectors/not_keys/rsa_8192.pem");
    let public = include_str!("vectors/not_keys/rsa_8192.public.pem");
    let large = [MerchantKey::from_pem(private).err(), GatewayKey::from_pem(public).err()];
    assert!(large.iter().all(|error| matches!(error, Some(KeyError::TooLarge { bits: 8192 }))));
}

#[test]
fn nothing_says_so() {
    for text in ["", " \r\n", "\u{feff}", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"] {
        for error in refused(text) {
            assert!(matches!(error, KeyError::Empty), "{error}: {text:?}");
        }
    }
    assert!(matches!(MerchantKey::from_der(&[]), Err(KeyError::Empty)));
    for blank in ["", " \n"] {
        assert!(matches!(SharedSecret::new(blank), Err(KeyError::Empty)));
    }
}

#[test]
fn several_keys_in_one_file_are_not_guessed_at() {
    for error in refused(&format!("{PKCS8}{PUBLIC}")) {
        assert!(matches!(error, KeyError::SeveralKeys { count: 2 }), "{error}");
    }
}

#[test]
fn what_is_damaged_or_foreign_is_unreadable() {
    let openssh = include_str!("vectors/not_keys/openssh.pem");
    let request = include_str!("vectors/not_keys/certificate_request.pem");
    let cut_pem = &PKCS8[..PKCS8.len() - 40];
    let cut_base64 = &bare(PKCS8)[..300];
    let cut_der = STANDARD.encode(&der(PKCS8)[..300]);
    let with_more = STANDARD.encode([der(PUBLIC), vec![0]].concat());
    for text in [
        "garbage",
        "/home/shop/merchant.pem",
        "-----BEGIN PUBLIC KEY",
        "-----BEGIN PUBLIC KEY-----\nMIGf*\n-----END PUBLIC KEY-----",
        cut_pem,
        cut_base64,
        &cut_der,
        &with_more,
        "MAA=",
        request,
        openssh,
    ] {
        for error in refused(text) {
            assert!(matches!(error, KeyError::Unreadable { .. }), "{error}: {text}");
        }
    }
    assert!(refused(openssh)[0].to_string().contains("ssh-keygen"));
    for binary in [&b"\xff\xfe\x00"[..], b"\x30", b"\x30\x82\xff\xff", b"\x30\x00\x00"] {
        let error = MerchantKey::parse(binary).unwrap_err();
        assert!(matches!(error, KeyError::Unreadable { .. }), "{error}");
    }
}

#[test]
fn a_key_with_a_damaged_byte_is_refused_or_still_the_same_key() {
    let good = der(PKCS1);
    for place in 0..good.len() {
        let mut bad = good.clone();
        bad[place] ^= 1;
        // Only the last three numbers may be wrong without notice: they follow from the others
        // and are not used.
        if let Ok(key) = MerchantKey::from_der(&bad) {
            assert!(key.is_pair_of(&GatewayKey::from_pem(PUBLIC).unwrap()), "byte {place}");
        }
    }
}

#[test]
fn an_error_in_a_file_names_the_file() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    let path = format!("{folder}/merchant_1024.public.pem");
    let error = MerchantKey::from_pem_file(&path).unwrap_err();
    assert!(matches!(error.reason(), KeyError::PublicWherePrivateExpected));
    assert!(error.to_string().starts_with(&format!("{path}: this is a public key")), "{error}");

    let path = format!("{folder}/absent.pem");
    let error = GatewayKey::from_pem_file(&path).unwrap_err();
    assert!(matches!(error, KeyError::File { .. }));
    assert!(error.to_string().starts_with(&format!("{path}: the key file cannot be read")));

    let key = MerchantKey::from_pem_file(format!("{folder}/merchant_1024.pkcs8.pem")).unwrap();
    assert_eq!(key.bits(), 1024);
}

#[test]
fn debug_shows_nothing_of_a_key_or_secret() {
    let key = MerchantKey::from_pem(PKCS1).unwrap();
    let public = key.public_key();
    let secret = SharedSecret::new("tell nobody").unwrap();
    let mut source = SourceHash::new(Scheme::Md5);
    source.write("tell nobody");
    assert_eq!(format!("{key:?} {key:#?}"), "MerchantKey(2048 bits) MerchantKey(2048 bits)");
    assert_eq!(format!("{public:?}"), "GatewayKey(2048 bits)");
    assert_eq!(format!("{secret:?} {secret:#?}"), "SharedSecret(***) SharedSecret(***)");
    assert_eq!(format!("{source:?}"), "SourceHash { scheme: Md5, .. }");
    assert_eq!(
        format!(
            "{:?} {:?} {:?} {:?}",
            RsaSigner::new(key, Scheme::Rsa).unwrap(),
            RsaVerifier::new(public, Scheme::Sha256WithRsa).unwrap(),
            Md5Signer::new(secret.clone()),
            Md5Verifier::new(secret),
        ),
        "RsaSigner { key: MerchantKey(2048 bits), scheme: Rsa } \
         RsaVerifier { key: GatewayKey(2048 bits), scheme: Sha256WithRsa } \
         Md5Signer { secret: SharedSecret(***) } Md5Verifier { secret: SharedSecret(***) }"
    );
}
