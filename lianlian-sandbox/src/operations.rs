//! Orders of any product: opening, finding and telling about them.

use lianlian::aggregate::DirectPayType;
use lianlian::meta::{FieldMeta, OperationMeta, Transport};
use lianlian::{Code as _, OPERATIONS, Operation as _, Scheme, SignError, codes, online_banking};
use serde_json::json;

use crate::error::SandboxError;
use crate::house::House;
use crate::incoming::Refused;
use crate::ledger::NotPlaced;
use crate::order::{Fate, Order};
use crate::outgoing::Signed;
use crate::return_codes::ReturnCodes;
use crate::turn::Turn;
use crate::{limits, magic, numbers};

/// Opens an order or recognises it.
pub(crate) fn place<'b>(turn: &'b mut Turn<'_>) -> Result<&'b mut Order, Refused> {
    let (codes, meta, house, now) = (turn.codes(), turn.meta, turn.house(), turn.now);
    limits::check(turn)?;
    let number = || house.next_number();
    let tells_more = turn.account.tells_more;
    let mut placed = turn.books.ledger.place(meta, turn.request, number, turn.now);
    if let Ok(order) = &mut placed {
        order.tells_more = tells_more;
    }
    let placed = placed.map_err(|reason| match reason {
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
        NotPlaced::UnderWay => Refused::new(codes.under_way, "the bank is at it"),
        NotPlaced::Expired => Refused::new(codes.expired, "the order's time ran out"),
    });
    let order = placed?;
    magic::begin(order, now);
    Ok(order)
}

/// The refusal for an order that cannot be paid.
pub(crate) fn unpayable(codes: &ReturnCodes, error: &SandboxError) -> Refused {
    let code = match error {
        SandboxError::NoSuchOrder { .. } => codes.not_found,
        SandboxError::AlreadyPaid { .. } => codes.already_paid,
        SandboxError::UnderWay { .. } => codes.under_way,
        SandboxError::Expired { .. } => codes.expired,
        SandboxError::OverLimit { code, .. } => {
            lianlian::GATEWAY.return_code(code).unwrap_or(codes.over_limit)
        }
        _ => codes.fault,
    };
    Refused::new(code, error.to_string())
}

/// The order that a request names by the merchant's number, the gateway's, or both.
pub(crate) fn named(turn: &Turn<'_>) -> Result<Option<Order>, Refused> {
    let ledger = &turn.books.ledger;
    let found = match (turn.given("no_order"), turn.given("oid_paybill")) {
        (Some(number), None) => ledger.find(number),
        (None, Some(number)) => ledger.find_paybill(number),
        (Some(number), Some(paybill)) => {
            let found = ledger.find(number);
            let same = found.is_none_or(|order| order.oid_paybill == paybill);
            if !same || found.is_none() && ledger.find_paybill(paybill).is_some() {
                let why = "no_order and oid_paybill belong to different orders";
                return Err(Refused::new(turn.codes().numbers_differ, why));
            }
            found
        }
        (None, None) => None,
    };
    // A date given along has to be the order's: without one, the number alone decides.
    let is_of_date = |order: &&Order| {
        turn.given("dt_order").is_none_or(|date| order.values.get("dt_order") == Some(date))
    };
    Ok(found.filter(is_of_date).cloned())
}

/// Finds the order that a query asks for, among those that the spec sends to this query.
pub(crate) fn query(turn: &Turn<'_>) -> Result<Order, Refused> {
    named(turn)?
        .filter(|order| order.operation.query_with.contains(&turn.meta.id))
        .ok_or_else(|| Refused::new(turn.codes().not_found, "no such order"))
}

/// The value of a reply's field for an order that was placed: what the request said, and the new
/// facts.
pub(crate) fn placed_value(turn: &Turn<'_>, order: &Order, field: &FieldMeta) -> Option<String> {
    match field.name {
        "payLoad" => Some(pay_load(turn, order)),
        "gateway_url" => Some(pay_link(turn.house(), order)),
        // Nothing is verified with it: the page asks for what it needs itself.
        "token" if turn.meta.reply_field("gateway_url").is_some() => {
            Some(numbers::page_token(&turn.house().url, &order.oid_paybill))
        }
        _ => order.fact(field, turn.now),
    }
}

