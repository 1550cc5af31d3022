//! A club: members bind a card once, pay every month with it, and may take it back.

use jiff::Timestamp;
use lianlian::{
    CallOptions, Class, Client, SendError, Sensitive, card_bind, codes::PaymentResult, easypay,
};
use rust_decimal::Decimal;

use crate::billing::{Bill, Consent, Question, Stage, Told};
use crate::binding::{Bound, CardList, Cards, Conclusion, Enrolment, Farewell};
use crate::book::{Agreement, Book, Charge, ChargeState, Month};
use crate::people::{CardForm, Subscriber};

/// A club, with its line to the gateway.
#[derive(Debug)]
pub struct Club {
    client: Client,
    hook: String,
    book: Book,
}

/// What came of charging a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charged {
    /// It is paid now.
    Paid,
    /// It was paid before; nothing was sent.
    Before,
    /// The bank works on it. Charge the month again later: the gateway is asked first.
    UnderWay,
    /// The subscriber gave no code, so nothing was paid.
    NoCode,
    /// It failed. Charge the month again with the subscriber's consent, as another payment.
    Failed,
}

/// Why something did not come about.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClubError {
    /// The gateway was not reached, or refused, or it is unknown what it did.
    #[error(transparent)]
    Send(#[from] SendError),
    /// There is no card to charge.
    #[error("subscriber {0} has bound no card")]
    NoCard(u64),
    /// The subscriber gave no code.
    #[error("subscriber {0} gave no SMS code, so no card is bound")]
    NoCode(u64),
    /// The gateway said yes to a card, and gave nothing to charge it by.
    #[error("the card of subscriber {0} may be bound, but the answer names no agreement")]
    NoAgreement(u64),
    /// What was paid is not what was to be paid.
    #[error("{number} costs {price}, but {paid:?} is said to be paid; let a person look at it")]
    OtherAmount {
        /// The number of the payment.
        number: String,
        /// What it costs.
        price: Decimal,
        /// What was paid, if that was said.
        paid: Option<Decimal>,
    },
}

impl Club {
    /// Opens a club whose payments are reported at `hook`.
    pub fn new(client: Client, hook: impl Into<String>, book: Book) -> Self {
        Self { client, hook: hook.into(), book }
    }

    /// What is written down.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Binds a card. `read_code` shows a field for the SMS code, and gives what the subscriber typed;
    /// it is called again after a wrong one, until the gateway takes no more.
    ///
    /// # Errors
    /// No card is bound, or it is unknown whether one is: then bind it again, and the gateway's list of
    /// cards is looked at.
    pub fn bind(
        &mut self,
        subscriber: &Subscriber,
        card: CardForm,
        read_code: impl FnMut() -> Option<Sensitive>,
    ) -> Result<&Agreement, ClubError> {
        let number = match self.conclude(subscriber, &card, read_code) {
            // The card may be bound all the same, by this attempt or by an earlier one.
            Err(ClubError::Send(error)) if error.is_unknown() => {
                self.bound(subscriber.id, &card.ending())?.ok_or(error)?
            }
            other => other?,
        };
        let agreement = Agreement { number, ending: card.ending() };
        // Nothing needs the card any more: it is wiped.
        drop(card);
        self.book.bind(subscriber.id, agreement);
        self.book.agreement(subscriber.id).ok_or(ClubError::NoCard(subscriber.id))
    }

