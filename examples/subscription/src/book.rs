//! What the club writes down: agreements and charges, and nothing about cards but their last digits.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use lianlian::Sensitive;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::billing::Key;

/// The club's book. In a real club it is a database; what matters is what is in it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Book {
    agreements: BTreeMap<u64, Agreement>,
    charges: Vec<Charge>,
}

/// The right to charge a card.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Agreement {
    /// The number that stands for the card. Who has it, and the club's key, can charge the card.
    #[serde(with = "exposed")]
    pub number: Sensitive,
    /// The last digits of the card, to show to its owner.
    pub ending: String,
}

/// A month's charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Charge {
    /// Who pays.
    pub subscriber: u64,
    /// For which month.
    pub month: Month,
    /// How much, in yuan.
    pub price: Decimal,
    /// Under which number and time it was sent.
    pub key: Key,
    /// What became of it.
    pub state: ChargeState,
}

/// What became of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChargeState {
    /// Not paid, as far as the club knows.
    Open,
    /// Paid.
    Paid,
    /// Failed for good. The month may be charged anew, under another number.
    Failed,
}

/// A month of the calendar, such as 202611.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Month {
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}", self.year, self.month)
    }
}

impl Book {
    /// The agreement of a subscriber.
    pub fn agreement(&self, subscriber: u64) -> Option<&Agreement> {
        self.agreements.get(&subscriber)
    }

    /// The charges of a subscriber, oldest first.
    pub fn charges(&self, subscriber: u64) -> impl Iterator<Item = &Charge> {
        self.charges.iter().filter(move |charge| charge.subscriber == subscriber)
    }

    pub(crate) fn bind(&mut self, subscriber: u64, agreement: Agreement) {
        self.agreements.insert(subscriber, agreement);
    }

    pub(crate) fn unbind(&mut self, subscriber: u64) {
        self.agreements.remove(&subscriber);
    }

    /// The charge of a month that has not failed.
    pub(crate) fn charge(&self, subscriber: u64, month: Month) -> Option<&Charge> {
        self.charges(subscriber)
            .find(|charge| charge.month == month && charge.state != ChargeState::Failed)
    }

    /// Opens the charge of a month under a number that is made from it, so that no other one is.
    pub(crate) fn open(
        &mut self,
        subscriber: u64,
        month: Month,
        price: Decimal,
        now: Timestamp,
    ) -> Charge {
        let earlier = self.charges(subscriber).filter(|charge| charge.month == month).count();
        let number = format!("sub-{subscriber}-{month}-{}", earlier.saturating_add(1));
        let key = Key { number, placed: now };
        let charge = Charge { subscriber, month, price, key, state: ChargeState::Open };
        self.charges.push(charge.clone());
        charge
    }

    pub(crate) fn note(&mut self, key: &Key, state: ChargeState) {
        if let Some(charge) = self.charges.iter_mut().find(|charge| charge.key == *key) {
            charge.state = state;
        }
    }
}

/// `Sensitive` has no serde of its own, so that nothing is written by mistake. This is on purpose.
mod exposed {
    use lianlian::Sensitive;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &Sensitive, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text.expose())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Sensitive, D::Error> {
        String::deserialize(from).map(Sensitive::from)
    }
}
