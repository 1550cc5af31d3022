//! Batches against a gateway: each payout once, whatever happens.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use jiff::Timestamp;
use lianlian::Client;
use lianlian_sandbox::{Direction, OrderState, Sandbox, Trouble, TroubleToCome};
use payout_batch::{Journal, Payout, State, Summary, payouts, run};
use rust_decimal::Decimal;

struct Office {
    sandbox: Sandbox,
    client: Client,
    file: PathBuf,
}

/// A gateway, and a pay office with an empty journal of its own.
fn office(name: &str) -> Office {
    let sandbox = Sandbox::builder().key_bits(1024).start().unwrap();
    let client = sandbox.client().build().unwrap();
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.jsonl"));
    let _ = fs::remove_file(&file);
    Office { sandbox, client, file }
}

impl Office {
    fn journal(&self) -> Journal {
        Journal::open(&self.file).unwrap()
    }

    fn run(&self, batch: &[Payout], approve: impl FnMut(&Payout, &str) -> bool) -> Summary {
        run(&self.client, &mut self.journal(), batch, approve).unwrap()
    }

    /// The gateway carries out so many calls whose answers do not arrive.
    fn lose_answers(&self, answers: u32) {
        self.sandbox.cause(TroubleToCome::new(Trouble::CutAfter).times(answers));
    }

    /// The operations that the gateway was called for, so far.
    fn calls(&self) -> Vec<&'static str> {
        let exchanges = self.sandbox.exchanges();
        let received = exchanges.iter().filter(|one| one.direction == Direction::Received);
        received.map(|one| one.operation).collect()
    }

    fn state(&self, number: &str) -> OrderState {
        self.sandbox.order(number).unwrap().state
    }
}

fn nobody(_: &Payout, _: &str) -> bool {
    panic!("nothing is held")
}

fn batch(lines: &str) -> Vec<Payout> {
    let list = format!("number,kind,name,account,bank,amount,purpose\n{lines}");
    payouts(&list, "https://office.example/", Timestamp::now()).unwrap()
}

const ONE: &str = "W1,person,李四,6222000000009876,,1000.00,November\n";
const SAME_AGAIN: &str = "W2,person,李四,6222000000009876,,1000.00,November\n";
const NO_BANK: &str = "W3,company,晨光有限公司,1001234509000056789,,50.00,invoice 88\n";

#[test]
fn a_batch_tells_what_became_of_each_payout() {
    let office = office("each");
    let batch = batch(&[ONE, SAME_AGAIN, NO_BANK].concat());
    let summary = office.run(&batch, |_, _| false);
    assert_eq!(summary.state("W1"), Some(&State::Paid));
    assert!(matches!(summary.state("W2"), Some(State::Held(why)) if why.contains("repeat")));
    assert!(matches!(summary.state("W3"), Some(State::Refused(why)) if why.contains("bank_code")));
    assert_eq!(summary.paid(), Some(Decimal::new(1_000, 0)));
    assert!(summary.is_open());
    assert_eq!(office.state("W2"), OrderState::Held);
    assert!(office.sandbox.order("W3").is_none());
}

#[test]
fn a_held_payout_goes_out_when_a_person_says_so_in_this_run_or_in_the_next() {
    let office = office("held");
    let batch = batch(&[ONE, SAME_AGAIN].concat());
    office.run(&batch, |_, _| false);
    let mut asked = Vec::new();
    let summary = office.run(&batch, |payout, _| {
        asked.push(payout.number.clone());
        true
    });
    assert_eq!(asked, ["W2"]);
    assert_eq!(summary.state("W2"), Some(&State::Paid));
    assert_eq!(office.state("W2"), OrderState::Paid);
    assert!(!summary.is_open());
}

#[test]
fn a_second_run_of_a_paid_batch_calls_nobody() {
    let office = office("second");
    let batch = batch(ONE);
    let first = office.run(&batch, nobody);
    let calls = office.calls().len();
    let second = office.run(&batch, nobody);
    assert_eq!(office.calls().len(), calls);
    assert_eq!(first.paid(), second.paid());
}

