//! Signature sources: of a request of twenty fields, and of a notification as it came.

use std::hint::black_box;

use lianlian::{Message, Scheme, source_of, write_source};

use crate::messages::{PAID, signed};
use crate::orders::{by_name, filling, flattened, pairs, twenty};
use crate::plain::{Nowhere, map_source, map_source_of_json};
use crate::{Claim, Contest};

pub fn contests() -> Vec<Contest> {
    vec![request(), notification()]
}

fn request() -> Contest {
    let filling = filling(Scheme::Rsa);
    let (order, flat, pairs) = (twenty(), flattened(), pairs());
    let named = by_name(&pairs);
    let source = source_of(&order, &filling);
    assert_eq!(source.split('&').count(), 20);
    assert_eq!(source_of(&flat, &filling), source);
    assert_eq!(source_of(&named, &filling), source);
    assert_eq!(map_source(&order), source);
    let (again, mapped) = (order.clone(), order.clone());
    Contest::new("source of a request of 20 fields")
        .claim(Claim::Nanoseconds(150.0))
        .contender("static, into a sink", move || {
            write_source(black_box(&order), &filling, &mut Nowhere);
        })
        .contender("flatten, into a sink", move || {
            write_source(black_box(&flat), &filling, &mut Nowhere);
        })
        .contender("by name, into a sink", move || {
            write_source(black_box(&named), &filling, &mut Nowhere);
        })
        .contender("by name, from checked texts", move || {
            write_source(&by_name(black_box(&pairs)), &filling, &mut Nowhere);
        })
        .contender("static, into a text", move || {
            black_box(source_of(black_box(&again), &filling));
        })
        .contender("BTreeMap, into a text", move || {
            black_box(map_source(black_box(&mapped)));
        })
}

fn notification() -> Contest {
    let body = signed(PAID, 1024, Scheme::Rsa);
    let source = Message::parse(body.as_bytes()).unwrap().source(&[]);
    assert_eq!(source, map_source_of_json(body.as_bytes()));
    let (again, mapped) = (body.clone(), body.clone());
    Contest::new("source of a raw notification")
        .contender("parsed and sorted, into a sink", move || {
            let message = Message::parse(black_box(body.as_bytes())).unwrap();
            message.write_source(&[], &mut Nowhere);
        })
        .contender("parsed and sorted, into a text", move || {
            black_box(Message::parse(black_box(again.as_bytes())).unwrap().source(&[]));
        })
        .contender("BTreeMap, into a text", move || {
            black_box(map_source_of_json(black_box(mapped.as_bytes())));
        })
}
