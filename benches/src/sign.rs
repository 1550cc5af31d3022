//! Signing: from a struct to the text of `sign`.

use std::hint::black_box;

use lianlian::{RsaSigner, Scheme, Signer, SourceHash, source_of, write_source};

use crate::bare::{self, BareKey, digest};
use crate::orders::{filling, twenty};
use crate::plain::map_source;
use crate::{Claim, Contest, SCHEMES, keys};

pub fn contests() -> Vec<Contest> {
    let each = |bits| SCHEMES.map(|(scheme, hash)| contest(bits, scheme, hash));
    keys::BITS.into_iter().flat_map(each).collect()
}

fn contest(bits: usize, scheme: Scheme, hash: &str) -> Contest {
    let (order, filling) = (twenty(), filling(scheme));
    let signer = RsaSigner::new(keys::merchant_key(bits), scheme).unwrap();
    let key = BareKey::new(bits, scheme);
    let digest_of_order = digest(scheme, &source_of(&order, &filling));
    let (mapped, mapped_key) = (order.clone(), BareKey::new(bits, scheme));
    Contest::new(format!("sign a request, {bits} bits, {hash}"))
        .claim(Claim::Times(bare::SIGN_CLAIM))
        .contender("struct to signature", move || {
            let mut hash = SourceHash::new(scheme);
            write_source(black_box(&order), &filling, &mut hash);
            black_box(signer.sign(hash).unwrap());
        })
        .contender("BTreeMap, hash, RSA", move || {
            let digest = digest(scheme, &map_source(black_box(&mapped)));
            black_box(mapped_key.sign(&digest));
        })
        .contender(bare::NAME, move || {
            black_box(key.sign(black_box(&digest_of_order)));
        })
}
