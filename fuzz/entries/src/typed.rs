//! What a typed message says, compared with the texts of its members.

use std::fmt;

use lianlian::{
    Amount, Code, Date, OrderTime, Sensitive, UnknownFields, Unsigned, aggregate, card_bind, codes,
    easypay, exchange, instant, mpay, online_banking, refund, structures, tools, unified,
};
use serde_json::Value;

use crate::amount;
use crate::model::{self, Member};

/// A reply or notification whose fields can be compared with the message that it was read from.
pub trait Typed: fmt::Debug {
    /// Panics if a field says something else than its member.
    fn says(&self, _members: &[Member]) {}

    /// What it keeps of members that the spec does not know.
    fn unknown(&self) -> Option<&UnknownFields> {
        None
    }
}

/// A value, against the text that it was read from.
trait Agrees {
    fn agrees(&self, text: Option<&str>) -> bool;
}

impl Agrees for String {
    fn agrees(&self, text: Option<&str>) -> bool {
        text == Some(self)
    }
}

impl Agrees for Sensitive {
    fn agrees(&self, text: Option<&str>) -> bool {
        text == Some(self.expose())
    }
}

impl Agrees for Amount {
    fn agrees(&self, text: Option<&str>) -> bool {
        text.and_then(amount::lenient) == Some(self.fen())
    }
}

impl Agrees for OrderTime {
    fn agrees(&self, text: Option<&str>) -> bool {
        text == Some(&*self.text())
    }
}

impl Agrees for Date {
    fn agrees(&self, text: Option<&str>) -> bool {
        text == Some(&*self.text())
    }
}

impl<T: Agrees> Agrees for Option<T> {
    fn agrees(&self, text: Option<&str>) -> bool {
        match self {
            None => text.is_none(),
            Some(value) => value.agrees(text),
        }
    }
}

impl<T: Agrees> Agrees for Unsigned<T> {
    fn agrees(&self, text: Option<&str>) -> bool {
        self.unverified().is_none_or(|value| value.agrees(text))
    }
}

macro_rules! coded {
    ($($list:ident),+) => {$(
        impl Agrees for codes::$list {
            fn agrees(&self, text: Option<&str>) -> bool {
                text == Some(self.code())
            }
        }
    )+};
}
coded!(
    AnswerCode,
    CardPayType,
    CardType,
    Currency,
    MpayPayType,
    PaymentMethod,
    PaymentResult,
    PayoutResult
);

macro_rules! typed {
    ($($type:ty: $($field:ident)+;)+) => {$(
        impl Typed for $type {
            fn says(&self, members: &[Member]) {
                $(
                    let text = model::present(members, stringify!($field));
                    let agrees = self.$field.agrees(text);
                    assert!(agrees, "{}: {:?} from {text:?}", stringify!($field), self.$field);
                )+
            }

            fn unknown(&self) -> Option<&UnknownFields> {
                Some(&self.unknown_fields)
            }
        }
    )+};
}

typed! {
    aggregate::AsyncNotification: oid_partner no_order dt_order oid_paybill money_order result_pay
        settle_date info_order pay_type bank_code no_agree;
    aggregate::QueryReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill money_order
        result_pay settle_date info_order pay_type bank_code bank_name memo;
    easypay::AsyncNotification: oid_partner no_order dt_order oid_paybill money_order result_pay
        settle_date info_order pay_type bank_code;
    exchange::AsyncNotification: oid_partner no_order dt_order oid_paybill result_pay settle_date
        info_order pay_type bank_code currency_order;
    instant::AsyncNotification: oid_partner no_order dt_order oid_paybill money_order result_pay
        settle_date info_order;
    mpay::AsyncNotification: oid_partner no_order dt_order oid_paybill money_order result_pay
        settle_date info_order pay_type bank_code;
    online_banking::AsyncNotification: oid_partner no_order dt_order oid_paybill money_order
        result_pay settle_date info_order pay_type bank_code;
    refund::AsyncNotification: oid_partner no_refund dt_refund money_refund money_foreign_refund
        rate_id rate exchange_bankcode oid_refundno;
    aggregate::SyncNotification: oid_partner no_order money_order;
    easypay::H5SyncNotification: oid_partner no_order dt_order oid_paybill money_order result_pay
        settle_date;
    easypay::WebSyncNotification: ret_code ret_msg oid_partner no_order dt_order oid_paybill
        money_order settle_date info_order pay_type bank_code;
    online_banking::SyncNotification: oid_partner no_order money_order;
}

impl Typed for card_bind::QueryReply {
    fn says(&self, members: &[Member]) {
        for (name, field) in [("ret_msg", &self.ret_msg), ("user_id", &self.user_id)] {
            assert!(field.agrees(model::present(members, name)), "{name}");
        }
        let Some(cards) = self.agreement_list.unverified() else { return };
        let names = ["aggrement_list", "agreement_list"];
        let text = names.iter().find_map(|name| model::present(members, name)).expect("a list");
        let list: Vec<Value> = serde_json::from_str(text).expect("an array");
        assert_eq!(list.len(), cards.len(), "another number of cards");
        for (card, value) in cards.iter().zip(&list) {
            agrees_with(card, value);
        }
    }

    fn unknown(&self) -> Option<&UnknownFields> {
        Some(&self.unknown_fields)
    }
}

fn agrees_with(card: &structures::Agreement, value: &Value) {
    let members = model::members(value.to_string().as_bytes()).expect("an object");
    // Written anew, numbers and what is nested may look otherwise: texts are compared.
    let text = |name: &str| value[name].as_str().filter(|text| !text.is_empty());
    let same = |name: &str, field: Option<&str>| {
        let is_text = value[name].is_string() || value[name].is_null();
        assert!(!is_text || field == text(name), "{name} of a card");
    };
    same("no_agree", card.no_agree.as_ref().map(Sensitive::expose));
    same("card_no", card.card_no.as_ref().map(Sensitive::expose));
    same("bank_code", card.bank_code.as_deref());
    same("bank_name", card.bank_name.as_deref());
    same("card_type", card.card_type.as_ref().map(Code::code));
    same("bind_mobile", card.bind_mobile.as_ref().map(Sensitive::expose));
    assert!(members.len() >= card.unknown_fields.iter().count());
}

/// Replies of which it is only asked that they can be read.
macro_rules! only_read {
    ($($product:ident: $($reply:ident)+;)+) => {
        $($(impl Typed for $product::$reply {})+)+
    };
}

only_read! {
    aggregate: DirectPayReply;
    card_bind: ApplyReply UnbindReply VerifyReply;
    easypay: ApplyReply PreauthCancelReply PreauthCaptureReply PreauthQueryReply QueryReply VerifyReply;
    exchange: ApplyReply QueryReply VerifyReply;
    instant: ApplyReply ConfirmReply QueryReply;
    mpay: CardBindApplyReply CardBindVerifyReply PayApplyReply PayVerifyReply QueryReply;
    refund: ApplyReply ExchangeApplyReply QueryReply;
    tools: BalanceQueryReply CardBinQueryReply;
    unified: CreatePaymentReply;
}

/// Names and texts of the members that none of `known` names.
pub fn unknown<'m>(
    members: &'m [Member],
    known: &[lianlian::meta::FieldMeta],
) -> Vec<(&'m str, &'m str)> {
    let is_known = |name: &str| known.iter().any(|field| field.names().any(|own| own == name));
    let unknown = members.iter().filter(|member| !is_known(&member.name));
    let mut pairs: Vec<_> =
        unknown.filter_map(|member| Some((&*member.name, member.text.as_deref()?))).collect();
    pairs.sort_unstable();
    pairs
}
