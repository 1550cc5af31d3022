//! `pay_load` both ways: two keys wrapped or unwrapped with RSA, beside these two operations alone.

use std::hint::black_box;

use lianlian::{PayLoad, Scheme, body_of};

use crate::bare::WrappingKey;
use crate::orders::{filling, twenty};
use crate::{Contest, keys};

pub fn contests() -> Vec<Contest> {
    keys::BITS.into_iter().flat_map(|bits| [encrypt(bits), decrypt(bits)]).collect()
}

fn message() -> String {
    String::from_utf8(body_of(&twenty(), &filling(Scheme::Rsa), &"c2ln".repeat(86))).unwrap()
}

fn encrypt(bits: usize) -> Contest {
    let (message, key) = (message(), keys::gateway_key(bits));
    let bare = WrappingKey::new(bits);
    Contest::new(format!("encrypt a pay_load, {bits} bits"))
        .contender("message to pay_load", move || {
            black_box(PayLoad::encrypt(black_box(&message), &key).unwrap());
        })
        .contender("two bare encryptions", move || {
            black_box(bare.wrap(black_box(&[7; 32])));
            black_box(bare.wrap(black_box(&[9; 32])));
        })
}

fn decrypt(bits: usize) -> Contest {
    let (message, key) = (message(), keys::merchant_key(bits));
    let sent = PayLoad::encrypt(&message, &keys::gateway_key(bits)).unwrap();
    assert_eq!(*PayLoad::decrypt(sent.as_str(), &key).unwrap(), message);
    let bare = WrappingKey::new(bits);
    let wrapped = [bare.wrap(&[7; 32]), bare.wrap(&[9; 32])];
    Contest::new(format!("decrypt a pay_load, {bits} bits"))
        .contender("pay_load to message", move || {
            black_box(PayLoad::decrypt(black_box(sent.as_str()), &key).unwrap());
        })
        .contender("two bare decryptions", move || {
            for key in &wrapped {
                black_box(bare.unwrap(black_box(key)));
            }
        })
}
