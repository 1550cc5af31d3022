//! Keys that are published are refused wherever money could move.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use lianlian::transport::{HttpRequest, HttpResponse, Transport, TransportError};
use lianlian::{
    Client, ClientBuilder, ConfigError, GatewayKey, GatewayKeys, GatewayKeysError, KeysVerifier,
    Md5Signer, Md5Verifier, MerchantKey, NotVerified, PublishedKey, PublishedKind, ReceiveError,
    Receiver, RsaSigner, RsaVerifier, Scheme, SharedSecret, SignError, Signer as _,
    SwappableSigner, Verifier as _, VerifyError, aggregate,
};
use lianlian_codegen::published_keys;
use lianlian_spec::load;
use support::{MERCHANT, Script, gateway_key, merchant_key};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A key that nobody else has.
fn own_key() -> MerchantKey {
    static KEY: OnceLock<MerchantKey> = OnceLock::new();
    KEY.get_or_init(|| MerchantKey::generate(1024).unwrap()).clone()
}

/// The gateway's key in production.
fn llpay() -> GatewayKey {
    let path = root().join("lianlian-api/tests/vectors/llpay_public_key.pem");
    GatewayKey::from_pem_file(path).unwrap()
}

fn is_refused_as_merchants(builder: ClientBuilder) -> bool {
    matches!(builder.build(), Err(ConfigError::PublishedMerchantKey { .. }))
}

fn is_refused_as_gateways(builder: ClientBuilder) -> bool {
    matches!(builder.build(), Err(ConfigError::PublishedGatewayKey { .. }))
}

#[test]
fn the_committed_list_is_that_of_the_spec() {
    let spec = load(&root().join("spec")).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let path = root().join("lianlian-api/src/published_keys/list.rs");
    let fresh = published_keys(&spec);
    if std::env::var_os("REFRESH").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == fresh, "stale: REFRESH=1 cargo test --test published_keys, twice");
}

#[test]
fn a_published_key_signs_nothing_outside_a_sandbox() {
    let client = || Client::builder(MERCHANT, merchant_key()).gateway_key(llpay());
    assert!(is_refused_as_merchants(client()));
    for production in [
        "https://mpayapi.lianlianpay.com",
        "https://sandbox.example",
        "https://localhost.example",
        "https://127.0.0.1.example",
    ] {
        assert!(is_refused_as_merchants(client().base_url(production)), "{production}");
    }
    let error = client().build().unwrap_err().to_string();
    assert!(error.contains("published") && error.contains("register"), "{error}");
}

#[test]
fn a_published_key_works_with_a_sandbox_on_this_machine_or_a_script() {
    let client = || Client::builder(MERCHANT, merchant_key()).gateway_key(gateway_key());
    for sandbox in ["http://127.0.0.1:8080", "https://[::1]:8080", "http://localhost:8080"] {
        client().base_url(sandbox).build().unwrap();
    }
    client().transport(Script::default()).build().unwrap();
}

#[test]
fn a_transport_of_ones_own_is_no_sandbox_unless_it_says_so() {
    struct Carrier;
    impl Transport for Carrier {
        fn post(&self, _: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
            Ok(HttpResponse::new(200, Vec::new()))
        }
    }
    let client = || Client::builder(MERCHANT, merchant_key()).gateway_key(llpay());
    assert!(is_refused_as_merchants(client().transport(Carrier)));
    assert!(is_refused_as_merchants(client().transport(Arc::new(Carrier))));
    client().transport(Arc::new(Script::default())).build().unwrap();
    // Nor does it become one, or cease to be one, by being borrowed.
    assert!(!<&Carrier as Transport>::is_stand_in(&&Carrier));
    assert!(<&Script as Transport>::is_stand_in(&&Script::default()));
}

