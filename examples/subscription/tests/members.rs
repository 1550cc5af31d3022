//! Members of a club against a gateway: bound, charged, gone.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::process::Command;

use jiff::Timestamp;
use lianlian::Sensitive;
use lianlian_sandbox::{Direction, OrderState, Sandbox, SandboxBuilder, Trouble, TroubleToCome};
use rust_decimal::Decimal;
use subscription::{
    Book, CardForm, CardKind, Charged, Club, ClubError, CreditCard, Month, Subscriber,
};

const NOVEMBER: Month = Month { year: 2026, month: 11 };

struct Town {
    sandbox: Sandbox,
    club: Club,
}

fn town() -> Town {
    town_of(Sandbox::builder())
}

fn town_of(builder: SandboxBuilder) -> Town {
    let sandbox = builder.key_bits(1024).start().unwrap();
    let client = sandbox.client().build().unwrap();
    let club = Club::new(client, "https://club.example/lianlian", Book::default());
    Town { sandbox, club }
}

impl Town {
    fn with_card() -> Self {
        let mut town = town();
        town.club.bind(&member(), card(), code).unwrap();
        town
    }

    fn charge(&mut self) -> Result<Charged, ClubError> {
        self.club.charge(&member(), NOVEMBER, Decimal::new(15, 0), code)
    }

    /// How often the gateway was called for an operation.
    fn calls(&self, operation: &str) -> usize {
        let exchanges = self.sandbox.exchanges();
        let received = exchanges.iter().filter(|one| one.direction == Direction::Received);
        received.filter(|one| one.operation == operation).count()
    }
}

/// The gateway carries out so many calls whose answers do not arrive.
fn lose_answers(sandbox: &Sandbox, answers: u32) {
    sandbox.cause(TroubleToCome::new(Trouble::CutAfter).times(answers));
}

