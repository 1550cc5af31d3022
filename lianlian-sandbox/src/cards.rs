//! Bank cards: which kind, of which bank, and what of a card may be told.
//!
//! A card is a credit card when the request says so, by its `pay_type` or by bringing what only credit
//! cards have, or when the sandbox's small register knows it as one; its bank is the one of
//! `bank_code`, else of the register, else the first of the spec's table.

#![allow(clippy::ref_option_ref, reason = "the derived code has one")]

use lianlian::codes::{CardPayType, CardType, EasypayMethod, MpayPayType};
use lianlian::meta::{Bank, CardKind, Condition, FieldMeta, OperationMeta, Rule};
use lianlian::{Code as _, GATEWAY, Sensitive};
use serde::{Deserialize, Serialize};

use crate::card_register;
use crate::incoming::Refused;
use crate::saved;
use crate::turn::Turn;
use crate::values::Values;

/// What the gateway knows about a card.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Card {
    #[serde(with = "saved::sensitive")]
    pub(crate) number: Sensitive,
    #[serde(with = "saved::card_kind")]
    pub(crate) kind: CardKind,
    #[serde(with = "saved::bank")]
    pub(crate) bank: Option<&'static Bank>,
    /// The agreement that stands for it, if there is one.
    #[serde(with = "saved::maybe_sensitive")]
    pub(crate) no_agree: Option<Sensitive>,
}

impl Card {
    /// The card that a request describes.
    pub(crate) fn of(meta: &OperationMeta, request: &Values) -> Self {
        let credit = [CardPayType::Credit.code(), MpayPayType::QuickCredit.code()];
        let says_credit = request.get("pay_type").is_some_and(|code| credit.contains(&code));
        let brings = credit_fields(meta).any(|name| request.get(name).is_some());
        let known = card_register::known(request.get("card_no").unwrap_or_default());
        let is_credit = known.is_some_and(|(_, kind)| kind == CardKind::Credit);
        let bank = request.get("bank_code").and_then(|code| GATEWAY.bank(code));
        let bank = bank.or_else(|| Some(known?.0));
        Self {
            number: request.get("card_no").unwrap_or_default().into(),
            kind: if says_credit || brings || is_credit {
                CardKind::Credit
            } else {
                CardKind::Debit
            },
            bank: bank.or_else(|| GATEWAY.banks.first()),
            no_agree: None,
        }
    }

    /// What results and lists tell about it under this field name.
    pub(crate) fn fact(&self, field: &FieldMeta) -> Option<String> {
        match field.name {
            "no_agree" => self.no_agree.as_ref().map(|text| text.expose().to_owned()),
            // The length of the field says what is meant: the last four digits, or a masked number.
            "card_no" => Some(match field.max_len {
                Some(..=4) => last(&self.number, 4),
                _ => masked(&self.number, 6, 4),
            }),
            "card_type" => Some(self.card_type().code().to_owned()),
            "bank_code" => self.bank.map(|bank| bank.code.to_owned()),
            "bank_name" => self.bank.map(|bank| bank.zh.to_owned()),
            // Where the list of methods knows credit cards, they are told as such.
            "pay_type" if self.kind == CardKind::Credit => {
                let credit = EasypayMethod::Credit.code();
                field.codes()?.find(credit).map(|code| code.code.to_owned())
            }
            _ => None,
        }
    }

    const fn card_type(&self) -> CardType {
        match self.kind {
            CardKind::Debit => CardType::DebitCard,
            CardKind::Credit => CardType::CreditCard,
        }
    }
}

/// Checks what the rules say about kinds of cards, which a message alone cannot be checked for.
///
/// `brings_card` says whether the request describes the card itself, and does not name an agreement.
pub(crate) fn check(turn: &Turn<'_>, card: &Card, brings_card: bool) -> Result<(), Refused> {
    let (codes, meta, request) = (turn.codes(), turn.meta, turn.request);
    if brings_card && card.kind == CardKind::Credit {
        let names: Vec<_> =
            credit_fields(meta).filter(|name| request.get(name).is_none()).collect();
        if !names.is_empty() {
            let why = format!("{}: required of a credit card", names.join(", "));
            return Err(Refused::naming(codes.bad_parameter, &names, meta, why));
        }
    }
    for rule in meta.rules {
        if let Rule::CardKind(name, only, kind) = rule
            && request.get(name).is_some_and(|code| only.contains(&code))
            && *kind != card.kind
        {
            let why = format!("{name}: is for {} cards", kind.name());
            return Err(Refused::new(codes.card_kind_differs, why));
        }
    }
    Ok(())
}

/// The fields that only credit cards have.
fn credit_fields(meta: &OperationMeta) -> impl Iterator<Item = &'static str> {
    meta.rules.iter().filter_map(|rule| match rule {
        Rule::RequiredIf(name, Condition::Card(CardKind::Credit)) => Some(*name),
        _ => None,
    })
}

/// The last characters of a text.
pub(crate) fn last(text: &str, count: usize) -> String {
    let skipped = text.chars().count().saturating_sub(count);
    text.chars().skip(skipped).collect()
}

/// A text with stars between its first and its last characters.
///
/// Of a text that is not longer than what would stay, everything is masked.
pub(crate) fn masked(text: &str, first: usize, end: usize) -> String {
    let count = text.chars().count();
    let shown = first.saturating_add(end);
    if count <= shown {
        return "*".repeat(count);
    }
    let begin: String = text.chars().take(first).collect();
    format!("{begin}{}{}", "*".repeat(count.saturating_sub(shown)), last(text, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_keeps_the_length_and_both_ends() {
        assert_eq!(masked("6222000000001234", 6, 4), "622200******1234");
        assert_eq!(masked("13800001234", 3, 4), "138****1234");
    }

    #[test]
    fn a_text_too_short_for_a_mask_is_masked_whole() {
        assert_eq!(masked("1380000", 3, 4), "*******");
        assert_eq!(last("12", 4), "12");
    }
}