#[test]
fn whatever_signs_or_verifies_says_that_its_key_is_published() {
    let rsa = |key| RsaSigner::new(key, Scheme::Rsa).unwrap();
    assert_eq!(SwappableSigner::new(rsa(merchant_key())).published(), merchant_key().published());
    assert_eq!(SwappableSigner::new(rsa(own_key())).published(), None);
    let of = |keys: &[GatewayKey]| {
        let keys = GatewayKeys::of(keys.iter().cloned()).unwrap();
        KeysVerifier::new(keys, Scheme::Rsa).unwrap().published()
    };
    let own = own_key().public_key();
    assert_eq!(of(std::slice::from_ref(&own)), None);
    assert_eq!(of(&[llpay(), own.clone()]), llpay().published());
    // The one that matters comes first, wherever it is.
    assert_eq!(of(&[llpay(), gateway_key(), own.clone()]), gateway_key().published());
    assert_eq!(of(&[gateway_key(), own, llpay()]), gateway_key().published());
    assert!(llpay().published().is_some() && gateway_key().published().is_some());
}

#[test]
fn a_key_that_is_not_published_is_taken() {
    Client::builder(MERCHANT, own_key()).gateway_key(llpay()).build().unwrap();
    assert_eq!(own_key().published(), None);
}

#[test]
fn a_published_key_is_refused_in_whatever_signer_it_is() {
    let rsa = || RsaSigner::new(merchant_key(), Scheme::Rsa).unwrap();
    let verifier = || RsaVerifier::new(llpay(), Scheme::Rsa).unwrap();
    assert!(is_refused_as_merchants(Client::with_signer(MERCHANT, rsa(), verifier())));
    let swappable = SwappableSigner::new(rsa());
    assert!(is_refused_as_merchants(Client::with_signer(MERCHANT, swappable.clone(), verifier())));
    swappable.swap(RsaSigner::new(own_key(), Scheme::Rsa).unwrap()).unwrap();
    Client::with_signer(MERCHANT, swappable, verifier()).build().unwrap();
}

#[test]
fn a_published_secret_is_refused_and_another_is_taken() {
    let client = |secret: &str| {
        let secret = || SharedSecret::new(secret).unwrap();
        Client::with_signer(MERCHANT, Md5Signer::new(secret()), Md5Verifier::new(secret()))
    };
    assert!(is_refused_as_merchants(client("not a real secret")));
    client("not a real secret").base_url("http://127.0.0.1:8080").build().unwrap();
    client("not a real secret ").build().unwrap();
}

#[test]
fn a_key_whose_private_half_is_published_is_not_the_gateways() {
    let client = || Client::builder(MERCHANT, own_key());
    assert!(is_refused_as_gateways(client().gateway_key(gateway_key())));
    // Beside the right one it would be believed as well.
    let keys = GatewayKeys::of([gateway_key(), llpay()]).unwrap();
    assert!(is_refused_as_gateways(client().gateway_keys(keys)));
}

#[test]
fn a_verifier_of_ones_own_believes_nothing_that_everybody_can_sign() {
    let own = || RsaSigner::new(own_key(), Scheme::Rsa).unwrap();
    let published = || RsaVerifier::new(gateway_key(), Scheme::Rsa).unwrap();
    assert!(is_refused_as_gateways(Client::with_signer(MERCHANT, own(), published())));
    let sandbox = Client::with_signer(MERCHANT, own(), published());
    sandbox.base_url("http://127.0.0.1:8080").build().unwrap();
    let secret = |text: &str| SharedSecret::new(text).unwrap();
    let verifier = Md5Verifier::new(secret("not a real secret"));
    let client = Client::with_signer(MERCHANT, Md5Signer::new(secret("one of our own")), verifier);
    assert!(is_refused_as_gateways(client));
}

#[test]
fn a_receiver_believes_nothing_that_everybody_can_sign() {
    let error = Receiver::new(MERCHANT, gateway_key(), Scheme::Rsa).unwrap_err();
    assert!(matches!(error, VerifyError::Published { .. }), "{error}");
    assert!(error.to_string().contains("in_sandbox"), "{error}");
    let keys = GatewayKeys::of([gateway_key(), llpay()]).unwrap();
    assert!(Receiver::new(MERCHANT, keys, Scheme::Rsa).is_err());
    let rsa = RsaVerifier::new(gateway_key(), Scheme::Rsa).unwrap();
    assert!(Receiver::with_verifier(MERCHANT, rsa.clone()).is_err());
    let md5 = Md5Verifier::new(SharedSecret::new("not a real secret").unwrap());
    assert!(Receiver::with_verifier(MERCHANT, md5).is_err());

    Receiver::new(MERCHANT, own_key().public_key(), Scheme::Rsa).unwrap();
    Receiver::new(MERCHANT, llpay(), Scheme::Rsa).unwrap();
    let sandbox = Receiver::in_sandbox(MERCHANT, rsa);
    let error = sandbox.notification::<aggregate::AsyncNotification>(b"{}").unwrap_err();
    assert!(matches!(error, ReceiveError::NotVerified(NotVerified::Missing)), "{error}");
}

