//! A payout as the pay office lists it, and as the gateway gets it.

use jiff::Timestamp;
use lianlian::{Code, Request, RequestPart, Sensitive, codes, instant};
use rust_decimal::Decimal;

/// A payout of a batch.
#[derive(Clone, Debug, Request)]
#[lianlian(operation = instant::Apply)]
#[lianlian(field = "memo", value = "付款")]
pub struct Payout {
    /// Its number. It makes the payout one of a kind: whatever is sent under it pays once.
    #[lianlian(field = "no_order")]
    pub number: String,
    /// When it was first sent. The gateway knows a payout by number and time.
    #[lianlian(field = "dt_order")]
    pub first_sent: Timestamp,
    /// How much, in yuan.
    #[lianlian(field = "money_order")]
    pub amount: Decimal,
    /// To whom.
    #[lianlian(flatten)]
    pub payee: Payee,
    /// What for.
    #[lianlian(field = "info_order")]
    pub purpose: String,
    /// Where the gateway reports what became of it.
    #[lianlian(field = "notify_url")]
    pub hook: String,
    /// Its line in the list.
    #[lianlian(skip)]
    pub line: usize,
}

/// Who is paid. What names a person is masked in print and wiped from memory.
#[derive(Clone, Debug, RequestPart)]
#[lianlian(operation = instant::Apply)]
pub struct Payee {
    /// A person or a company.
    #[lianlian(field = "flag_card")]
    pub kind: PayeeKind,
    /// The name of the account's owner.
    #[lianlian(field = "acct_name")]
    pub name: Sensitive,
    /// The account.
    #[lianlian(field = "card_no")]
    pub account: Sensitive,
    /// The gateway's code of the bank; companies need one.
    #[lianlian(field = "bank_code")]
    pub bank: Option<String>,
}

/// Whom an account belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Code)]
#[lianlian(list = codes::PayeeKind)]
pub enum PayeeKind {
    /// A person.
    #[lianlian(code = "0")]
    Person,
    /// A company.
    #[lianlian(code = "1")]
    Company,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lianlian::{assert_source, check};

    use super::*;

    fn payout() -> Payout {
        Payout {
            number: "2026-11-W1".to_owned(),
            first_sent: "2026-11-22T01:30:00Z".parse().unwrap(),
            amount: Decimal::new(1_000, 0),
            payee: Payee {
                kind: PayeeKind::Person,
                name: "李四".into(),
                account: "6222000000009876".into(),
                bank: None,
            },
            purpose: "November".to_owned(),
            hook: "https://office.example/lianlian".to_owned(),
            line: 2,
        }
    }

    #[test]
    fn a_payout_is_sent_under_the_gateways_names() {
        assert_source!(
            payout(),
            "acct_name=李四&api_version=1.1&card_no=6222000000009876&dt_order=20261122093000&\
             flag_card=0&info_order=November&memo=付款&money_order=1000.00&no_order=2026-11-W1&\
             notify_url=https://office.example/lianlian&oid_partner=201304121000001004&\
             sign_type=RSA"
        );
    }

    #[test]
    fn a_company_without_a_bank_is_found_out_before_anything_is_sent() {
        let mut payout = payout();
        payout.payee.kind = PayeeKind::Company;
        let violations = check(&payout).unwrap_err().to_string();
        assert!(violations.contains("bank_code: is required"), "{violations}");
    }

    #[test]
    fn a_payee_does_not_print() {
        let shown = format!("{:?}", payout());
        assert!(!shown.contains("9876") && !shown.contains("李四"), "{shown}");
    }
}
