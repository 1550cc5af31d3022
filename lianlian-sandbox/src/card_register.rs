//! A small invented register of bank cards: what the beginning of a number says.

use lianlian::GATEWAY;
use lianlian::meta::{Bank, CardKind, FieldMeta};

use crate::answers::compose;
use crate::cards::Card;
use crate::incoming::Refused;
use crate::turn::{Played, Turn};

/// Beginnings of card numbers, each with the bank's code and the kind of card.
pub(crate) const REGISTER: [(&str, &str, CardKind); 10] = [
    ("622200", "01020000", CardKind::Debit),
    ("622210", "01020000", CardKind::Credit),
    ("622300", "01030000", CardKind::Debit),
    ("622310", "01030000", CardKind::Credit),
    ("622400", "01040000", CardKind::Debit),
    ("622500", "01050000", CardKind::Debit),
    ("622510", "01050000", CardKind::Credit),
    ("622600", "03080000", CardKind::Debit),
    ("622610", "03080000", CardKind::Credit),
    ("622700", "01000000", CardKind::Debit),
];

/// The bank and the kind of a card, if the register knows it.
pub(crate) fn known(card_no: &str) -> Option<(&'static Bank, CardKind)> {
    let (_, bank, kind) = REGISTER.iter().find(|(begin, ..)| card_no.starts_with(begin))?;
    Some((GATEWAY.bank(bank)?, *kind))
}

/// Tells of which bank and kind a card is.
pub(crate) fn look_up(turn: &Turn<'_>) -> Played {
    if known(turn.text("card_no")).is_none() {
        let why = "card_no: the register has no such beginning; /sandbox/test-data lists them";
        return Err(Refused::new(turn.codes().card_unknown, why));
    }
    let card = Card::of(turn.meta, turn.request);
    Ok(compose(turn, turn.codes().handled, |field: &FieldMeta| card.fact(field)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spec_knows_every_bank_of_the_register() {
        for (begin, ..) in REGISTER {
            assert!(known(begin).is_some(), "{begin}");
        }
        assert!(known("4000000000000000").is_none());
    }
}
