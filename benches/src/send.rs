//! A whole `send` minus the network: checked, signed, written as JSON; the answer verified and read.

use std::hint::black_box;

use lianlian::transport::{HttpRequest, HttpResponse, Transport, TransportError};
use lianlian::{Client, FixedClock, RsaSigner, RsaVerifier, Scheme, source_of};

use crate::bare::{BareKey, digest};
use crate::messages::{ANSWER, signed};
use crate::orders::{MERCHANT, NOW, filling, time, twenty};
use crate::{Contest, keys};

/// Gives the same answer at once, whatever is sent.
struct Prepared(Vec<u8>);

impl Transport for Prepared {
    fn post(&self, request: &HttpRequest<'_>) -> Result<HttpResponse, TransportError> {
        black_box(request.body);
        Ok(HttpResponse::new(200, self.0.clone()))
    }
}

pub fn contests() -> Vec<Contest> {
    keys::BITS.map(contest).into_iter().collect()
}

fn contest(bits: usize) -> Contest {
    // One pair stands for both sides; a client that is given both keys would refuse it.
    let client = Client::with_signer(
        MERCHANT,
        RsaSigner::new(keys::merchant_key(bits), Scheme::Rsa).unwrap(),
        RsaVerifier::new(keys::gateway_key(bits), Scheme::Rsa).unwrap(),
    );
    let client = client
        .base_url("http://127.0.0.1:9")
        .clock(FixedClock(time(NOW)))
        .transport(Prepared(signed(ANSWER, bits, Scheme::Rsa).into_bytes()))
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
