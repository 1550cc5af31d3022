//! Orders of any product: opening, finding and telling about them.

use lianlian::aggregate::DirectPayType;
use lianlian::meta::{FieldMeta, OperationMeta, Transport};
use lianlian::{Code as _, OPERATIONS, SignError, codes};
use serde_json::json;

use crate::error::SandboxError;
use crate::gateway::Gateway;
use crate::incoming::{Refused, agreed};
use crate::ledger::{Ledger, NotPlaced, Order};
use crate::outgoing::Signed;
use crate::values::Values;

/// Opens an order or recognises it.
pub(crate) fn place(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    request: &Values,
) -> Result<Order, Refused> {
    place_in(gateway, &mut gateway.ledger(), meta, request).cloned()
}

/// Opens an order among those of a ledger that is held, or recognises it.
pub(crate) fn place_in<'l>(
    gateway: &Gateway,
    ledger: &'l mut Ledger,
    meta: &'static OperationMeta,
    request: &Values,
) -> Result<&'l mut Order, Refused> {
    let codes = &gateway.codes;
    ledger.place(meta, request, gateway.now()).map_err(|reason| match reason {
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

/// The refusal for an order that cannot be paid.
pub(crate) fn unpayable(gateway: &Gateway, error: &SandboxError) -> Refused {
    let codes = &gateway.codes;
    let code = match error {
        SandboxError::NoSuchOrder { .. } => codes.not_found,
        SandboxError::AlreadyPaid { .. } => codes.already_paid,
        SandboxError::Expired { .. } => codes.expired,
        _ => codes.fault,
    };
    Refused::new(code, error.to_string())
}

/// Finds the order that a query asks for, among those that the spec sends to this query.
///
/// A date given along has to be the order's: without one, the number alone decides.
pub(crate) fn query(
    gateway: &Gateway,
    meta: &OperationMeta,
    request: &Values,
) -> Result<Order, Refused> {
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
        .filter(|order| order.operation.query_with.contains(&meta.id))
        .filter(|order| {
            let date = asked("dt_order");
            date.is_none_or(|date| order.values.get("dt_order") == Some(date))
        })
        .cloned()
        .ok_or_else(|| Refused::new(codes.not_found, "no such order"))
}

/// The value of a reply's field for an order that was placed: what the request said, and the new
/// facts.
pub(crate) fn placed_value(gateway: &Gateway, order: &Order, field: &FieldMeta) -> Option<String> {
    match field.name {
        "payLoad" => Some(pay_load(gateway, order)),
        _ => order.fact(field, gateway.now()),
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
/// for, expressed in the list of methods that its notification tells. `None` of what is not paid by
/// one of several methods.
pub(crate) fn paid_with(order: &Order, chosen: Option<&str>) -> Option<String> {
    let told = notifications(order).find(|meta| meta.transport == Transport::Notification)?;
    let list = told.request_field("pay_type").and_then(FieldMeta::codes)?;
    let is_told = |code: &&str| list.find(code).is_some();
    let asked = order.values.get("pay_type");
    let known = chosen.filter(is_told).or_else(|| asked.filter(is_told));
    let by_kind = || match asked.and_then(DirectPayType::from_code) {
        Some(DirectPayType::WechatApp | DirectPayType::WechatOfficialAccount) => {
            codes::PaymentMethod::Wechat
        }
        _ => codes::PaymentMethod::Alipay,
    };
    Some(known.map_or_else(|| by_kind().code().to_owned(), str::to_owned))
}

/// The notifications that an order causes.
pub(crate) fn notifications(order: &Order) -> impl Iterator<Item = &'static OperationMeta> + use<> {
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
    let now = gateway.now();
    Signed::new(gateway, scheme, meta.request, |field| order.fact(field, now))
}
