//! What the sandbox answers: each behaviour plays its part, and the spec says which fields tell of it.

use lianlian::ReturnCode;
use lianlian::meta::{FieldMeta, OperationMeta};

use crate::account::Account;
use crate::behaviour::Behaviour;
use crate::conditions::holds;
use crate::incoming::Refused;
use crate::operations::{paid_with, place, placed_value, query, unpayable};
use crate::order::Order;
use crate::outgoing::Reply;
use crate::turn::{Played, Turn};
use crate::{balances, binding, card_orders, card_register, magic, payouts, preauth, refunding};

/// Carries out a request that has passed its checks.
pub(crate) fn play(turn: &mut Turn<'_>, behaviour: Behaviour) -> Played {
    magic::turned_away(turn)?;
    let reply = carry_out(turn, behaviour)?;
    magic::answered(turn, reply)
}

fn carry_out(turn: &mut Turn<'_>, behaviour: Behaviour) -> Played {
    match behaviour {
        Behaviour::PlaceOrder => {
            let card = card_orders::agreed_card(turn)?;
            let order = place(turn)?;
            order.card = card;
            let order = order.clone();
            if Account::is_server_call(turn.meta) && magic::needs_no_payer(&order, turn.now) {
                pay_without_payer(turn, &order)?;
            }
            let value = |field: &FieldMeta| placed_value(turn, &order, field);
            Ok(compose(turn, turn.codes().handled, value))
        }
        Behaviour::Query => {
            let order = query(turn)?;
            let value = |field: &FieldMeta| order.fact(field, turn.now);
            Ok(compose(turn, turn.codes().handled, value))
        }
        Behaviour::PlaceCardOrder(step) => card_orders::apply(turn, step),
        Behaviour::PayWithCode => card_orders::verify(turn),
        Behaviour::PayOut(step) => payouts::apply(turn, step),
        Behaviour::Release => payouts::confirm(turn),
        Behaviour::AskToBind(step) => binding::apply(turn, step),
        Behaviour::Bind => binding::verify(turn),
        Behaviour::ListAgreements => Ok(binding::list(turn)),
        Behaviour::EndAgreement => binding::unbind(turn),
        Behaviour::QueryHold => preauth::query(turn),
        Behaviour::Capture => preauth::capture(turn),
        Behaviour::ReleaseHold => preauth::cancel(turn),
        Behaviour::Refund => refunding::apply(turn),
        Behaviour::TellRefund => refunding::query(turn),
        Behaviour::TellBalances => Ok(balances::tell(turn)),
        Behaviour::LookUpCard => card_register::look_up(turn),
    }
}

/// Pays an order that test data wants paid.
fn pay_without_payer(turn: &mut Turn<'_>, order: &Order) -> Result<(), Refused> {
    let (codes, method) = (turn.codes(), paid_with(order, None));
    let paid = turn.books.pay(turn.account, codes, &order.no_order, method, turn.now).map(drop);
    paid.map_err(|error| unpayable(codes, &error))?;
    turn.tell(&order.no_order);
    Ok(())
}

/// A reply with the fields that `value` knows, or that the request brought and are not sensitive, as far
/// as the spec says that they come now.
pub(crate) fn compose(
    turn: &Turn<'_>,
    code: &'static ReturnCode,
    value: impl Fn(&FieldMeta) -> Option<String>,
) -> Reply {
    let (meta, request) = (turn.meta, turn.request);
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
        "sms_flow" => turn.account.asks_for_sms_codes,
        "no_sms_flow" => !turn.account.asks_for_sms_codes,
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
    turn: &Turn<'_>,
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
    step.chain([turn.codes().handled]).find(fits).unwrap_or(turn.codes().handled)
}
