//! What a typed message says, compared with the texts of its members: every field of every struct.

use std::fmt;

use lianlian::structures::{Agreement, AgreementList};
use lianlian::{
    Amount, Code, Date, OrderTime, ReadError, Sensitive, UnknownFields, Unsigned, aggregate,
    card_bind, codes, easypay, exchange, instant, mpay, online_banking, refund, tools, unified,
};
use lianlian_spec::model::{self, Field, Kind};

use crate::amount;
use crate::fields::SPEC;
use crate::told::{self, Told};

/// A struct whose fields can be compared with the message that it was read from.
pub trait Typed: fmt::Debug {
    /// The fields that are compared, by their names in Rust.
    const FIELDS: &'static [&'static str];

    /// Panics if a field says something else than its member.
    fn says(&self, told: &Told<'_>);

    /// What it keeps of members that the spec does not know.
    fn unknown(&self) -> &UnknownFields;
}

/// What was read from a message, or for which field nothing was, against what the message tells.
pub fn judge<T: Typed>(told: &Told<'_>, read: Result<&T, &ReadError>) {
    let mistaken = told.mistaken();
    match read {
        Ok(read) => {
            assert!(mistaken.is_empty(), "read in spite of {mistaken:?}");
            is_all(read, told);
            let _ = format!("{read:?}");
        }
        Err(error) => {
            assert!(
                mistaken.contains(&error.field),
                "refused for no reason: {error}; {mistaken:?}"
            );
        }
    }
}

/// The fields say what the message says, and the rest is kept.
fn is_all<T: Typed>(read: &T, told: &Told<'_>) {
    read.says(told);
    let kept: Vec<_> = read.unknown().iter().collect();
    assert_eq!(kept, told.unknown(), "other unknown members");
}

fn compare<T: Agrees>(told: &Told<'_>, name: &str, value: &T) {
    let field = told.field(name);
    let text = told.text(field);
    assert!(value.agrees(text, field), "{name}: {value:?} from {text:?}");
}

/// A value, against the text that it was read from.
trait Agrees: fmt::Debug {
    fn agrees(&self, text: Option<&str>, field: &Field) -> bool;

    /// Whether there is such a value in the text, where a wrong text is no mistake.
    fn is_in(text: Option<&str>) -> bool {
        text.is_some()
    }
}

impl Agrees for String {
    fn agrees(&self, text: Option<&str>, _field: &Field) -> bool {
        text == Some(self)
    }
}

impl Agrees for Sensitive {
    fn agrees(&self, text: Option<&str>, _field: &Field) -> bool {
        text == Some(self.expose())
    }
}

impl Agrees for Amount {
    fn agrees(&self, text: Option<&str>, _field: &Field) -> bool {
        text.and_then(amount::lenient) == Some(self.fen())
    }
}

impl Agrees for OrderTime {
    fn agrees(&self, text: Option<&str>, _field: &Field) -> bool {
        text == Some(&*self.text())
    }
}

impl Agrees for Date {
    fn agrees(&self, text: Option<&str>, _field: &Field) -> bool {
        text == Some(&*self.text())
    }
}

impl<T: Agrees> Agrees for Option<T> {
    fn agrees(&self, text: Option<&str>, field: &Field) -> bool {
        match self {
            None => text.is_none(),
            Some(value) => value.agrees(text, field),
        }
    }
}

impl<T: Agrees> Agrees for Unsigned<T> {
    fn agrees(&self, text: Option<&str>, field: &Field) -> bool {
        // Who believes everything believes that all is signed but what never is.
        let is_signed = field.unsigned != Some(model::Unsigned::Always);
        assert_eq!(self.verified().is_some(), is_signed && self.unverified().is_some(), "the mark");
        match self.unverified() {
            None => !T::is_in(text),
            Some(value) => T::is_in(text) && value.agrees(text, field),
        }
    }
}

impl Agrees for AgreementList {
    fn agrees(&self, text: Option<&str>, _field: &Field) -> bool {
        let entries = text.and_then(told::entries).unwrap_or_default();
        self.iter()
            .zip(&entries)
            .for_each(|(card, members)| is_all(card, &Told::agreement(members)));
        entries.len() == self.len()
    }

    fn is_in(text: Option<&str>) -> bool {
        text.and_then(told::entries).is_some()
    }
}

