//! What the operations do, once a request has passed its checks.

use lianlian::aggregate::DirectPayType;
use lianlian::meta::{FieldMeta, OperationMeta};
use lianlian::{Code as _, OPERATIONS, SignError, codes};
use serde_json::json;

use crate::gateway::Gateway;
use crate::incoming::{Refused, agreed};
use crate::ledger::{NotPlaced, Order};
use crate::outgoing::Signed;
use crate::values::Values;

/// What an operation does, as the spec's links between operations tell.
#[derive(Clone, Copy)]
pub(crate) enum Behaviour {
    /// It opens an order: notifications follow from it.
    PlaceOrder,
    /// It tells what became of one: others name it as their query.
    Query,
}

/// The products that the sandbox plays so far.
const PLAYED: [&str; 1] = ["aggregate"];

/// What the operation does; `None` if the sandbox does not play it.
pub(crate) fn behaviour(meta: &OperationMeta) -> Option<Behaviour> {
    let mut others = OPERATIONS.iter();
    if !PLAYED.contains(&meta.product) {
        None
    } else if !meta.notifications.is_empty() {
        Some(Behaviour::PlaceOrder)
    } else if others.any(|other| other.query_with.contains(&meta.id)) {
        Some(Behaviour::Query)
    } else {
        None
    }
}

/// Opens an order or recognises it.
pub(crate) fn place(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    request: &Values,
) -> Result<Order, Refused> {
    let codes = &gateway.codes;
    let mut ledger = gateway.ledger();
    let placed = ledger.place(meta, request, gateway.now());
    placed.cloned().map_err(|reason| match reason {
        NotPlaced::Field(name) => {
            let why = format!("{name} is missing or unreadable");
            Refused::naming(codes.bad_parameter, &[name], meta, why)
        }
        NotPlaced::Date => {
            let why = "dt_order: too many days away from the gateway's date".to_owned();
            Refused::naming(codes.bad_parameter, &["dt_order"], meta, why)
        }
        NotPlaced::NumberUsed(name) => {
            let why = format!("an order of this number has another {name}");
            Refused::new(codes.number_used, why)
        }
        NotPlaced::AlreadyPaid => Refused::new(codes.already_paid, "the order is paid"),
        NotPlaced::Expired => Refused::new(codes.expired, "the order's time ran out"),
    })
}

/// Finds the order that a query asks for.
///
/// A date given along has to be the order's: without one, the number alone decides.
pub(crate) fn query(gateway: &Gateway, request: &Values) -> Result<Order, Refused> {
    let codes = &gateway.codes;
    let ledger = gateway.ledger();
    let asked = |name: &str| request.get(name);
    let found = match (asked("no_order"), asked("oid_paybill")) {
        (Some(number), None) => ledger.find(number),
        (None, Some(number)) => ledger.find_paybill(number),
        (Some(number), Some(paybill)) => {
            let found = ledger.find(number);
            let same = found.is_none_or(|order| order.oid_paybill == paybill);
            if !same || found.is_none() && ledger.find_paybill(paybill).is_some() {
                let why = "no_order and oid_paybill belong to different orders";
                return Err(Refused::new(codes.numbers_differ, why));
            }
            found
        }
        (None, None) => None,
    };
    found
        .filter(|order| {
            let date = asked("dt_order");
            date.is_none_or(|date| order.values.get("dt_order") == Some(date))
        })
        .cloned()
        .ok_or_else(|| Refused::new(codes.not_found, "no such order"))
}

/// The value of a reply's field for an order that was placed: what the request said, and the new
/// facts.
pub(crate) fn placed_value(
    gateway: &Gateway,
    order: &Order,
    request: &Values,
    name: &str,
) -> Option<String> {
    match name {
        "oid_paybill" => Some(order.oid_paybill.clone()),
        "payLoad" => Some(pay_load(gateway, order)),
        name => request.get(name).map(str::to_owned),
    }
}

/// What the payer needs in order to pay: a link for a QR code, or data for the WeChat SDK.
fn pay_load(gateway: &Gateway, order: &Order) -> String {
    let link = gateway.pay_link(order);
    let pay_type = order.values.get("pay_type").unwrap_or_default();
    match DirectPayType::from_code(pay_type) {
        Some(DirectPayType::WechatApp | DirectPayType::WechatOfficialAccount) => json!({
            "appId": order.values.get("appid"),
            "timeStamp": gateway.now().unix_seconds().to_string(),
            "nonceStr": order.oid_paybill,
            "package": format!("prepay_id={}", order.oid_paybill),
            "sandbox": link,
        })
        .to_string(),
        _ => link,
    }
}

/// The method that an order counts as paid with: `chosen` on the page, else what the request asked
/// for, expressed in `told`'s list of methods.
pub(crate) fn method(order: &Order, told: &OperationMeta, chosen: Option<&str>) -> String {
    let list = told.request_field("pay_type").and_then(FieldMeta::codes);
    let is_told = |code: &&str| list.is_some_and(|list| list.find(code).is_some());
    let asked = order.values.get("pay_type");
    let known = chosen.filter(is_told).or_else(|| asked.filter(is_told));
    let by_kind = || match asked.and_then(DirectPayType::from_code) {
        Some(DirectPayType::WechatApp | DirectPayType::WechatOfficialAccount) => {
            codes::PaymentMethod::Wechat
        }
        _ => codes::PaymentMethod::Alipay,
    };
    known.map_or_else(|| by_kind().code().to_owned(), str::to_owned)
}

/// The notifications that an order causes.
pub(crate) fn notifications(order: &Order) -> impl Iterator<Item = &'static OperationMeta> {
    let ids = order.operation.notifications;
    OPERATIONS.iter().copied().filter(move |meta| ids.contains(&meta.id))
}

/// Where the order wants this notification sent, if anywhere.
pub(crate) fn destination<'o>(order: &'o Order, meta: &OperationMeta) -> Option<&'o str> {
    order.values.get(meta.destination?)
}

/// The signed notification about an order.
pub(crate) fn notification(
    gateway: &Gateway,
    order: &Order,
    meta: &'static OperationMeta,
) -> Result<Signed, SignError> {
    let scheme = agreed(meta);
    Signed::new(gateway, scheme, meta.request, |name| order.fact(name))
}