fn member() -> Subscriber {
    Subscriber { id: 17, name: "张三".into(), joined: Timestamp::UNIX_EPOCH }
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

#[allow(clippy::unnecessary_wraps, reason = "a member may have none")]
fn code() -> Option<Sensitive> {
    Some(Sandbox::SMS_CODE.into())
}

#[test]
fn a_member_binds_a_card_pays_a_month_and_leaves() {
    let mut town = Town::with_card();
    let agreement = town.club.book().agreement(17).unwrap();
    assert_eq!(agreement.number, town.sandbox.agreements().first().unwrap().no_agree);
    assert_eq!(agreement.ending, "1234");

    assert_eq!(town.charge().unwrap(), Charged::Paid);
    assert_eq!(town.sandbox.order("sub-17-202611-1").unwrap().state, OrderState::Paid);

    town.club.unbind(17).unwrap();
    assert!(town.sandbox.agreements().is_empty());
    assert!(matches!(town.charge(), Err(ClubError::NoCard(17))));
}

#[test]
fn a_credit_card_is_bound_with_what_only_it_has() {
    let mut town = town();
    let credit = CreditCard { valid_until: "2812".into(), check_number: "123".into() };
    let card = CardForm { kind: CardKind::Credit, credit: Some(credit), ..card() };
    town.club.bind(&member(), card, code).unwrap();
    assert_eq!(town.sandbox.agreements().len(), 1);
}

#[test]
fn a_mistyped_code_is_asked_for_again() {
    let mut town = town();
    let mut typed = ["000000", Sandbox::SMS_CODE].into_iter();
    town.club.bind(&member(), card(), || typed.next().map(Sensitive::from)).unwrap();
    assert_eq!(town.calls("card_bind.verify"), 2);
}

#[test]
fn without_a_code_nothing_is_bound_and_nothing_is_paid() {
    let mut town = town();
    let error = town.club.bind(&member(), card(), || None).unwrap_err();
    assert!(matches!(error, ClubError::NoCode(17)), "{error}");

    let mut town = Town::with_card();
    let charged = town.club.charge(&member(), NOVEMBER, Decimal::ONE, || None).unwrap();
    assert_eq!(charged, Charged::NoCode);
    // The member comes back: the same payment, with a code this time.
    assert_eq!(town.charge().unwrap(), Charged::Paid);
    assert!(town.sandbox.order("sub-17-202611-2").is_none());
}

#[test]
fn a_binding_whose_answer_is_lost_is_found_in_the_list_of_cards() {
    let mut town = town();
    let losing = || {
        lose_answers(&town.sandbox, 1);
        code()
    };
    town.club.bind(&member(), card(), losing).unwrap();
    assert_eq!(town.calls("card_bind.query"), 1);
    assert_eq!(town.charge().unwrap(), Charged::Paid);
}

#[test]
fn a_card_that_was_bound_in_an_attempt_nobody_heard_of_is_found_by_the_next() {
    let mut town = town();
    let losing = || {
        lose_answers(&town.sandbox, 2);
        code()
    };
    town.club.bind(&member(), card(), losing).unwrap_err();
    assert!(town.club.book().agreement(17).is_none());
    town.club.bind(&member(), card(), code).unwrap();
    assert_eq!(town.sandbox.agreements().len(), 1);
}

#[test]
fn a_month_is_paid_once_however_often_it_is_charged() {
    let mut town = Town::with_card();
    assert_eq!(town.charge().unwrap(), Charged::Paid);
    let calls = town.sandbox.exchanges().len();
    assert_eq!(town.charge().unwrap(), Charged::Before);
    assert_eq!(town.sandbox.exchanges().len(), calls);
}

#[test]
fn a_charge_of_which_nothing_is_known_is_asked_for_and_not_sent_again() {
    let mut town = Town::with_card();
    let losing = || {
        lose_answers(&town.sandbox, 2);
        code()
    };
    town.club.charge(&member(), NOVEMBER, Decimal::new(15, 0), losing).unwrap_err();
    assert_eq!(town.charge().unwrap(), Charged::Paid);
    assert_eq!(town.calls("easypay.apply"), 1);
    assert_eq!(town.calls("easypay.verify"), 1);
}

#[test]
fn a_club_whose_payments_need_no_code_is_paid_at_once() {
    let mut town = town_of(Sandbox::builder().sms_codes(false));
    town.club.bind(&member(), card(), code).unwrap();
    let charged = town.club.charge(&member(), NOVEMBER, Decimal::ONE, || panic!("no code"));
    assert_eq!(charged.unwrap(), Charged::Paid);
}

#[test]
fn a_card_that_was_given_back_behind_our_back_can_be_given_back() {
    let mut town = Town::with_card();
    lose_answers(&town.sandbox, 1);
    town.club.unbind(17).unwrap_err();
    town.club.unbind(17).unwrap();
    assert!(town.club.book().agreement(17).is_none());
}

#[test]
fn the_book_has_the_agreement_and_nothing_else_of_the_card() {
    let mut town = Town::with_card();
    town.charge().unwrap();
    let book = serde_json::to_string(town.club.book()).unwrap();
    let agreement = town.club.book().agreement(17).unwrap();
    assert!(book.contains(agreement.number.expose()));
    for secret in ["6222", "13800005678", "1990", "张三", Sandbox::SMS_CODE] {
        assert!(!book.contains(secret), "{secret} is in {book}");
    }
    let read: Book = serde_json::from_str(&book).unwrap();
    assert_eq!(read.agreement(17).unwrap().number, agreement.number);
}

#[test]
fn the_program_plays_its_story() {
    let output = Command::new(env!("CARGO_BIN_EXE_subscription")).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let shown = String::from_utf8(output.stdout).unwrap();
    for line in ["by mistake: Before", "charged again later: Paid", "agreements at the gateway: 0"]
    {
        assert!(shown.contains(line), "{line} is not in\n{shown}");
    }
    assert!(!shown.contains("张三") && !shown.contains("6222"), "{shown}");
}