#[test]
fn a_payout_whose_answer_is_lost_is_asked_for_and_not_sent_again() {
    let office = office("lost");
    office.lose_answers(1);
    let summary = office.run(&batch(ONE), nobody);
    assert_eq!(summary.state("W1"), Some(&State::Paid));
    assert_eq!(office.calls(), ["instant.apply", "instant.query"]);
}

#[test]
fn a_payout_that_stays_unknown_is_asked_for_first_in_the_next_run() {
    let office = office("unknown");
    let batch = batch(ONE);
    office.lose_answers(2);
    let summary = office.run(&batch, nobody);
    assert!(matches!(summary.state("W1"), Some(State::Unknown(_))));
    // Still no answer: still nothing is sent.
    office.lose_answers(1);
    let summary = office.run(&batch, nobody);
    assert!(matches!(summary.state("W1"), Some(State::Unknown(_))));
    let summary = office.run(&batch, nobody);
    assert_eq!(summary.state("W1"), Some(&State::Paid));
    let calls = office.calls();
    assert_eq!(calls.iter().filter(|call| **call == "instant.apply").count(), 1, "{calls:?}");
}

#[test]
fn whatever_trouble_a_payout_meets_it_goes_out_once() {
    let office = office("troubles");
    for (place, trouble) in Trouble::EACH.into_iter().enumerate() {
        let number = format!("T{place}");
        let batch = batch(&format!("{number},person,李四,6222000000009876,,{place}.50,November\n"));
        office.sandbox.cause(trouble);
        office.run(&batch, nobody);
        // What was cut off while the gateway was at it arrives by now.
        office.sandbox.advance(Duration::from_secs(2)).unwrap();
        office.run(&batch, nobody);
        assert_eq!(office.run(&batch, nobody).state(&number), Some(&State::Paid), "{trouble}");
    }
    assert_eq!(office.sandbox.orders().len(), Trouble::EACH.len());
}

#[test]
fn a_run_that_was_killed_before_sending_is_gone_on_with_by_the_same_payout() {
    let office = office("killed");
    let batch = batch(ONE);
    office.journal().note(&batch[0], State::Sending).unwrap();
    let first_sent = batch[0].first_sent;
    let mut later = batch;
    later[0].first_sent = Timestamp::MAX;
    let summary = office.run(&later, nobody);
    assert_eq!(summary.state("W1"), Some(&State::Paid));
    assert_eq!(office.calls(), ["instant.query", "instant.apply", "instant.query"]);
    assert_eq!(office.journal().entry("W1").unwrap().first_sent, first_sent);
}

#[test]
fn a_release_whose_answer_is_lost_is_asked_for() {
    let office = office("release");
    let batch = batch(&[ONE, SAME_AGAIN].concat());
    let summary = office.run(&batch, |_, _| {
        office.lose_answers(1);
        true
    });
    assert_eq!(summary.state("W2"), Some(&State::Paid));
    let calls = office.calls();
    assert_eq!(calls.iter().filter(|call| **call == "instant.confirm").count(), 1, "{calls:?}");
}

#[test]
fn a_refused_payout_is_sent_again_once_the_list_is_corrected() {
    let office = office("corrected");
    office.run(&batch(NO_BANK), nobody);
    let corrected = NO_BANK.replace("9,,", "9,01050000,");
    let summary = office.run(&batch(&corrected), nobody);
    assert_eq!(summary.state("W3"), Some(&State::Paid));
}

#[test]
fn the_journal_names_no_payee_and_outlives_half_a_line() {
    let office = office("journal");
    office.run(&batch(ONE), nobody);
    let written = fs::read_to_string(&office.file).unwrap();
    assert!(!written.contains("9876") && !written.contains("李四"), "{written}");
    fs::write(&office.file, format!("{written}{{\"number\":\"W1\",\"sta")).unwrap();
    assert_eq!(office.journal().entry("W1").unwrap().state, State::Paid);
    assert_eq!(fs::read_to_string(&office.file).unwrap(), written);
}

#[test]
fn the_program_plays_its_story() {
    let output = Command::new(env!("CARGO_BIN_EXE_payout-batch")).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let shown = String::from_utf8(output.stdout).unwrap();
    for line in ["unknown: ", "(let go: 2026-11-W3", "messages to the gateway: 0"] {
        assert!(shown.contains(line), "{line} is not in\n{shown}");
    }
    assert!(!shown.contains("9876"), "{shown}");
}
