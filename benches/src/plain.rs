//! What the benchmarks compare with: the way a signature source is usually made.

use std::collections::BTreeMap;
use std::hint::black_box;

use lianlian::{Code, Sink, aggregate};

use crate::orders::MERCHANT;

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
    map.insert("busi_partner", Code::code(&order.busi_partner).to_owned());
    map.insert("money_order", order.money_order.to_string());
    map.insert("user_id", order.user_id.clone());
    map.insert("name_goods", order.name_goods.clone());
    map.insert("dt_order", order.dt_order.to_string());
    map.insert("notify_url", order.notify_url.clone());
    map.insert("pay_type", Code::code(&order.pay_type).to_owned());
    map.insert("risk_item", order.risk_item.expose().to_owned());
    map.insert("sign_type", "RSA".to_owned());
    for (name, value) in [
        ("appid", order.appid.clone()),
        ("openid", order.openid.as_ref().map(|id| id.expose().to_owned())),
        ("name_user", order.name_user.as_ref().map(|name| name.expose().to_owned())),
        ("id_type", order.id_type.as_ref().map(|kind| Code::code(kind).to_owned())),
        ("id_no", order.id_no.as_ref().map(|number| number.expose().to_owned())),
        ("col_userid", order.col_userid.clone()),
        ("return_url", order.return_url.clone()),
        ("info_order", order.info_order.clone()),
        ("shareing_data", order.sharing_data.as_ref().map(|shares| shares.as_str().to_owned())),
    ] {
        if let Some(value) = value {
            map.insert(name, value);
        }
    }
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
