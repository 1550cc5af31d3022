//! The agreements about bank cards: who concluded them, about which card, and whether they still hold.

use lianlian::meta::FieldMeta;
use lianlian::{OrderTime, Sensitive};
use serde::{Deserialize, Serialize};

use crate::cards::{Card, masked};
use crate::saved;
use crate::table::Table;
use crate::values::Values;
use crate::view::AgreementView;

/// Every agreement that holds, oldest first.
pub(crate) struct Agreements {
    pub(crate) list: Table<Agreement>,
}

/// One agreement. It holds personal data and has no `Debug`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Agreement {
    user_id: String,
    card: Card,
    #[serde(with = "saved::sensitive")]
    no_agree: Sensitive,
    /// What it was concluded for.
    pay_type: String,
    #[serde(with = "saved::sensitive")]
    holder: Sensitive,
    /// Kind and number of the holder's document, by which persons are told apart.
    #[serde(with = "saved::sensitive")]
    document: Sensitive,
    #[serde(with = "saved::sensitive")]
    phone: Sensitive,
    concluded: OrderTime,
}

/// Why no agreement can be concluded.
pub(crate) enum NotConcluded {
    /// The user has one about this card.
    AlreadyBound,
    /// The user has one about a card of another person.
    OtherHolder,
}

/// Why a number stands for no agreement of the user.
pub(crate) enum NoAgreement {
    /// Nobody has it: never concluded, or ended.
    Unknown,
    /// Another user has it.
    OtherUser,
}

impl Agreements {
    pub(crate) const fn new() -> Self {
        Self { list: Table::new("agreement") }
    }

    /// Whether the user of a request may have an agreement about its card.
    ///
    /// A user with agreements is one natural person, who may bind more cards of their own.
    pub(crate) fn may_conclude(&self, request: &Values) -> Result<(), NotConcluded> {
        let user = request.get("user_id").unwrap_or_default();
        let document = document(request);
        for own in self.list.rows().filter(|own| own.user_id == user) {
            if Some(own.card.number.expose()) == request.get("card_no") {
                return Err(NotConcluded::AlreadyBound);
            }
            if own.document != document {
                return Err(NotConcluded::OtherHolder);
            }
        }
        Ok(())
    }

    /// Concludes an agreement about the card of a request.
    pub(crate) fn conclude(
        &mut self,
        request: &Values,
        mut card: Card,
        number: u64,
        now: OrderTime,
    ) -> Result<&Agreement, NotConcluded> {
        self.may_conclude(request)?;
        let key = format!("{}{number:08}", now.date());
        let no_agree = Sensitive::from(&*key);
        card.no_agree = Some(no_agree.clone());
        let text = |name: &str| request.get(name).unwrap_or_default();
        let agreement = Agreement {
            user_id: text("user_id").to_owned(),
            card,
            no_agree,
            pay_type: text("pay_type").to_owned(),
            holder: text("acct_name").into(),
            document: document(request),
            phone: text("bind_mob").into(),
            concluded: now,
        };
        self.list.insert(key.clone(), agreement);
        self.list.get(&key).ok_or(NotConcluded::AlreadyBound)
    }

    /// The user's agreement of this number.
    pub(crate) fn find(&self, user_id: &str, no_agree: &str) -> Result<&Agreement, NoAgreement> {
        let found = self.list.get(no_agree).ok_or(NoAgreement::Unknown)?;
        if found.user_id == user_id { Ok(found) } else { Err(NoAgreement::OtherUser) }
    }

    /// The user's agreement about this card.
    pub(crate) fn about(&self, user_id: &str, card_no: &str) -> Option<&Agreement> {
        let mut all = self.list.rows();
        all.find(|own| own.user_id == user_id && own.card.number.expose() == card_no)
    }

    /// Ends an agreement.
    pub(crate) fn end(&mut self, user_id: &str, no_agree: &str) -> Result<(), NoAgreement> {
        self.find(user_id, no_agree)?;
        self.list.remove(no_agree);
        Ok(())
    }

    /// The agreements of a user that a request for the list asks for, newest first.
    ///
    /// A kind of payment that is asked for leaves out what was concluded for another; an agreement for
    /// a kind that `kinds`, the request's own field, cannot ask for fits any.
    pub(crate) fn asked_for(
        &self,
        request: &Values,
        kinds: Option<&FieldMeta>,
    ) -> impl Iterator<Item = &Agreement> {
        let fits = |name: &str, own: &str| request.get(name).is_none_or(|asked| asked == own);
        let can_ask = move |own: &str| {
            kinds.and_then(FieldMeta::codes).is_some_and(|list| list.find(own).is_some())
        };
        self.list.rows().rev().filter(move |own| {
            fits("user_id", &own.user_id)
                && fits("no_agree", &own.no_agree)
                && fits("card_no", &own.card.number)
                && (fits("pay_type", &own.pay_type) || !can_ask(&own.pay_type))
        })
    }

    /// The names under which a card is bound.
    pub(crate) fn holders_of(&self, card_no: &str) -> Vec<Sensitive> {
        let about = self.list.rows().filter(|own| own.card.number.expose() == card_no);
        about.map(|own| own.holder.clone()).collect()
    }

    /// Every agreement, oldest first.
    pub(crate) fn views(&self) -> Vec<AgreementView> {
        self.list.rows().map(Agreement::view).collect()
    }
}

impl Agreement {
    /// Its number.
    pub(crate) fn number(&self) -> &str {
        &self.no_agree
    }

    /// The card it is about.
    pub(crate) const fn card(&self) -> &Card {
        &self.card
    }

    /// The phone that codes for it go to, as it may be shown.
    pub(crate) fn shown_phone(&self) -> String {
        masked(&self.phone, 3, 4)
    }

    /// What lists tell about it under this field name.
    pub(crate) fn fact(&self, field: &FieldMeta) -> Option<String> {
        match field.name {
            "bind_mobile" => Some(masked(&self.phone, 3, 4)),
            _ => self.card.fact(field),
        }
    }

    /// Writes down whose it is, as a request with the card's data would have said.
    pub(crate) fn identify(&self, values: &mut Values) {
        values.set("acct_name", self.holder.expose());
        if let Some((kind, number)) = self.document.expose().split_once(' ') {
            values.set("id_type", kind);
            values.set("id_no", number);
        }
    }

    fn view(&self) -> AgreementView {
        AgreementView {
            no_agree: self.no_agree.clone(),
            user_id: self.user_id.clone(),
            card_no: masked(&self.card.number, 0, 4),
            card_kind: self.card.kind,
            concluded: self.concluded,
        }
    }
}

fn document(request: &Values) -> Sensitive {
    let text = |name: &str| request.get(name).unwrap_or_default();
    format!("{} {}", text("id_type"), text("id_no")).into()
}
