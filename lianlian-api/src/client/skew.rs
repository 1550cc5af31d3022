//! How far the machine's clock is from the gateway's, by the `Date` header of answers.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::time::OrderTime;

/// From here on a difference is worth a warning, and one of two clocks has been set.
const NOTEWORTHY: u64 = 60;

/// How far the gateway's clock is from the client's.
///
/// Measured from the `Date` header of the last answer whose signature was right, so to a second or two
/// and the time that the answer took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockSkew {
    seconds: i64,
}

impl ClockSkew {
    /// Seconds by which the gateway's clock is ahead of the client's; negative if it is behind.
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// Whether it is more than a minute, which deserves a look at the machine's clock.
    pub const fn is_large(self) -> bool {
        self.seconds.unsigned_abs() > NOTEWORTHY
    }
}

/// The last measurement.
#[derive(Debug, Default)]
pub(super) struct Skew(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    measured: Option<Measured>,
    /// What was warned of.
    warned: Option<i64>,
}

#[derive(Clone, Copy, Debug)]
struct Measured {
    gateway: i64,
    own: i64,
    /// By a clock that nobody sets.
    at: Duration,
}

impl Measured {
    /// The skew, unless the machine's clock was set, or stood still, since it was measured.
    fn skew(self, own: i64, at: Duration) -> Option<ClockSkew> {
        let passed = i64::try_from(at.saturating_sub(self.at).as_secs()).ok()?;
        let shown = own.checked_sub(self.own)?;
        let is_steady = shown.abs_diff(passed) <= NOTEWORTHY;
        let seconds = self.gateway.checked_sub(self.own)?;
        is_steady.then_some(ClockSkew { seconds })
    }
}

impl Skew {
    /// Takes the gateway's time from an answer; says the skew when it is large and new.
    pub(super) fn measure(&self, gateway: i64, own: OrderTime, at: Duration) -> Option<ClockSkew> {
        let own = own.unix_seconds();
        let seconds = gateway.checked_sub(own)?;
        let skew = ClockSkew { seconds };
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.measured = Some(Measured { gateway, own, at });
        if !skew.is_large() {
            state.warned = None;
            return None;
        }
        let is_known = state.warned.is_some_and(|warned| warned.abs_diff(seconds) <= NOTEWORTHY);
        if is_known {
            return None;
        }
        state.warned = Some(seconds);
        Some(skew)
    }

    /// The skew as last measured.
    pub(super) fn now(&self, own: OrderTime, at: Duration) -> Option<ClockSkew> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.measured?.skew(own.unix_seconds(), at)
    }
}

/// A time that is that much later.
pub(super) fn corrected(own: OrderTime, skew: Option<ClockSkew>) -> OrderTime {
    let seconds = skew.map_or(0, ClockSkew::seconds);
    let later = own.unix_seconds().checked_add(seconds);
    later.and_then(|later| OrderTime::from_unix_seconds(later).ok()).unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_minute_in_either_direction_is_large() {
        for (seconds, is_large) in [(0, false), (60, false), (61, true), (-60, false), (-61, true)]
        {
            let skew = ClockSkew { seconds };
            assert_eq!((skew.seconds(), skew.is_large()), (seconds, is_large), "{seconds}");
        }
    }
}