macro_rules! coded {
    ($($list:ident)+) => {$(
        impl Agrees for codes::$list {
            fn agrees(&self, text: Option<&str>, field: &Field) -> bool {
                // The code that the spec names has a name, and no other has.
                let is_named = !format!("{self:?}").starts_with("Unknown(");
                text == Some(self.code()) && is_named == is_known(field, self.code())
            }
        }
    )+};
}
coded! {
    AnswerCode ApplyAnswerCode CardPayType CardType Currency DirectPayType DocumentType EasypayMethod MpayPayType
    PaymentMethod PaymentResult PayoutAnswerCode PayoutResult PreauthState RefundState SmsAnswerCode SmsFlag
}

fn is_known(field: &Field, code: &str) -> bool {
    let Kind::Code(list) = &field.kind else { return false };
    let list = SPEC.code_list(list).expect("a list of the spec");
    list.codes.iter().any(|known| known.code == code)
}

macro_rules! typed {
    ($($type:ty: $($field:ident)+;)+) => {$(
        impl Typed for $type {
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn says(&self, told: &Told<'_>) {
                $(compare(told, stringify!($field), &self.$field);)+
            }

            fn unknown(&self) -> &UnknownFields {
                &self.unknown_fields
            }
        }
    )+};
}

// Notifications.
typed! {
    aggregate::AsyncNotification: oid_partner no_order dt_order oid_paybill money_order result_pay settle_date
        info_order pay_type bank_code no_agree;
    aggregate::SyncNotification: oid_partner no_order dt_order oid_paybill money_order result_pay settle_date
        info_order pay_type bank_code;
    easypay::AsyncNotification: oid_partner no_order dt_order oid_paybill money_order result_pay settle_date
        info_order pay_type bank_code no_agree;
    easypay::H5SyncNotification: oid_partner no_order dt_order oid_paybill money_order result_pay settle_date;
    easypay::WebSyncNotification: ret_code ret_msg oid_partner no_order dt_order oid_paybill money_order
        settle_date info_order pay_type bank_code result_pay;
    exchange::AsyncNotification: oid_partner no_order dt_order oid_paybill result_pay settle_date info_order
        pay_type bank_code currency_order money_order currency_settle money_settle currency_pay money_pay
        exchange_rate no_agree;
    instant::AsyncNotification: oid_partner dt_order no_order oid_paybill money_order info_order result_pay
        settle_date;
    mpay::AsyncNotification: oid_partner no_order dt_order oid_paybill money_order result_pay settle_date
        info_order pay_type bank_code no_agree id_type id_no acct_name card_no;
    online_banking::AsyncNotification: oid_partner no_order dt_order oid_paybill money_order result_pay
        settle_date info_order pay_type bank_code no_agree;
    online_banking::SyncNotification: oid_partner dt_order no_order oid_paybill money_order result_pay
        settle_date info_order pay_type bank_code;
    refund::AsyncNotification: oid_partner no_refund dt_refund money_refund money_foreign_refund rate_id rate
        exchange_bankcode oid_refundno sta_refund settle_date;
}

