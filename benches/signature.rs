//! Source, signature and verification, each beside a plain `BTreeMap` and the bare RSA operation.
//!
//! `cargo bench --bench signature`; compare ratios within one run, not times between machines.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod plain;
#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use lianlian::{
    Filling, MerchantKey, Message, Receiver, RsaSigner, Scheme, Signer, SourceHash, aggregate,
    source_of, write_source,
};
use md5::{Digest as _, Md5};
use plain::{Nowhere, map_source, map_source_of_json};
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use support::{MERCHANT, NOW, direct_pay, gateway_key, merchant_key, signed_by_gateway, time};

fn filling() -> Filling<'static> {
    Filling { merchant: MERCHANT, scheme: Scheme::Rsa, now: time(NOW) }
}

fn source(criterion: &mut Criterion) {
    let order = direct_pay();
    let filling = filling();
    assert_eq!(source_of(&order, &filling), map_source(&order));
    let mut group = criterion.benchmark_group("source of a direct-pay request");
    group.bench_function("static, into a sink", |bench| {
        bench.iter(|| write_source(black_box(&order), &filling, &mut Nowhere));
    });
    group.bench_function("static, into a text", |bench| {
        bench.iter(|| source_of(black_box(&order), &filling));
    });
    group.bench_function("BTreeMap, into a text", |bench| {
        bench.iter(|| map_source(black_box(&order)));
    });
    group.finish();
}

fn sign(criterion: &mut Criterion) {
    let order = direct_pay();
    let filling = filling();
    let signer = RsaSigner::new(merchant_key(), Scheme::Rsa).unwrap();
    let bare = RsaPrivateKey::from_pkcs8_pem(include_str!("../tests/keys/merchant_2048.pkcs8.pem"));
    let bare = bare.unwrap();
    let digest = Md5::digest(map_source(&order).as_bytes());
    let mut group = criterion.benchmark_group("sign a direct-pay request, 2048 bits");
    group.sample_size(50);
    group.bench_function("struct to signature", |bench| {
        bench.iter(|| {
            let mut hash = SourceHash::new(Scheme::Rsa);
            write_source(black_box(&order), &filling, &mut hash);
            signer.sign(hash).unwrap()
        });
    });
    group.bench_function("BTreeMap, hash, RSA", |bench| {
        bench.iter(|| {
            let digest = Md5::digest(map_source(black_box(&order)).as_bytes());
            let mut rng = rsa::rand_core::OsRng;
            bare.sign_with_rng(&mut rng, Pkcs1v15Sign::new::<Md5>(), &digest).unwrap()
        });
    });
    group.bench_function("bare RSA with blinding", |bench| {
        let mut rng = rsa::rand_core::OsRng;
        bench.iter(|| {
            bare.sign_with_rng(&mut rng, Pkcs1v15Sign::new::<Md5>(), black_box(&digest)).unwrap()
        });
    });
    group.finish();
}

const PAID: &str = r#"{"oid_partner":"201304121000001004","sign_type":"RSA","no_order":"20261122000001","dt_order":"20261122093000","oid_paybill":"2026112200000001","money_order":"210.97","result_pay":"SUCCESS","settle_date":"20261122","info_order":"羽毛球","pay_type":"L"}"#;

fn verify(criterion: &mut Criterion) {
    let body = signed_by_gateway(PAID);
    let receiver = Receiver::new(MERCHANT, gateway_key(), Scheme::Rsa).unwrap();
    let bare =
        RsaPublicKey::from_public_key_pem(include_str!("../tests/keys/merchant_1024.public.pem"));
    let bare = bare.unwrap();
    let message = Message::parse(body.as_bytes()).unwrap();
    assert_eq!(message.source(&[]), map_source_of_json(body.as_bytes()));
    let digest = Md5::digest(message.source(&[]).as_bytes());
    let signature = base64_of(&message);
    let mut group = criterion.benchmark_group("verify a raw notification, 1024 bits");
    group.bench_function("bytes to typed", |bench| {
        bench.iter(|| {
            let body = black_box(body.as_bytes());
            receiver.notification::<aggregate::AsyncNotification>(body).unwrap()
        });
    });
    group.bench_function("BTreeMap, hash, RSA", |bench| {
        bench.iter(|| {
            let digest = Md5::digest(map_source_of_json(black_box(body.as_bytes())).as_bytes());
            bare.verify(Pkcs1v15Sign::new::<Md5>(), &digest, &signature).unwrap();
        });
    });
    group.bench_function("bare RSA", |bench| {
        bench.iter(|| {
            bare.verify(Pkcs1v15Sign::new::<Md5>(), black_box(&digest), &signature).unwrap();
        });
    });
    group.finish();
    let mut group = criterion.benchmark_group("source of a raw notification");
    group.bench_function("parsed and sorted, into a sink", |bench| {
        bench.iter(|| {
            let message = Message::parse(black_box(body.as_bytes())).unwrap();
            message.write_source(&[], &mut Nowhere);
        });
    });
    group.bench_function("BTreeMap, into a text", |bench| {
        bench.iter(|| map_source_of_json(black_box(body.as_bytes())));
    });
    group.finish();
}

/// The signature of a message as bytes, made again with the key that made it.
fn base64_of(message: &Message<'_>) -> Vec<u8> {
    let key = include_str!("../tests/keys/merchant_1024.pkcs8.pem");
    assert!(MerchantKey::from_pem(key).is_ok());
    let key = RsaPrivateKey::from_pkcs8_pem(key).unwrap();
    let digest = Md5::digest(message.source(&[]).as_bytes());
    key.sign(Pkcs1v15Sign::new::<Md5>(), &digest).unwrap()
}

criterion_group!(benches, source, sign, verify);
criterion_main!(benches);