/// What the payer needs in order to pay: a link for a QR code, or data for the WeChat SDK.
fn pay_load(turn: &Turn<'_>, order: &Order) -> String {
    let link = pay_link(turn.house(), order);
    let pay_type = order.values.get("pay_type").unwrap_or_default();
    match DirectPayType::from_code(pay_type) {
        Some(DirectPayType::WechatApp | DirectPayType::WechatOfficialAccount) => json!({
            "appId": order.values.get("appid"),
            "timeStamp": turn.now.unix_seconds().to_string(),
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
    let asked = order.values.get("pay_type").or_else(|| order.values.get("card_type"));
    let on_page = || order.checkout.as_ref().and_then(|checkout| checkout.method.as_deref());
    let chosen = chosen.or_else(on_page);
    let known = chosen.filter(is_told).or_else(|| asked.filter(is_told));
    let by_kind = || match asked.and_then(DirectPayType::from_code) {
        Some(DirectPayType::WechatApp | DirectPayType::WechatOfficialAccount) => {
            codes::PaymentMethod::Wechat
        }
        _ => usual_method(order),
    };
    Some(known.map_or_else(|| by_kind().code().to_owned(), str::to_owned))
}

/// How an order is paid that leaves it open, where the payer does not choose either.
fn usual_method(order: &Order) -> codes::PaymentMethod {
    use codes::{PaymentMethod, UnifiedProduct};
    let product = order.values.get("flag_pay_product").and_then(UnifiedProduct::from_code);
    match product {
        Some(UnifiedProduct::CardLowLimit | UnifiedProduct::CardHighLimit) => {
            PaymentMethod::QuickDebit
        }
        Some(UnifiedProduct::OnlineBanking | UnifiedProduct::MobileOnlineBanking) => {
            PaymentMethod::OnlineBankingDebit
        }
        _ if order.operation.product == online_banking::Redirect::META.product => {
            PaymentMethod::OnlineBankingDebit
        }
        _ => PaymentMethod::Alipay,
    }
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

/// The notifications to the merchant's server that an order causes, and where they go.
///
/// Payments are told about when they succeed, payouts whatever becomes of them.
pub(crate) fn told_about(order: &Order) -> Vec<(&'static OperationMeta, String)> {
    let is_success = matches!(order.fate, Fate::Paid { .. } | Fate::Authorised { .. });
    if !is_success && !order.is_payout() {
        return Vec::new();
    }
    let to_server = |meta: &&'static OperationMeta| meta.transport == Transport::Notification;
    let addressed =
        |meta: &'static OperationMeta| Some((meta, destination(order, meta)?.to_owned()));
    notifications(order).filter(to_server).filter_map(addressed).collect()
}

/// The signed notification about an order that the payer's browser takes along: as inputs of a form, or
/// as JSON in the one input that the spec names.
pub(crate) fn browser_notification(
    house: &House,
    order: &Order,
    meta: &'static OperationMeta,
) -> Result<Signed, SignError> {
    let now = house.now();
    let signed = Signed::new(house, agreed(meta), meta.request, |field| order.told(field, now))?;
    Ok(match meta.envelope {
        Some(envelope) => signed.within(envelope),
        None => signed,
    })
}

/// The page where a payer pays the order.
pub(crate) fn pay_link(house: &House, order: &Order) -> String {
    format!("{}/sandbox/pay/{}", house.url, order.oid_paybill)
}

/// The operation's first scheme.
pub(crate) fn agreed(meta: &OperationMeta) -> Scheme {
    let first = meta.sign_types.first();
    first.and_then(|name| name.parse().ok()).unwrap_or(Scheme::Rsa)
}
