//! Every way to move money, disturbed at every place of every exchange: in the end the money has moved once,
//! and nobody was told otherwise at any time.
//!
//! A program of a merchant pursues a goal: a payment, a refund, a payout. At one exchange, the sandbox makes
//! one of its troubles, or the program crashes at one of four places; after that all is well. The program starts
//! again as often as it has to, with nothing but its stored order. The sandbox's books are the judge.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    missing_docs
)]

mod crash;
mod goals;
mod world;

use std::time::Duration;

use lianlian_sandbox::Trouble;

use crate::crash::{Boundary, Disturbance};
use crate::goals::{Belief, Goal};
use crate::world::World;

/// A program that is not done by then never will be.
const MOST_STARTS: usize = 6;

/// What was played, for the summary that is asserted.
#[derive(Default)]
struct Tally {
    cases: usize,
    /// Cases in which something really was in the way.
    disturbed: usize,
    restarts: usize,
}

fn disturbances() -> Vec<Disturbance> {
    let troubles = Trouble::EACH.into_iter().map(Disturbance::Trouble);
    troubles.chain(Boundary::EACH.into_iter().map(Disturbance::Crash)).collect()
}

/// Plays a goal under every disturbance at every exchange.
fn play(goal: &dyn Goal) -> Tally {
    let world = World::new();
    let exchanges = exchanges_undisturbed(&world, goal);
    let mut tally = Tally::default();
    // Two more than it takes: a disturbance makes a program ask and send again.
    for place in 0..exchanges + 2 {
        for disturbance in disturbances() {
            let name = format!("{} disturbed by {disturbance} at exchange {place}", goal.name());
            one(&world, goal, place, disturbance, &name, &mut tally);
        }
    }
    assert!(tally.disturbed >= exchanges * disturbances().len(), "{}", tally.disturbed);
    assert!(tally.restarts > 0, "nothing was put to the test");
    tally
}

/// How many exchanges the goal takes when all is well.
fn exchanges_undisturbed(world: &World, goal: &dyn Goal) -> usize {
    let order = world.next_order();
    goal.prepare(world, &order);
    let (client, watch) = world.client(None);
    assert_eq!(goal.pursue(world, &client, &order, false), Belief::Done, "{}", goal.name());
    assert_eq!(goal.executed(world, &order), 1, "{}", goal.name());
    watch.exchanges()
}

fn one(
    world: &World,
    goal: &dyn Goal,
    place: usize,
    disturbance: Disturbance,
    name: &str,
    tally: &mut Tally,
) {
    tally.cases += 1;
    let order = world.next_order();
    goal.prepare(world, &order);
    let mut has_started = false;
    let mut beliefs = Vec::new();
    for start in 0..MOST_STARTS {
        let disturbed = (start == 0).then_some((place, disturbance));
        let (client, watch) = world.client(disturbed);
        let belief = goal.pursue(world, &client, &order, has_started);
        has_started = true;
        tally.disturbed += usize::from(watch.was_disturbed());
        tally.restarts += usize::from(start > 0);
        let executed = goal.executed(world, &order);
        assert!(executed <= 1, "{name}: executed {executed} times");
        if watch.has_crashed() {
            // Whatever it found out is lost.
            continue;
        }
        match belief {
            Belief::Done => {
                assert_eq!(executed, 1, "{name}: believed done");
                world.sandbox.advance(Duration::from_secs(3600)).unwrap();
                let executed = goal.executed(world, &order);
                assert_eq!(executed, 1, "{name}: executed {executed} times an hour later");
                world.sandbox.end_troubles();
                return;
            }
            Belief::NotExecuted(why) => {
                assert_eq!(executed, 0, "{name}: believed not executed: {why}");
                // What is under way would arrive meanwhile.
                world.sandbox.advance(Duration::from_secs(600)).unwrap();
                assert_eq!(goal.executed(world, &order), 0, "{name}: later, {why}");
                beliefs.push(why);
            }
            Belief::Unknown(why) => beliefs.push(why),
        }
    }
    panic!("{name}: not done after {MOST_STARTS} starts: {beliefs:#?}");
}

macro_rules! each_goal {
    ($($test:ident: $goal:expr;)*) => {
        $(
            #[test]
            fn $test() {
                let tally = play(&$goal);
                assert!(tally.cases >= disturbances().len() * 3, "{}", tally.cases);
            }
        )*
    };
}

/// The matrix is worth something only if it finds a program that is not careful.
#[test]
#[should_panic(expected = "executed 2 times")]
fn a_program_that_takes_another_number_after_a_time_out_is_caught() {
    play(&goals::CarelessPayout);
}

each_goal! {
    a_qr_code_is_paid_once: goals::QrCode;
    a_card_is_charged_once: goals::EasypayCard;
    a_payout_goes_out_once: goals::Payout;
    a_held_payout_goes_out_once: goals::HeldPayout;
    a_card_is_charged_once_by_mpay: goals::MpayCard;
    a_card_is_charged_once_in_dollars: goals::ExchangeCard;
    a_page_of_the_unified_gateway_is_paid_once: goals::UnifiedPage;
    a_refund_is_made_once: goals::Refund;
    a_refund_in_dollars_is_made_once: goals::ExchangeRefund;
    a_hold_is_captured_once: goals::Hold::Taken;
    a_hold_is_released_once: goals::Hold::Released;
}
