//! Messages about charging a month, in the club's words.

use jiff::Timestamp;
use lianlian::{Code, Reply, Request, RequestPart, Sensitive, UnknownCode, codes, easypay};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::people::Subscriber;

/// What the gateway knows a payment by: part of every message about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, RequestPart)]
#[lianlian(operation = easypay::Apply)]
#[lianlian(operation = easypay::Verify)]
#[lianlian(operation = easypay::Query)]
pub struct Key {
    /// The number.
    #[lianlian(field = "no_order")]
    pub number: String,
    /// When it was first sent.
    #[lianlian(field = "dt_order")]
    pub placed: Timestamp,
}

/// A month is to be paid with a bound card.
#[derive(Debug, Request)]
#[lianlian(operation = easypay::Apply)]
#[lianlian(field = "busi_partner", value = codes::GoodsKind::VirtualGoods)]
#[lianlian(field = "pay_type", value = codes::EasypayPayType::Regular)]
#[lianlian(field = "risk_item", value = self.subscriber.risk_facts())]
pub(crate) struct Bill<'a> {
    #[lianlian(flatten)]
    pub(crate) key: &'a Key,
    #[lianlian(flatten)]
    pub(crate) subscriber: &'a Subscriber,
    #[lianlian(field = "money_order")]
    pub(crate) price: Decimal,
    #[lianlian(field = "name_goods")]
    pub(crate) title: String,
    #[lianlian(field = "no_agree")]
    pub(crate) agreement: &'a Sensitive,
    #[lianlian(field = "notify_url")]
    pub(crate) hook: &'a str,
}

/// The subscriber has read the code on the phone.
#[derive(Debug, Request)]
#[lianlian(operation = easypay::Verify)]
pub(crate) struct Consent<'a> {
    #[lianlian(flatten)]
    pub(crate) key: &'a Key,
    #[lianlian(field = "money_order")]
    pub(crate) price: Decimal,
    pub(crate) token: &'a Sensitive,
    #[lianlian(field = "verify_code")]
    pub(crate) code: &'a Sensitive,
}

/// What became of a payment?
#[derive(Debug, Request)]
#[lianlian(operation = easypay::Query)]
pub(crate) struct Question<'a> {
    #[lianlian(flatten)]
    pub(crate) key: &'a Key,
}

/// This.
#[derive(Debug, Reply)]
#[lianlian(operation = easypay::Query)]
pub(crate) struct Told {
    #[lianlian(field = "result_pay")]
    pub(crate) stage: Option<Stage>,
    #[lianlian(field = "money_order")]
    pub(crate) price: Option<Decimal>,
}

/// Where a payment is.
#[derive(Debug, PartialEq, Eq, Code)]
#[lianlian(list = codes::PaymentResult)]
pub(crate) enum Stage {
    #[lianlian(code = "SUCCESS")]
    Paid,
    /// No code has come yet.
    #[lianlian(code = "WAITING")]
    Waiting,
    #[lianlian(code = "FAILURE")]
    Failed,
    /// Whatever else: not ours to act upon.
    #[lianlian(unknown)]
    UnderWay(UnknownCode),
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lianlian::assert_source;

    use super::*;

    fn key() -> Key {
        let placed = "2026-11-22T01:30:00Z".parse().unwrap();
        Key { number: "sub-17-202611-1".to_owned(), placed }
    }

    #[test]
    fn a_bill_names_the_agreement_and_no_card() {
        let joined = "2025-01-01T00:01:00Z".parse().unwrap();
        let bill = Bill {
            key: &key(),
            subscriber: &Subscriber { id: 17, name: "张三".into(), joined },
            price: Decimal::new(15, 0),
            title: "Membership 202611".to_owned(),
            agreement: &"2026112212345678".into(),
            hook: "https://club.example/lianlian",
        };
        assert_source!(
            bill,
            "acct_name=张三&api_version=1.0&busi_partner=101001&dt_order=20261122093000&\
             money_order=15.00&name_goods=Membership 202611&no_agree=2026112212345678&\
             no_order=sub-17-202611-1&notify_url=https://club.example/lianlian&\
             oid_partner=201304121000001004&pay_type=M&\
             risk_item={\"frms_ware_category\":\"2009\",\"user_info_mercht_userno\":\"17\",\
             \"user_info_dt_register\":\"20250101080100\",\"goods_name\":\"Membership\"}&\
             sign_type=RSA&user_id=17"
        );
    }

    #[test]
    fn one_key_serves_the_consent_and_the_question() {
        let consent = Consent {
            key: &key(),
            price: Decimal::new(15, 0),
            token: &"T0KEN".into(),
            code: &"123456".into(),
        };
        assert_source!(
            consent,
            "dt_order=20261122093000&money_order=15.00&no_order=sub-17-202611-1&\
             oid_partner=201304121000001004&sign_type=RSA&token=T0KEN&verify_code=123456"
        );
        assert_source!(
            Question { key: &key() },
            "dt_order=20261122093000&no_order=sub-17-202611-1&oid_partner=201304121000001004&\
             sign_type=RSA"
        );
    }
}