// Replies, and what is in them.
typed! {
    aggregate::DirectPayReply: oid_paybill no_order user_id money_order oid_partner pay_load info_order pay_type
        ret_code ret_msg;
    aggregate::QueryReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill money_order result_pay
        settle_date info_order pay_type bank_code bank_name memo;
    card_bind::ApplyAnswer: ret_code ret_msg oid_partner user_id token;
    card_bind::QueryReply: ret_code ret_msg oid_paybill user_id count agreement_list;
    card_bind::UnbindReply: ret_code ret_msg;
    card_bind::VerifyReply: ret_code ret_msg oid_partner user_id card_no no_agree;
    easypay::ApplyAnswer: ret_code ret_msg oid_partner no_order dt_order oid_paybill money_order result_pay token
        name_goods pay_type info_order bank_code settle_date no_agree sms_flag;
    easypay::PreauthCancelReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill user_id;
    easypay::PreauthCaptureReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill money_order
        settle_date info_order user_id;
    easypay::PreauthQueryReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill money_order;
    easypay::QueryReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill money_order result_pay
        settle_date info_order pay_type bank_code bank_name memo card_no;
    easypay::VerifyReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill currency_order money_order
        result_pay token name_goods pay_type info_order bank_code settle_date no_agree;
    exchange::ApplyAnswer: ret_code ret_msg oid_partner no_order dt_order oid_paybill currency_order money_order
        result_pay token settle_date info_order pay_type currency_settle money_settle currency_pay money_pay
        exchange_rate no_agree;
    exchange::QueryReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill result_pay memo
        currency_order money_order settle_date info_order pay_type currency_settle money_settle currency_pay
        money_pay exchange_rate no_agree;
    exchange::VerifyReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill result_pay settle_date
        info_order pay_type currency_order money_order currency_settle money_settle currency_pay money_pay
        exchange_rate no_agree;
    instant::ApplyAnswer: ret_code ret_msg oid_partner no_order confirm_code oid_paybill;
    instant::ConfirmReply: ret_code ret_msg oid_partner oid_paybill no_order;
    instant::QueryReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill money_order result_pay
        settle_date info_order;
    mpay::CardBindApplyAnswer: ret_code ret_msg oid_partner user_id token dt_order no_order;
    mpay::CardBindVerifyReply: ret_code ret_msg oid_partner user_id card_no no_agree no_order;
    mpay::PayApplyAnswer: ret_code ret_msg oid_partner no_order dt_order oid_paybill money_order token info_order
        settle_date no_agree;
    mpay::PayVerifyReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill money_order token info_order
        settle_date no_agree;
    mpay::QueryReply: ret_code ret_msg oid_partner no_order dt_order oid_paybill money_order result_pay
        settle_date info_order pay_type bank_code bank_name memo card_no;
    refund::ApplyReply: ret_code ret_msg oid_partner no_refund money_refund oid_refundno sta_refund settle_date;
    refund::ExchangeApplyReply: ret_code ret_msg oid_partner no_refund dt_refund money_refund
        money_foreign_refund rate_id rate exchange_bankcode oid_refundno sta_refund settle_date;
    refund::QueryReply: ret_code ret_msg oid_partner no_refund dt_refund money_refund money_foreign_refund
        rate_id rate exchange_bankcode oid_refundno sta_refund settle_date;
    tools::BalanceQueryReply: ret_code ret_msg amt_unsettle amt_balance;
    tools::CardBinQueryReply: ret_code ret_msg card_no bank_code bank_name card_type;
    unified::CreatePaymentReply: ret_code ret_msg oid_paybill dt_order no_order user_id money_order token
        gateway_url;
    Agreement: no_agree card_no bank_code bank_name card_type bind_mobile;
}

/// Answers that may ask for a step, which takes a field over from them.
macro_rules! stepped {
    ($($reply:ty: $answer:ty, $variant:ident is $step:literal with $field:ident $(, or $done:ident)?;)+) => {$(
        impl Typed for $reply {
            const FIELDS: &'static [&'static str] = <$answer>::FIELDS;

            fn says(&self, told: &Told<'_>) {
                self.answer().says(told);
                let asked = told.step().map(|step| (&*step.name, &*step.from_reply));
                match self {
                    Self::$variant(step) => {
                        let name = &told.field(stringify!($field)).name;
                        assert_eq!(asked, Some(($step, std::slice::from_ref(name))), "another step");
                        compare(told, stringify!($field), &step.$field);
                    }
                    $(Self::$done(_) => assert_eq!(asked, None, "no step"),)?
                }
            }

            fn unknown(&self) -> &UnknownFields {
                self.answer().unknown()
            }
        }
    )+};
}

stepped! {
    card_bind::ApplyReply: card_bind::ApplyAnswer, SmsCode is "sms_code" with token, or Done;
    easypay::ApplyReply: easypay::ApplyAnswer, SmsCode is "sms_code" with token, or Done;
    exchange::ApplyReply: exchange::ApplyAnswer, SmsCode is "sms_code" with token, or Done;
    instant::ApplyReply: instant::ApplyAnswer, Confirmation is "confirmation" with confirm_code, or Done;
    mpay::CardBindApplyReply: mpay::CardBindApplyAnswer, SmsCode is "sms_code" with token;
    mpay::PayApplyReply: mpay::PayApplyAnswer, SmsCode is "sms_code" with token, or Done;
}
