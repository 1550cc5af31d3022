//! The samples of the spec, through everything: validated, signed, verified, read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use std::path::Path;

use lianlian::meta::{OperationMeta, Transport};
use lianlian::validate::{Context, validate};
use lianlian::{Message, OPERATIONS, Receiver, RsaVerifier, Scheme, aggregate, verify};
use lianlian_spec::Spec;
use support::{
    MERCHANT, Script, client, gateway_key, gateway_private_key, merchant_key, signed_by_gateway,
};

fn spec() -> Spec {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    lianlian_spec::load(&folder).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn meta(id: &str) -> &'static OperationMeta {
    OPERATIONS.iter().find(|meta| meta.id == id).unwrap()
}

/// Replaces the sample's invented signature by a real one.
fn signed(sample: &str) -> String {
    let mut members: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(sample).unwrap();
    members.remove("sign");
    signed_by_gateway(&serde_json::to_string(&members).unwrap())
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
    assert!(seen >= 9, "only {seen} samples");
}

#[test]
fn every_operation_has_a_sample_of_what_starts_it() {
    for operation in spec().operations() {
        let has_request = operation.samples.iter().any(|sample| sample.request.is_some());
        assert!(has_request, "{} has none", operation.id);
    }
}

#[test]
fn every_sample_verifies_once_signed_and_no_longer_once_changed() {
    let verifier = RsaVerifier::new(gateway_key(), Scheme::Rsa).unwrap();
    for operation in spec().operations() {
        let meta = meta(&operation.id);
        for sample in operation.samples.iter().flat_map(|one| [&one.request, &one.reply]).flatten()
        {
            let signed = signed(sample);
            let message = Message::parse(signed.as_bytes()).unwrap();
            verify(&message, &verifier, meta.reply).unwrap();
            let changed = signed.replacen('0', "1", 1);
            assert_ne!(changed, signed);
            let message = Message::parse(changed.as_bytes()).unwrap();
            verify(&message, &verifier, meta.reply).unwrap_err();
        }
    }
}

#[test]
fn a_sample_notification_is_received() {
    let receiver = Receiver::new(MERCHANT, gateway_key(), Scheme::Rsa).unwrap();
    let spec = spec();
    let samples = |transport| {
        let operations = OPERATIONS.iter().filter(move |meta| meta.transport == transport);
        operations.flat_map(|meta| spec.operation(meta.id).unwrap().samples.clone())
    };
    let mut seen = 0;
    for sample in samples(Transport::Notification) {
        let body = signed(&sample.request.unwrap());
        let paid = receiver.notification::<aggregate::AsyncNotification>(body.as_bytes()).unwrap();
        assert_eq!(paid.money_order.fen(), 21_097);
        seen += 1;
    }
    for sample in samples(Transport::SyncNotification) {
        let body = signed(&sample.request.unwrap());
        let message = Message::parse(body.as_bytes()).unwrap();
        let pairs: Vec<(String, String)> = message
            .members()
            .map(|(name, value)| (name.to_owned(), value.text().unwrap().to_owned()))
            .collect();
        let back =
            receiver.browser_notification::<aggregate::SyncNotification, _, _, _>(pairs).unwrap();
        assert_eq!(back.result_pay, lianlian::codes::PaymentResult::Success);
        seen += 1;
    }
    assert_eq!(seen, 2);
}

#[test]
fn a_sample_reply_is_read_by_the_client() {
    let sample = spec().operation("aggregate.query").unwrap().samples.first().unwrap().clone();
    let script = Script::default().answer(200, signed(&sample.reply.unwrap()));
    let query = aggregate::Query::builder().no_order("20261122000001").build().unwrap();
    let reply = client(&script).send(&query).unwrap();
    assert_eq!(reply.result_pay, Some(lianlian::codes::PaymentResult::Success));
    assert_eq!(reply.settle_date, Some("20261122".parse().unwrap()));
}

#[test]
fn the_gateway_key_of_the_tests_is_not_the_merchants() {
    // Otherwise a reply signed by the merchant would verify, and no test could tell.
    assert!(gateway_private_key().is_pair_of(&gateway_key()));
    assert!(!merchant_key().is_pair_of(&gateway_key()));
}
