//! The samples of the spec, through everything: built, validated, sent, signed, verified, read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

/// Every sample as Rust, written by the generator.
#[allow(clippy::too_many_lines)]
mod walk {
    include!("samples/walk.rs");
}

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lianlian::meta::{FieldMeta, FilledBy, OperationMeta, Transport, Unsigned};
use lianlian::transport::HttpResponse;
use lianlian::validate::{Context, validate};
use lianlian::{
    BrowserNotification, Client, FormPost, JsonPost, Message, MobileSdk, Notification, OPERATIONS,
    Operation, PayLoad, Request, RsaVerifier, Scheme, ServerNotification, verify,
};
use lianlian_spec::Spec;
use lianlian_spec::model::Sample;
use serde_json::Value as Json;
use support::{
    MERCHANT, MERCHANT_PUBLIC_PEM, NOW, Script, client_builder, gateway_key, gateway_private_key,
    merchant_key, openssl_verifies, signed_by_gateway,
};

fn spec() -> Spec {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    lianlian_spec::load(&folder).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn meta(id: &str) -> &'static OperationMeta {
    OPERATIONS.iter().find(|meta| meta.id == id).unwrap()
}

/// Replaces the sample's invented signature by a real one, which leaves out what the spec says is never
/// signed.
fn signed(sample: &str, fields: &[FieldMeta]) -> String {
    let mut members: serde_json::Map<String, Json> = serde_json::from_str(sample).unwrap();
    members.remove("sign");
    let unsigned = fields.iter().filter(|field| field.unsigned == Some(Unsigned::Always));
    let unsigned: Vec<_> =
        unsigned.filter_map(|field| Some((field.name, members.remove(field.name)?))).collect();
    let signed = signed_by_gateway(&serde_json::to_string(&members).unwrap());
    let mut members: serde_json::Map<String, Json> = serde_json::from_str(&signed).unwrap();
    members.extend(unsigned.into_iter().map(|(name, value)| (name.to_owned(), value)));
    serde_json::to_string(&members).unwrap()
}

/// What is done with each sample.
pub(crate) trait Visitor {
    fn call<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request,
        R::Operation: JsonPost;
    fn form<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request,
        R::Operation: FormPost;
    fn mobile<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request,
        R::Operation: MobileSdk;
    fn notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + std::fmt::Debug,
        N::Operation: ServerNotification;
    fn browser_notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + std::fmt::Debug,
        N::Operation: BrowserNotification;
}

/// Sends and receives, and compares with the sample.
struct RoundTrip {
    spec: Spec,
    seen: BTreeMap<&'static str, usize>,
}

impl RoundTrip {
    fn sample(&mut self, id: &'static str, at: usize) -> Sample {
        *self.seen.entry(id).or_default() += 1;
        self.spec.operation(id).unwrap().samples[at].clone()
    }

    /// The message is the sample's with what the client fills in, and OpenSSL agrees to its signature.
    fn expect_request(id: &str, sample: &Sample, message: &str) {
        let meta = meta(id);
        let sent: BTreeMap<String, Json> = serde_json::from_str(message).unwrap();
        let mut wanted: BTreeMap<String, Json> =
            serde_json::from_str(sample.request.as_ref().unwrap()).unwrap();
        for field in meta.request {
            let filled = match field.filled_by {
                Some(FilledBy::Merchant) => MERCHANT,
                Some(FilledBy::Scheme) => "RSA",
                Some(FilledBy::Clock) => NOW,
                Some(FilledBy::Signature) => sent["sign"].as_str().unwrap(),
                None => continue,
            };
            wanted.insert(field.name.to_owned(), filled.into());
        }
        assert_eq!(sent, wanted, "{id}");
        // The source, put together here from the bytes that were sent.
        let mut pairs: Vec<(&String, String)> = sent
            .iter()
            .filter(|(name, _)| *name != "sign")
            .map(|(name, value)| {
                (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            })
            .collect();
        pairs.sort_by_key(|(name, _)| name.to_ascii_lowercase());
        let source: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let signature = sent["sign"].as_str().unwrap();
        assert!(
            openssl_verifies(&source.join("&"), signature, MERCHANT_PUBLIC_PEM),
            "{id}: {}",
            source.join("&")
        );
        // And it does not say so of everything.
        assert!(!openssl_verifies(&source.join("|"), signature, MERCHANT_PUBLIC_PEM), "{id}");
    }
}

fn client(script: &Script) -> Client {
    client_builder(script).build().unwrap()
}

impl Visitor for RoundTrip {
    fn call<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request,
        R::Operation: JsonPost,
    {
        let sample = self.sample(id, at);
        let meta = meta(id);
        assert_eq!(<R::Operation as Operation>::META.id, id);
        let script = match &sample.reply {
            Some(reply) => Script::default().answer(200, signed(reply, meta.reply)),
            None => Script::default().then(Ok(HttpResponse::new(500, Vec::new()))),
        };
        let result = client(&script).send(request);
        assert_eq!(result.is_ok(), sample.reply.is_some(), "{id}: {:?}", result.err());
        let sent = script.sent();
        assert_eq!(sent[0].url, meta.url.unwrap());
        let body = String::from_utf8(sent[0].body.clone()).unwrap();
        if let Some(envelope) = meta.envelope {
            assert_eq!(meta.transport, Transport::EncryptedJsonPost);
            let outer: BTreeMap<String, String> = serde_json::from_str(&body).unwrap();
            assert_eq!(outer[envelope.beside[0]], MERCHANT);
            assert_eq!(outer.len(), 2);
            let inner = PayLoad::decrypt(&outer[envelope.field], &gateway_private_key()).unwrap();
            Self::expect_request(id, &sample, &inner);
        } else {
            Self::expect_request(id, &sample, &body);
        }
    }

