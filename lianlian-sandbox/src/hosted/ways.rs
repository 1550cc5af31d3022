//! The ways to pay an order on the hosted page, by what the order leaves open.

use lianlian::codes::PaymentMethod;
use lianlian::meta::{CardKind, CodeMeta, FieldMeta, Transport};
use lianlian::{Code as _, Operation as _, easypay, online_banking};

use crate::account::Account;
use crate::operations::notifications;
use crate::order::Order;

/// A way to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The payer's phone scans a code.
    Scan,
    /// At the payer's bank.
    Bank,
    /// By card, of this kind if it matters, with an SMS code.
    Card(Option<CardKind>),
    /// A look, and a click.
    Confirm,
}

/// What there is to choose.
pub(super) enum Choice {
    /// One way only.
    Fixed(Way, Option<&'static CodeMeta>),
    /// Any of these methods.
    Open(Vec<&'static CodeMeta>),
}

impl Way {
    /// The way that a method is paid.
    pub(super) fn of(method: &CodeMeta) -> Self {
        match PaymentMethod::from_code(method.code) {
            Some(PaymentMethod::Wechat | PaymentMethod::Alipay) => Self::Scan,
            Some(
                PaymentMethod::OnlineBankingDebit
                | PaymentMethod::OnlineBankingCredit
                | PaymentMethod::OnlineBankingBusiness,
            ) => Self::Bank,
            Some(PaymentMethod::QuickDebit) => Self::Card(Some(CardKind::Debit)),
            Some(PaymentMethod::QuickCredit) => Self::Card(Some(CardKind::Credit)),
            Some(
                PaymentMethod::VerifiedCard
                | PaymentMethod::EasypayRegular
                | PaymentMethod::EasypayPreauth,
            ) => Self::Card(None),
            _ => Self::Confirm,
        }
    }
}

/// The ways to pay an order.
pub(super) fn choice(order: &Order) -> Choice {
    // What was placed from the server is paid with the phone that opened the link.
    if Account::is_server_call(order.operation) {
        return Choice::Fixed(Way::Confirm, None);
    }
    let asked = order.values.get("pay_type");
    if order.operation.product == easypay::WebRedirect::META.product {
        let is_preauth = asked == Some(PaymentMethod::EasypayPreauth.code());
        return Choice::Fixed(Way::Card(is_preauth.then_some(CardKind::Credit)), None);
    }
    if let Some(method) = asked.and_then(|code| method(order, code)) {
        return Choice::Fixed(Way::of(method), Some(method));
    }
    if order.values.get("bank_code").is_some() {
        let debit = method(order, PaymentMethod::OnlineBankingDebit.code());
        return Choice::Fixed(Way::Bank, debit);
    }
    let is_banking = order.operation.product == online_banking::Redirect::META.product;
    let is_offered = |method: &&CodeMeta| match Way::of(method) {
        Way::Bank => true,
        // Another product's, or for payers whose identity the shop states.
        Way::Card(None) => false,
        Way::Scan | Way::Card(_) | Way::Confirm => !is_banking,
    };
    Choice::Open(told(order).iter().filter(is_offered).collect())
}

/// The method of this code, among those that the order's notification can tell.
pub(super) fn method(order: &Order, code: &str) -> Option<&'static CodeMeta> {
    told(order).iter().find(|method| method.code == code)
}

/// The methods that the order's notification can tell.
fn told(order: &Order) -> &'static [CodeMeta] {
    let to_server = notifications(order).find(|meta| meta.transport == Transport::Notification);
    let field = to_server.and_then(|meta| meta.request_field("pay_type"));
    field.and_then(FieldMeta::codes).map(|list| list.codes).unwrap_or_default()
}
