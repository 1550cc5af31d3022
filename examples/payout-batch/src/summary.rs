//! What became of a batch, for the person who ran it.

use std::fmt;

use rust_decimal::Decimal;

use crate::journal::State;
use crate::payout::Payout;

/// What became of each payout of a batch, in the order of the list.
#[derive(Debug, Default)]
pub struct Summary {
    payouts: Vec<(Payout, State)>,
}

impl Summary {
    pub(crate) fn add(&mut self, payout: Payout, state: State) {
        self.payouts.push((payout, state));
    }

    /// What became of a payout.
    pub fn state(&self, number: &str) -> Option<&State> {
        let mut payouts = self.payouts.iter();
        payouts.find(|(payout, _)| payout.number == number).map(|(_, state)| state)
    }

    /// How much has gone out, in yuan; `None` if it is more than a decimal number holds.
    pub fn paid(&self) -> Option<Decimal> {
        let paid = self.payouts.iter().filter(|(_, state)| *state == State::Paid);
        paid.map(|(payout, _)| payout.amount).try_fold(Decimal::ZERO, Decimal::checked_add)
    }

    /// Whether there is anything left to do: a decision, a question, another attempt.
    pub fn is_open(&self) -> bool {
        !self.payouts.iter().all(|(_, state)| matches!(state, State::Paid | State::Failed(_)))
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (payout, state) in &self.payouts {
            let (line, number, amount) = (payout.line, &payout.number, payout.amount);
            writeln!(f, "line {line:>3}  {number:<12} {amount:>12}  {state}")?;
        }
        match self.paid() {
            Some(paid) => write!(f, "paid out: {paid}"),
            None => f.write_str("paid out: too much to add up"),
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sending => f.write_str("being sent"),
            Self::Paid => f.write_str("paid"),
            Self::UnderWay => f.write_str("under way"),
            Self::Held(why) => write!(f, "held: {why}"),
            Self::Refused(why) => write!(f, "refused: {why}"),
            Self::Failed(why) => write!(f, "failed: {why}"),
            Self::Unknown(why) => write!(f, "unknown: {why}"),
        }
    }
}
