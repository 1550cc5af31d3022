//! What an operation does, told by the spec: its fields, its steps, and the links between operations.

use lianlian::codes::PreauthState;
use lianlian::easypay::{PreauthCancel, PreauthCapture};
use lianlian::meta::{GroupMeta, Kind, OperationMeta, Required, Step, Transport};
use lianlian::{Code as _, OPERATIONS, Operation as _};

/// What an operation does.
#[derive(Clone, Copy)]
pub(crate) enum Behaviour {
    /// It opens an order, which its payer pays elsewhere: notifications follow from it.
    PlaceOrder,
    /// It opens an order that is paid by card, with an SMS code if this step asks for one.
    PlaceCardOrder(&'static Step),
    /// It pays a card order with the SMS code.
    PayWithCode,
    /// It sends money out, at once or, when in doubt, after this step.
    PayOut(&'static Step),
    /// It releases a payout that is held.
    Release,
    /// It tells what became of an order: others name it as their query.
    Query,
    /// It asks for an agreement about a card, which this step concludes.
    AskToBind(&'static Step),
    /// It concludes an agreement with the SMS code.
    Bind,
    /// It lists agreements.
    ListAgreements,
    /// It ends an agreement.
    EndAgreement,
    /// It tells what became of a pre-authorisation, by its return code.
    QueryHold,
    /// It takes what is held by a pre-authorisation.
    Capture,
    /// It releases what is held by a pre-authorisation.
    ReleaseHold,
    /// It returns money of an order.
    Refund,
    /// It tells what became of a refund.
    TellRefund,
    /// It tells what the merchant has.
    TellBalances,
    /// It tells what the beginning of a card number says.
    LookUpCard,
}

/// What the operation does; `None` of what the gateway sends.
pub(crate) fn behaviour(meta: &OperationMeta) -> Option<Behaviour> {
    let is_sent = matches!(meta.transport, Transport::Notification | Transport::SyncNotification);
    if is_sent {
        return None;
    }
    if let Some(behaviour) = of_books(meta) {
        return Some(behaviour);
    }
    if let Some(first) = step_before(meta) {
        return match (Follows::of(meta)?, moves_money(first)) {
            (Follows::SmsCode, true) => Some(Behaviour::PayWithCode),
            (Follows::SmsCode, false) => Some(Behaviour::Bind),
            (Follows::Confirmation, true) => Some(Behaviour::Release),
            (Follows::Confirmation, false) => None,
        };
    }
    match (moves_money(meta), meta.steps.first()) {
        (true, None) => Some(Behaviour::PlaceOrder),
        (true, Some(step)) => match Follows::of(operation(step.operation)?)? {
            Follows::SmsCode => Some(Behaviour::PlaceCardOrder(step)),
            Follows::Confirmation => Some(Behaviour::PayOut(step)),
        },
        (false, Some(step)) => Some(Behaviour::AskToBind(step)),
        (false, None) if meta.id == PreauthCapture::META.id => Some(Behaviour::Capture),
        (false, None) if meta.id == PreauthCancel::META.id => Some(Behaviour::ReleaseHold),
        (false, None) if tells_holds(meta) => Some(Behaviour::QueryHold),
        (false, None) if is_query(meta) => Some(Behaviour::Query),
        (false, None) if agreement_list(meta).is_some() => Some(Behaviour::ListAgreements),
        (false, None) if demands(meta, "no_agree") => Some(Behaviour::EndAgreement),
        (false, None) => None,
    }
}

/// What an operation does that asks about the merchant's books, or returns money.
fn of_books(meta: &OperationMeta) -> Option<Behaviour> {
    let tells = |name: &str| meta.reply_field(name).is_some();
    match (demands(meta, "no_refund"), moves_money(meta)) {
        (true, true) => Some(Behaviour::Refund),
        (true, false) => Some(Behaviour::TellRefund),
        (false, false) if tells("amt_balance") => Some(Behaviour::TellBalances),
        (false, false) if meta.success_is_final && tells("card_type") => {
            Some(Behaviour::LookUpCard)
        }
        _ => None,
    }
}

/// What an operation brings that continues another.
enum Follows {
    SmsCode,
    Confirmation,
}

impl Follows {
    fn of(meta: &OperationMeta) -> Option<Self> {
        if demands(meta, "verify_code") {
            Some(Self::SmsCode)
        } else {
            demands(meta, "confirm_code").then_some(Self::Confirmation)
        }
    }
}

/// The operation of this id.
fn operation(id: &str) -> Option<&'static OperationMeta> {
    OPERATIONS.iter().copied().find(|meta| meta.id == id)
}

/// The operation that names this one as its next step.
pub(crate) fn step_before(meta: &OperationMeta) -> Option<&'static OperationMeta> {
    let leads_here =
        |other: &OperationMeta| other.steps.iter().any(|step| step.operation == meta.id);
    OPERATIONS.iter().copied().find(|other| leads_here(other))
}

/// What moves money is told about in notifications.
const fn moves_money(meta: &OperationMeta) -> bool {
    !meta.notifications.is_empty()
}

fn demands(meta: &OperationMeta, name: &str) -> bool {
    meta.request_field(name).is_some_and(|field| field.required == Required::Yes)
}

/// A pre-authorisation has a query of its own, which answers with the state.
fn tells_holds(meta: &OperationMeta) -> bool {
    meta.answers_with(PreauthState::Approved.code())
}

fn is_query(meta: &OperationMeta) -> bool {
    let is_named = OPERATIONS.iter().any(|other| other.query_with.contains(&meta.id));
    is_named && meta.reply_field("result_pay").is_some()
}

/// What an entry of the list of agreements consists of, in a reply that has one.
pub(crate) fn agreement_list(meta: &OperationMeta) -> Option<(&'static str, &'static GroupMeta)> {
    meta.reply.iter().find_map(|field| {
        let Kind::Structure(structure) = field.kind else {
            return None;
        };
        let names_agreement =
            |group: &&GroupMeta| group.fields.iter().any(|field| field.name == "no_agree");
        Some((field.name, structure.groups.iter().copied().find(|group| names_agreement(group))?))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn of(id: &str) -> Option<Behaviour> {
        behaviour(operation(id).unwrap())
    }

    #[test]
    fn the_spec_tells_what_each_operation_does() {
        assert!(matches!(of("aggregate.direct_pay"), Some(Behaviour::PlaceOrder)));
        assert!(matches!(of("aggregate.web_redirect"), Some(Behaviour::PlaceOrder)));
        assert!(matches!(of("aggregate.query"), Some(Behaviour::Query)));
        assert!(matches!(of("card_bind.apply"), Some(Behaviour::AskToBind(_))));
        assert!(matches!(of("card_bind.verify"), Some(Behaviour::Bind)));
        assert!(matches!(of("card_bind.query"), Some(Behaviour::ListAgreements)));
        assert!(matches!(of("card_bind.unbind"), Some(Behaviour::EndAgreement)));
        assert!(matches!(of("easypay.apply"), Some(Behaviour::PlaceCardOrder(_))));
        assert!(matches!(of("easypay.verify"), Some(Behaviour::PayWithCode)));
        assert!(matches!(of("easypay.query"), Some(Behaviour::Query)));
        assert!(matches!(of("instant.apply"), Some(Behaviour::PayOut(_))));
        assert!(matches!(of("instant.confirm"), Some(Behaviour::Release)));
        assert!(matches!(of("instant.query"), Some(Behaviour::Query)));
        assert!(matches!(of("easypay.h5_redirect"), Some(Behaviour::PlaceOrder)));
        assert!(matches!(of("easypay.mobile_pay"), Some(Behaviour::PlaceOrder)));
        assert!(matches!(of("easypay.preauth_query"), Some(Behaviour::QueryHold)));
        assert!(matches!(of("easypay.preauth_capture"), Some(Behaviour::Capture)));
        assert!(matches!(of("easypay.preauth_cancel"), Some(Behaviour::ReleaseHold)));
        assert!(matches!(of("exchange.apply"), Some(Behaviour::PlaceCardOrder(_))));
        assert!(matches!(of("exchange.verify"), Some(Behaviour::PayWithCode)));
        assert!(matches!(of("exchange.query"), Some(Behaviour::Query)));
        assert!(matches!(of("mpay.pay_apply"), Some(Behaviour::PlaceCardOrder(_))));
        assert!(matches!(of("mpay.pay_verify"), Some(Behaviour::PayWithCode)));
        assert!(matches!(of("mpay.card_bind_apply"), Some(Behaviour::AskToBind(_))));
        assert!(matches!(of("mpay.card_bind_verify"), Some(Behaviour::Bind)));
        assert!(matches!(of("mpay.query"), Some(Behaviour::Query)));
        assert!(matches!(of("unified.create_payment"), Some(Behaviour::PlaceOrder)));
        assert!(matches!(of("refund.apply"), Some(Behaviour::Refund)));
        assert!(matches!(of("refund.exchange_apply"), Some(Behaviour::Refund)));
        assert!(matches!(of("refund.query"), Some(Behaviour::TellRefund)));
        assert!(matches!(of("tools.balance_query"), Some(Behaviour::TellBalances)));
        assert!(matches!(of("tools.card_bin_query"), Some(Behaviour::LookUpCard)));
    }

    #[test]
    fn every_operation_that_can_be_called_is_played() {
        for meta in OPERATIONS {
            let is_sent =
                matches!(meta.transport, Transport::Notification | Transport::SyncNotification);
            assert_eq!(behaviour(meta).is_none(), is_sent, "{}", meta.id);
        }
    }
}
