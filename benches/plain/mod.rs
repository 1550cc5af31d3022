//! What the benchmarks compare with: the way a signature source is usually made.

#![allow(unreachable_pub)]

use std::collections::BTreeMap;
use std::hint::black_box;

use lianlian::{Sink, aggregate};

use crate::support::MERCHANT;

/// Takes the text and leaves it: what writing the source costs by itself.
pub struct Nowhere;

impl Sink for Nowhere {
    fn write(&mut self, text: &str) {
        black_box(text);
    }
}

/// What a typical SDK does: every field into a sorted map, then the map into a text.
pub fn map_source(order: &aggregate::DirectPay) -> String {
    let mut map: BTreeMap<&str, String> = BTreeMap::new();
    map.insert("no_order", order.no_order.clone());
    map.insert("oid_partner", MERCHANT.to_owned());
    map.insert("busi_partner", lianlian::Code::code(&order.busi_partner).to_owned());
    map.insert("money_order", order.money_order.to_string());
    map.insert("user_id", order.user_id.clone());
    map.insert("name_goods", order.name_goods.clone());
    map.insert("dt_order", order.dt_order.to_string());
    map.insert("notify_url", order.notify_url.clone());
    map.insert("pay_type", lianlian::Code::code(&order.pay_type).to_owned());
    map.insert("risk_item", order.risk_item.expose().to_owned());
    map.insert("sign_type", "RSA".to_owned());
    let pairs: Vec<String> = map
        .iter()
        .filter(|(key, value)| **key != "sign" && !value.is_empty())
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    pairs.join("&")
}

/// The same for a message that came in: parsed into a map of values.
pub fn map_source_of_json(body: &[u8]) -> String {
    let map: BTreeMap<String, serde_json::Value> = serde_json::from_slice(body).unwrap();
    let pairs: Vec<String> = map
        .iter()
        .filter(|(key, value)| *key != "sign" && value.as_str() != Some(""))
        .map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default()))
        .collect();
    pairs.join("&")
}
