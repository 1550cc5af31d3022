//! What the sandbox answers: each behaviour plays its part, and the spec says which fields tell of it.

use lianlian::ReturnCode;
use lianlian::meta::{FieldMeta, OperationMeta};

use crate::behaviour::Behaviour;
use crate::conditions::holds;
use crate::gateway::Gateway;
use crate::incoming::Refused;
use crate::ledger::Order;
use crate::operations::{place, placed_value, query};
use crate::outgoing::Reply;
use crate::values::Values;
use crate::{binding, card_orders, payouts};

/// What came of a request.
pub(crate) struct Played {
    /// What the merchant is told at once.
    pub(crate) reply: Reply,
    /// The order that was paid by it, about which the merchant is notified.
    pub(crate) paid: Option<Order>,
}

impl From<Reply> for Played {
    fn from(reply: Reply) -> Self {
        Self { reply, paid: None }
    }
}

/// Acts on a request that has passed its checks.
pub(crate) fn play(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    behaviour: Behaviour,
    request: &Values,
) -> Result<Played, Refused> {
    let handled = gateway.codes.handled;
    match behaviour {
        Behaviour::PlaceOrder => {
            let order = place(gateway, meta, request)?;
            let value = |field: &FieldMeta| placed_value(gateway, &order, field);
            Ok(compose(gateway, meta, request, handled, value).into())
        }
        Behaviour::Query => {
            let (order, now) = (query(gateway, meta, request)?, gateway.now());
            let value = |field: &FieldMeta| order.fact(field, now);
            Ok(compose(gateway, meta, request, handled, value).into())
        }
        Behaviour::PlaceCardOrder(step) => card_orders::apply(gateway, meta, step, request),
        Behaviour::PayWithCode => card_orders::verify(gateway, meta, request),
        Behaviour::PayOut(step) => payouts::apply(gateway, meta, step, request),
        Behaviour::Release => payouts::confirm(gateway, meta, request),
        Behaviour::AskToBind(step) => binding::apply(gateway, meta, step, request).map(Into::into),
        Behaviour::Bind => binding::verify(gateway, meta, request).map(Into::into),
        Behaviour::ListAgreements => Ok(binding::list(gateway, meta, request).into()),
        Behaviour::EndAgreement => binding::unbind(gateway, meta, request).map(Into::into),
    }
}

/// A reply with the fields that `value` knows, or that the request brought and are not sensitive, as far
/// as the spec says that they come now.
pub(crate) fn compose(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    request: &Values,
    code: &'static ReturnCode,
    value: impl Fn(&FieldMeta) -> Option<String>,
) -> Reply {
    let own = |field: &FieldMeta| {
        let echoed = || request.get(field.name).filter(|_| !field.sensitive).map(str::to_owned);
        value(field).or_else(echoed)
    };
    let named = |name: &str| match (name, meta.reply_field(name)) {
        ("ret_code", _) => Some(code.code.to_owned()),
        (_, Some(field)) => own(field),
        (name, None) => request.get(name).map(str::to_owned).or_else(|| {
            let default = meta.request_field(name)?.default;
            default.map(str::to_owned)
        }),
    };
    let circumstance = |word: &str| match word {
        "sms_flow" => gateway.asks_for_sms_codes,
        "no_sms_flow" => !gateway.asks_for_sms_codes,
        // The others say that there is something to tell, which `value` knows.
        _ => true,
    };
    let mut reply = Reply::new(code);
    for field in meta.reply.iter().filter(|field| !matches!(field.name, "ret_code" | "ret_msg")) {
        let is_told = field.when.is_none_or(|when| holds(when, &named, &circumstance));
        if let Some(text) = own(field).filter(|_| is_told) {
            reply.values.set(field.name, text);
        }
    }
    reply
}

/// The return code of an answer that asks for a step with `field`, a token for instance.
///
/// Editions of the documentation differ: a code of the step's own, or 0000 with the field in it. The
/// field's `when` in the spec decides.
pub(crate) fn asking_code(
    gateway: &Gateway,
    meta: &'static OperationMeta,
    codes: &[&str],
    field: &str,
) -> &'static ReturnCode {
    let when = meta.reply_field(field).and_then(|field| field.when);
    let step = codes.iter().filter_map(|code| lianlian::GATEWAY.return_code(code));
    let fits = |candidate: &&ReturnCode| {
        let code = |name: &str| (name == "ret_code").then(|| candidate.code.to_owned());
        when.is_none_or(|when| holds(when, &code, &|_| true))
    };
    step.chain([gateway.codes.handled]).find(fits).unwrap_or(gateway.codes.handled)
}