    /// Charges a month, once. `read_code` is as in [`Club::bind`].
    ///
    /// # Errors
    /// Nothing is known to be paid. Charging the month again is safe: the gateway is asked first, and
    /// what is sent again has the number and the time that it had.
    pub fn charge(
        &mut self,
        subscriber: &Subscriber,
        month: Month,
        price: Decimal,
        read_code: impl FnMut() -> Option<Sensitive>,
    ) -> Result<Charged, ClubError> {
        let agreement = self.book.agreement(subscriber.id);
        let agreement = agreement.ok_or(ClubError::NoCard(subscriber.id))?.number.clone();
        let charge = match self.book.charge(subscriber.id, month).cloned() {
            Some(charge) if charge.state == ChargeState::Paid => return Ok(Charged::Before),
            Some(charge) => match self.ask(&charge) {
                // It waits for its code, or never arrived.
                Ok(Some(Stage::Waiting)) => charge,
                Err(ClubError::Send(error)) if is(&error, Class::NotFound) => charge,
                told => return Ok(self.settle(&charge, told?.as_ref())),
            },
            None => self.book.open(subscriber.id, month, price, Timestamp::now()),
        };
        match self.send(subscriber, &charge, &agreement, read_code) {
            Ok(Answer::NoCode) => Ok(Charged::NoCode),
            Ok(Answer::Result(Some(PaymentResult::Success))) => {
                Ok(self.settle(&charge, Some(&Stage::Paid)))
            }
            Ok(Answer::Result(_)) | Err(SendError::Unknown(_)) => {
                let told = self.ask(&charge)?;
                Ok(self.settle(&charge, told.as_ref()))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Gives a card back.
    ///
    /// # Errors
    /// The card may still be bound; do it again.
    pub fn unbind(&mut self, subscriber: u64) -> Result<(), ClubError> {
        let agreement = self.book.agreement(subscriber).ok_or(ClubError::NoCard(subscriber))?;
        match self.client.send(&Farewell { subscriber, agreement: &agreement.number }) {
            Ok(_) => {}
            // An earlier attempt came through.
            Err(error) if is_labelled(&error, "agreement_missing") => {}
            Err(error) => return Err(error.into()),
        }
        self.book.unbind(subscriber);
        Ok(())
    }

    /// Has the code sent, and sends it back: the number of the agreement.
    fn conclude(
        &self,
        subscriber: &Subscriber,
        card: &CardForm,
        mut read_code: impl FnMut() -> Option<Sensitive>,
    ) -> Result<Sensitive, ClubError> {
        let id = subscriber.id;
        let reply = self.client.send(&Enrolment { subscriber, card })?.into_inner();
        let card_bind::ApplyReply::SmsCode(step) = reply else {
            return Err(ClubError::NoAgreement(id));
        };
        loop {
            let code = read_code().ok_or(ClubError::NoCode(id))?;
            let conclusion = Conclusion { subscriber: id, token: &step.token, code: &code };
            match self.client.send_into::<Bound, _>(&conclusion, &CallOptions::default()) {
                Ok(bound) => {
                    return bound.into_inner().agreement.ok_or(ClubError::NoAgreement(id));
                }
                Err(error) if is_labelled(&error, "sms_code_wrong") => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The agreement about a card, if the gateway's list has it and the signature covers the list.
    fn bound(&self, subscriber: u64, ending: &str) -> Result<Option<Sensitive>, ClubError> {
        let question = Cards { subscriber };
        let list = self.client.send_into::<CardList, _>(&question, &CallOptions::default())?;
        let mut cards = list.cards.verified().map(|cards| cards.iter()).into_iter().flatten();
        let card = cards.find(|card| card.card_no.as_deref() == Some(ending));
        Ok(card.and_then(|card| card.no_agree.clone()))
    }

    /// Sends a charge, and the code that the subscriber read if one is waited for.
    fn send(
        &self,
        subscriber: &Subscriber,
        charge: &Charge,
        agreement: &Sensitive,
        mut read_code: impl FnMut() -> Option<Sensitive>,
    ) -> Result<Answer, SendError> {
        let (key, price) = (&charge.key, charge.price);
        let title = format!("Membership {}", charge.month);
        let bill = Bill { key, subscriber, price, title, agreement, hook: &self.hook };
        let step = match self.client.send(&bill)?.into_inner() {
            easypay::ApplyReply::SmsCode(step) => step,
            easypay::ApplyReply::Done(answer) => return Ok(Answer::Result(answer.result_pay)),
        };
        loop {
            let Some(code) = read_code() else { return Ok(Answer::NoCode) };
            match self.client.send(&Consent { key, price, token: &step.token, code: &code }) {
                Ok(reply) => return Ok(Answer::Result(reply.into_inner().result_pay)),
                Err(error) if is_labelled(&error, "sms_code_wrong") => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Asks what became of a charge.
    fn ask(&self, charge: &Charge) -> Result<Option<Stage>, ClubError> {
        let question = Question { key: &charge.key };
        let told = self.client.send_into::<Told, _>(&question, &CallOptions::default())?;
        let Told { stage, price: paid } = told.into_inner();
        if stage == Some(Stage::Paid) && paid != Some(charge.price) {
            let (number, price) = (charge.key.number.clone(), charge.price);
            return Err(ClubError::OtherAmount { number, price, paid });
        }
        Ok(stage)
    }

    /// Writes down what is known about a charge.
    fn settle(&mut self, charge: &Charge, stage: Option<&Stage>) -> Charged {
        let (noted, charged) = match stage {
            Some(Stage::Paid) => (ChargeState::Paid, Charged::Paid),
            Some(Stage::Failed) => (ChargeState::Failed, Charged::Failed),
            Some(Stage::Waiting | Stage::UnderWay(_)) | None => {
                (ChargeState::Open, Charged::UnderWay)
            }
        };
        self.book.note(&charge.key, noted);
        charged
    }
}

/// How sending a charge ended.
enum Answer {
    /// The gateway says this about the payment.
    Result(Option<PaymentResult>),
    /// The gateway waits for a code that the subscriber did not give.
    NoCode,
}

/// Whether the gateway refused with a code of this area.
fn is(error: &SendError, class: Class) -> bool {
    let reading = error.refusal().and_then(|refusal| refusal.reading);
    reading.is_some_and(|reading| reading.class == class)
}

/// Whether the gateway refused with the code of this name.
fn is_labelled(error: &SendError, label: &str) -> bool {
    let reading = error.refusal().and_then(|refusal| refusal.reading);
    reading.is_some_and(|reading| reading.label == label)
}
