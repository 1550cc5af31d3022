//! Verifying: from the bytes of a notification to a typed struct.

use std::hint::black_box;

use lianlian::{KeysVerifier, Message, Receiver, Scheme, aggregate};

use crate::bare::{self, BareKey, digest};
use crate::messages::{PAID, signed};
use crate::orders::MERCHANT;
use crate::plain::map_source_of_json;
use crate::{Claim, Contender, Contest, SCHEMES, keys};

pub fn contests() -> Vec<Contest> {
    let each = |bits| SCHEMES.map(|(scheme, hash)| contest(bits, scheme, hash));
    keys::BITS.into_iter().flat_map(each).collect()
}

fn contest(bits: usize, scheme: Scheme, hash: &str) -> Contest {
    let body = signed(PAID, bits, scheme);
    let receiver = Receiver::in_sandbox(
        MERCHANT,
        KeysVerifier::new(keys::gateway_key(bits).into(), scheme).unwrap(),
    );
    let key = BareKey::new(bits, scheme);
    let source = Message::parse(body.as_bytes()).unwrap().source(&[]);
    let digest_of_body = digest(scheme, &source);
    let signature = key.sign(&digest_of_body);
    let (mapped, mapped_key, mapped_signature) =
        (body.clone(), BareKey::new(bits, scheme), signature.clone());
    Contest::new(format!("verify a notification, {bits} bits, {hash}"))
        .claim(Claim::Times(bare::VERIFY_CLAIM))
        .contender("bytes to typed", move || {
            let body = black_box(body.as_bytes());
            black_box(receiver.notification::<aggregate::AsyncNotification>(body).unwrap());
        })
        .contender("BTreeMap, hash, RSA", move || {
            let source = map_source_of_json(black_box(mapped.as_bytes()));
            mapped_key.verify(&digest(scheme, &source), &mapped_signature);
        })
        .contenders(usual(bits, scheme, source, &signature))
        .contender(bare::NAME, move || key.verify(black_box(&digest_of_body), &signature))
}

/// OpenSSL as programs call it, with a source and a signature that somebody has taken out of the message already.
#[cfg(feature = "openssl")]
fn usual(bits: usize, scheme: Scheme, source: String, signature: &[u8]) -> [Contender; 1] {
    let (key, signature) = (BareKey::new(bits, scheme), signature.to_vec());
    let run = move || key.verify_message(black_box(&source), &signature);
    [Contender { name: "EVP_DigestVerify of the source", run: Box::new(run) }]
}

#[cfg(not(feature = "openssl"))]
fn usual(_: usize, _: Scheme, _: String, _: &[u8]) -> [Contender; 0] {
    []
}
