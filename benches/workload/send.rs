//! A whole `send` minus the network: checked, signed, written as JSON; the answer verified and read.

use std::hint::black_box;

use lianlian::transport::{HttpRequest, HttpResponse, Transport, TransportError};
use lianlian::{Client, FixedClock, RsaSigner, Scheme, source_of};

use super::bare::{BareKey, digest};
use super::orders::{filling, twenty};
use super::{Contest, keys};
use crate::support::{MERCHANT, NOW, sign_with, time};

pub const ANSWER: &str = r#"{"ret_code":"0000","ret_msg":"交易成功","sign_type":"RSA","oid_partner":"201304121000001004","no_order":"20261122000001","user_id":"shopper-17","money_order":"210.97","oid_paybill":"2026112200000001","pay_type":"W","payLoad":"https://qr.example/bax00000000000000000"}"#;

/// Gives the same answer at once, whatever is sent.
struct Prepared(Vec<u8>);

impl Transport for Prepared {
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        black_box(request.body);
        Ok(HttpResponse::new(200, self.0.clone()))
    }
}

pub fn signed_answer(bits: usize) -> String {
    sign_with(ANSWER, &RsaSigner::new(keys::merchant_key(bits), Scheme::Rsa).unwrap())
}

pub fn contests() -> Vec<Contest> {
    keys::BITS.map(contest).into_iter().collect()
}

fn contest(bits: usize) -> Contest {
    // The merchant's own key is not taken for the gateway's, so the answer has the key of another pair.
    let client = Client::with_signer(
        MERCHANT,
        RsaSigner::new(keys::merchant_key(bits), Scheme::Rsa).unwrap(),
        lianlian::RsaVerifier::new(keys::gateway_key(bits), Scheme::Rsa).unwrap(),
    );
    let client = client
        .base_url("http://127.0.0.1:9")
        .clock(FixedClock(time(NOW)))
        .transport(Prepared(signed_answer(bits).into_bytes()))
        .build()
        .unwrap();
    let order = twenty();
    let key = BareKey::new(bits, Scheme::Rsa);
    let digest = digest(Scheme::Rsa, &source_of(&order, &filling(Scheme::Rsa)));
    let signature = key.sign(&digest);
    Contest::new(format!("send without a network, {bits} bits"))
        .contender("request to typed answer", move || {
            black_box(client.send(black_box(&order)).unwrap());
        })
        .contender("bare signature and verification", move || {
            black_box(key.sign(black_box(&digest)));
            key.verify(black_box(&digest), &signature);
        })
}