    fn form<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request,
        R::Operation: FormPost,
    {
        let sample = self.sample(id, at);
        let form = client(&Script::default()).form(request).unwrap();
        assert_eq!(form.action(), meta(id).url.unwrap());
        let pairs: BTreeMap<_, _> = form.pairs().collect();
        let message = match meta(id).envelope {
            Some(envelope) => {
                assert_eq!(pairs.len(), 1);
                pairs[envelope.field].to_owned()
            }
            None => serde_json::to_string(&pairs).unwrap(),
        };
        Self::expect_request(id, &sample, &message);
    }

    fn mobile<R>(&mut self, id: &'static str, at: usize, request: &R)
    where
        R: Request,
        R::Operation: MobileSdk,
    {
        let sample = self.sample(id, at);
        let payload = client(&Script::default()).mobile_payload(request).unwrap();
        Self::expect_request(id, &sample, payload.expose());
    }

    fn notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + std::fmt::Debug,
        N::Operation: ServerNotification,
    {
        let sample = self.sample(id, at);
        let body = signed(sample.request.as_ref().unwrap(), meta(id).request);
        let receiver = client(&Script::default()).receiver();
        let read = receiver.notification::<N>(body.as_bytes()).unwrap();
        assert!(format!("{read:?}").contains(MERCHANT), "{read:?}");
        let acknowledged: Json =
            serde_json::from_str(<N::Operation as ServerNotification>::ACKNOWLEDGEMENT).unwrap();
        let wanted: Json = serde_json::from_str(sample.reply.as_ref().unwrap()).unwrap();
        assert_eq!(acknowledged, wanted, "{id}");
    }

    fn browser_notification<N>(&mut self, id: &'static str, at: usize)
    where
        N: Notification + std::fmt::Debug,
        N::Operation: BrowserNotification,
    {
        let sample = self.sample(id, at);
        let message = signed(sample.request.as_ref().unwrap(), meta(id).request);
        let pairs: Vec<(String, String)> = match meta(id).envelope {
            Some(envelope) => vec![(envelope.field.to_owned(), message)],
            None => {
                let members: BTreeMap<String, String> = serde_json::from_str(&message).unwrap();
                members.into_iter().collect()
            }
        };
        let receiver = client(&Script::default()).receiver();
        let read = receiver.browser_notification::<N, _, _, _>(pairs).unwrap();
        assert!(format!("{read:?}").contains(MERCHANT), "{read:?}");
    }
}

#[test]
fn every_sample_makes_the_round_trip() {
    let mut trip = RoundTrip { spec: spec(), seen: BTreeMap::new() };
    walk::walk(&mut trip).unwrap_or_else(|error| panic!("after {:?}: {error}", trip.seen));
    for operation in trip.spec.operations() {
        let samples = operation.samples.len();
        assert!(samples > 0, "{} has no sample", operation.id);
        assert_eq!(trip.seen.get(operation.id.as_str()), Some(&samples), "{}", operation.id);
    }
    assert_eq!(trip.seen.len(), 45);
}

#[test]
fn the_samples_in_rust_are_those_of_the_spec() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples/walk.rs");
    let fresh = lianlian_codegen::walk(&spec());
    if std::env::var_os("REFRESH").is_some() {
        std::fs::write(&file, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap();
    assert!(committed == fresh, "stale: REFRESH=1 cargo test --test samples, twice");
}

#[test]
fn every_sample_passes_the_run_time_validation() {
    let mut seen = 0;
    for operation in spec().operations() {
        let meta = meta(&operation.id);
        for sample in &operation.samples {
            let parts =
                [(&sample.request, meta.request, meta.rules), (&sample.reply, meta.reply, &[])];
            for (text, fields, rules) in parts {
                let Some(text) = text else { continue };
                let message = Message::parse(text.as_bytes()).unwrap();
                let members: Vec<_> = message
                    .members()
                    .map(|(name, value)| (name, value.text().unwrap_or_default()))
                    .collect();
                if let Err(violations) =
                    validate(meta.id, fields, rules, &members, &Context::struct_alone())
                {
                    panic!("{}: {violations}", sample.title);
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 80, "only {seen} messages");
}

#[test]
fn every_sample_verifies_once_signed_and_no_longer_once_changed() {
    let verifier = RsaVerifier::new(gateway_key(), Scheme::Rsa).unwrap();
    for operation in spec().operations() {
        let meta = meta(&operation.id);
        for sample in &operation.samples {
            for (message, fields) in [(&sample.request, meta.request), (&sample.reply, meta.reply)]
            {
                let Some(message) = message else { continue };
                let signed = signed(message, fields);
                verify(&Message::parse(signed.as_bytes()).unwrap(), &verifier, fields).unwrap();
                // The name of the scheme is in every message but the acknowledgement.
                let changed = signed.replacen(r#""RSA""#, r#""RSB""#, 1);
                let changed =
                    if changed == signed { signed.replacen("ok", "ko", 1) } else { changed };
                assert_ne!(changed, signed);
                let message = Message::parse(changed.as_bytes()).unwrap();
                verify(&message, &verifier, fields).unwrap_err();
            }
        }
    }
}

#[test]
fn the_gateway_key_of_the_tests_is_not_the_merchants() {
    // Otherwise a reply signed by the merchant would verify, and no test could tell.
    assert!(gateway_private_key().is_pair_of(&gateway_key()));
    assert!(!merchant_key().is_pair_of(&gateway_key()));
}
