//! Messages about binding a card, in the club's words.

use lianlian::structures::AgreementList;
use lianlian::{Reply, Request, Sensitive, Unsigned, card_bind, codes};

use crate::people::{CardForm, Subscriber};

/// A subscriber hands in a card.
#[derive(Debug, Request)]
#[lianlian(operation = card_bind::Apply)]
#[lianlian(field = "id_type", value = codes::DocumentType::IdCard)]
#[lianlian(field = "risk_item", value = self.subscriber.risk_facts())]
pub(crate) struct Enrolment<'a> {
    #[lianlian(flatten)]
    pub(crate) subscriber: &'a Subscriber,
    #[lianlian(flatten)]
    pub(crate) card: &'a CardForm,
}

/// The subscriber has read the code on the phone.
#[derive(Debug, Request)]
#[lianlian(operation = card_bind::Verify)]
pub(crate) struct Conclusion<'a> {
    #[lianlian(field = "user_id")]
    pub(crate) subscriber: u64,
    pub(crate) token: &'a Sensitive,
    #[lianlian(field = "verify_code")]
    pub(crate) code: &'a Sensitive,
}

/// The card is bound.
#[derive(Debug, Reply)]
#[lianlian(operation = card_bind::Verify)]
pub(crate) struct Bound {
    #[lianlian(field = "no_agree")]
    pub(crate) agreement: Option<Sensitive>,
}

/// Which cards has the subscriber bound?
#[derive(Debug, Request)]
#[lianlian(operation = card_bind::Query)]
#[lianlian(field = "offset", value = "0")]
pub(crate) struct Cards {
    #[lianlian(field = "user_id")]
    pub(crate) subscriber: u64,
}

/// These.
#[derive(Debug, Reply)]
#[lianlian(operation = card_bind::Query)]
pub(crate) struct CardList {
    #[lianlian(field = "aggrement_list")]
    pub(crate) cards: Unsigned<AgreementList>,
}

/// The subscriber takes the card back.
#[derive(Debug, Request)]
#[lianlian(operation = card_bind::Unbind)]
pub(crate) struct Farewell<'a> {
    #[lianlian(field = "user_id")]
    pub(crate) subscriber: u64,
    #[lianlian(field = "no_agree")]
    pub(crate) agreement: &'a Sensitive,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lianlian::{assert_source, check};

    use super::*;
    use crate::people::{CardKind, CreditCard};

    fn subscriber() -> Subscriber {
        let joined = "2025-01-01T00:01:00Z".parse().unwrap();
        Subscriber { id: 17, name: "张三".into(), joined }
    }

    fn card() -> CardForm {
        CardForm {
            kind: CardKind::Debit,
            number: "6222000000001234".into(),
            phone: "13800005678".into(),
            identity: "110101199001010000".into(),
            credit: None,
        }
    }

    #[test]
    fn a_card_and_its_owner_become_one_message() {
        assert_source!(
            Enrolment { subscriber: &subscriber(), card: &card() },
            "acct_name=张三&api_version=2.1&bind_mob=13800005678&card_no=6222000000001234&\
             id_no=110101199001010000&id_type=0&oid_partner=201304121000001004&pay_type=M&\
             risk_item={\"frms_ware_category\":\"2009\",\"user_info_mercht_userno\":\"17\",\
             \"user_info_dt_register\":\"20250101080100\",\"goods_name\":\"Membership\"}&\
             sign_type=RSA&user_id=17"
        );
    }

    #[test]
    fn what_only_a_credit_card_has_is_sent_with_one() {
        let mut card = card();
        card.kind = CardKind::Credit;
        card.credit = Some(CreditCard { valid_until: "2812".into(), check_number: "123".into() });
        let enrolment = Enrolment { subscriber: &subscriber(), card: &card };
        check(&enrolment).unwrap();
        let source = lianlian::Preview::of(&enrolment).source;
        assert!(source.contains("&cvv2=123&"), "{source}");
        assert!(source.ends_with("&vali_date=2812"), "{source}");
    }

    #[test]
    fn a_code_is_sent_with_the_token_that_it_belongs_to() {
        let (token, code) = ("T0KEN".into(), "123456".into());
        assert_source!(
            Conclusion { subscriber: 17, token: &token, code: &code },
            "oid_partner=201304121000001004&sign_type=RSA&token=T0KEN&user_id=17&\
             verify_code=123456"
        );
    }

    #[test]
    fn a_card_does_not_print() {
        let shown = format!("{:?}", Enrolment { subscriber: &subscriber(), card: &card() });
        for secret in ["张三", "1234", "5678", "1990"] {
            assert!(!shown.contains(secret), "{secret} is in {shown}");
        }
    }
}
