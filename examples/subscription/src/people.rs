//! Who subscribes, and the card they type in.

use jiff::Timestamp;
use lianlian::structures::{RiskItem, RiskItemBasic};
use lianlian::{Code, OrderTime, RequestPart, Sensitive, card_bind, codes, easypay};

/// A subscriber, as the club knows them: a part of what is sent when a card is bound and when it is
/// charged.
#[derive(Clone, Debug, RequestPart)]
#[lianlian(operation = card_bind::Apply)]
#[lianlian(operation = easypay::Apply)]
pub struct Subscriber {
    /// The subscriber's number.
    #[lianlian(field = "user_id")]
    pub id: u64,
    /// The name, as the bank knows it.
    #[lianlian(field = "acct_name")]
    pub name: Sensitive,
    /// When they joined the club, which risk control wants to know.
    #[lianlian(skip)]
    pub joined: Timestamp,
}

/// What a subscriber types in to bind a card.
///
/// It cannot be cloned or stored. It is wiped from memory when it is dropped, which binding does.
#[derive(Debug, RequestPart)]
#[lianlian(operation = card_bind::Apply)]
pub struct CardForm {
    /// Debit or credit.
    #[lianlian(field = "pay_type")]
    pub kind: CardKind,
    /// The number.
    #[lianlian(field = "card_no")]
    pub number: Sensitive,
    /// The phone that the bank sends its codes to.
    #[lianlian(field = "bind_mob")]
    pub phone: Sensitive,
    /// The number of the identity card.
    #[lianlian(field = "id_no")]
    pub identity: Sensitive,
    /// What only a credit card has.
    #[lianlian(flatten)]
    pub credit: Option<CreditCard>,
}

/// What is printed on a credit card besides.
#[derive(Debug, RequestPart)]
#[lianlian(operation = card_bind::Apply)]
pub struct CreditCard {
    /// Until when it is valid.
    #[lianlian(field = "vali_date")]
    pub valid_until: Sensitive,
    /// The check number on its back.
    #[lianlian(field = "cvv2")]
    pub check_number: Sensitive,
}

/// Kinds of cards that the club takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Code)]
#[lianlian(list = codes::CardPayType)]
pub enum CardKind {
    /// A debit card.
    #[lianlian(code = "M")]
    Debit,
    /// A credit card.
    #[lianlian(code = "N")]
    Credit,
}

impl Subscriber {
    /// What risk control wants to know about a membership; our goods are of category 2009.
    pub(crate) fn risk_facts(&self) -> Result<RiskItem, Box<dyn std::error::Error>> {
        let facts = RiskItemBasic::builder()
            .frms_ware_category("2009")
            .user_info_mercht_userno(self.id.to_string())
            .user_info_dt_register(OrderTime::from_unix_seconds(self.joined.as_second())?)
            .goods_name("Membership")
            .build()?;
        Ok(RiskItem::new(&facts)?)
    }
}

impl CardForm {
    /// The last four digits, which may be shown and stored.
    pub fn ending(&self) -> String {
        let number = self.number.expose();
        let skipped = number.chars().count().saturating_sub(4);
        number.chars().skip(skipped).collect()
    }
}