#[test]
fn keys_that_change_while_they_are_in_use_do_not_become_published_ones() {
    let refuses = |keys: &GatewayKeys| {
        let before = keys.fingerprints();
        for error in [
            keys.add(gateway_key()).map(drop).unwrap_err(),
            keys.replace([llpay(), gateway_key()]).unwrap_err(),
        ] {
            assert!(matches!(error, GatewayKeysError::Published { .. }), "{error}");
            assert!(
                error.to_string().contains(&gateway_key().fingerprint().to_string()),
                "{error}"
            );
        }
        assert_eq!(keys.fingerprints(), before);
        keys.add(MerchantKey::generate(1024).unwrap().public_key()).unwrap();
    };
    let of_client = GatewayKeys::new(llpay());
    Client::builder(MERCHANT, own_key()).gateway_keys(of_client.clone()).build().unwrap();
    refuses(&of_client);
    let of_receiver = GatewayKeys::new(llpay());
    Receiver::new(MERCHANT, of_receiver.clone(), Scheme::Rsa).unwrap();
    refuses(&of_receiver);

    let of_sandbox = GatewayKeys::new(llpay());
    let client = Client::builder(MERCHANT, own_key()).gateway_keys(of_sandbox.clone());
    client.base_url("http://127.0.0.1:8080").build().unwrap();
    of_sandbox.add(gateway_key()).unwrap();
}

#[test]
fn keys_that_were_refused_can_still_be_those_of_a_sandbox() {
    let keys = GatewayKeys::new(gateway_key());
    assert!(matches!(keys.refuse_published(), Err(GatewayKeysError::Published { .. })));
    keys.add(merchant_key().public_key()).unwrap();
    assert_eq!(keys.fingerprints().len(), 2);
}

#[test]
fn a_signer_in_use_is_not_swapped_for_a_published_one() {
    let rsa = |key| RsaSigner::new(key, Scheme::Rsa).unwrap();
    let verifier = || RsaVerifier::new(llpay(), Scheme::Rsa).unwrap();
    let signer = SwappableSigner::new(rsa(own_key()));
    signer.swap(rsa(merchant_key())).unwrap();
    signer.swap(rsa(own_key())).unwrap();
    Client::with_signer(MERCHANT, signer.clone(), verifier()).build().unwrap();
    let error = signer.swap(rsa(merchant_key())).unwrap_err();
    assert!(matches!(error, SignError::Published { .. }), "{error}");
    assert_eq!(signer.public_key(), Some(own_key().public_key()));
    signer.swap(rsa(MerchantKey::generate(1024).unwrap())).unwrap();
}

#[test]
fn the_gateways_own_key_is_taken_though_its_private_half_is_published() {
    let known = llpay().published().unwrap();
    assert_eq!(known.kind, PublishedKind::GatewayKey);
    Client::builder(MERCHANT, own_key()).gateway_key(llpay()).build().unwrap();
}

#[test]
fn every_key_in_this_repository_is_on_the_list() {
    let mut seen = 0;
    for folder in ["tests/keys", "lianlian-api/tests/vectors"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "pem") {
                continue;
            }
            let private = MerchantKey::from_pem_file(&path).ok().map(|key| key.published());
            let public = GatewayKey::from_pem_file(&path).ok().map(|key| key.published());
            let known = private.or(public).unwrap_or_else(|| panic!("{}", path.display()));
            assert!(known.is_some(), "{} is not on the list", path.display());
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen} keys");
}

#[test]
fn the_list_holds_digests_and_no_key() {
    assert!(PublishedKey::ALL.len() > 20);
    for known in PublishedKey::ALL {
        assert_eq!(known.digest.len(), 64);
        assert!(known.digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
        assert!(!known.seen.is_empty());
    }
}
