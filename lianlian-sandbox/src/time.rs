//! The sandbox's clock: another clock, pushed forward or made to run faster.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lianlian::{Clock, OrderTime};

/// A clock that can be pushed forward and made to run faster.
///
/// What is due later is counted in time passed since the start, so that it comes even if the clock
/// underneath stands still.
pub(crate) struct Time {
    base: Arc<dyn Clock>,
    started: Instant,
    pace: Mutex<Pace>,
}

struct Pace {
    /// Since when `speed` holds.
    since: Instant,
    /// How far it was ahead then.
    ahead: Duration,
    speed: u32,
}

impl Time {
    /// The clock as it is, `ahead` of `base` from the start.
    pub(crate) fn new(base: Arc<dyn Clock>, ahead: Duration) -> Self {
        let started = Instant::now();
        Self { base, started, pace: Mutex::new(Pace { since: started, ahead, speed: 1 }) }
    }

    /// The present second.
    pub(crate) fn now(&self) -> OrderTime {
        let ahead = i64::try_from(self.ahead().as_secs()).unwrap_or(i64::MAX);
        if ahead == 0 {
            return self.base.now();
        }
        let seconds = self.base.now().unix_seconds().saturating_add(ahead);
        OrderTime::from_unix_seconds(seconds).unwrap_or(OrderTime::MAX)
    }

    /// What has passed on this clock since the start.
    pub(crate) fn passed(&self) -> Duration {
        self.passed_at(&self.pace())
    }

    /// How far it is ahead of the clock underneath.
    pub(crate) fn ahead(&self) -> Duration {
        self.pace().ahead_at(Instant::now())
    }

    /// How long to wait in truth until so much has passed.
    pub(crate) fn wait_for(&self, passed: Duration) -> Duration {
        let pace = self.pace();
        let left = passed.saturating_sub(self.passed_at(&pace));
        left.checked_div(pace.speed).unwrap_or(left)
    }

    /// Pushes it forward.
    pub(crate) fn advance(&self, by: Duration) {
        let mut pace = self.pace();
        pace.ahead = pace.ahead.saturating_add(by);
    }

    /// Makes it run so many times as fast as the clock underneath; 0 counts as 1.
    pub(crate) fn run_at(&self, speed: u32) {
        let mut pace = self.pace();
        let now = Instant::now();
        pace.ahead = pace.ahead_at(now);
        pace.since = now;
        pace.speed = speed.max(1);
    }

    /// How many times as fast it runs.
    pub(crate) fn speed(&self) -> u32 {
        self.pace().speed
    }

    fn passed_at(&self, pace: &Pace) -> Duration {
        let now = Instant::now();
        now.saturating_duration_since(self.started).saturating_add(pace.ahead_at(now))
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pace {
    fn ahead_at(&self, now: Instant) -> Duration {
        let since = now.saturating_duration_since(self.since);
        self.ahead.saturating_add(since.saturating_mul(self.speed.saturating_sub(1)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use lianlian::FixedClock;

    use super::*;

    fn still() -> Time {
        let now = "20261122093000".parse().unwrap();
        Time::new(Arc::new(FixedClock(now)), Duration::ZERO)
    }

    #[test]
    fn a_clock_that_stands_still_is_pushed_forward() {
        let time = still();
        assert_eq!(time.now().to_string(), "20261122093000");
        time.advance(Duration::from_secs(90));
        assert_eq!(time.now().to_string(), "20261122093130");
    }

    #[test]
    fn waiting_is_shorter_the_faster_it_runs() {
        let time = still();
        let hour = time.passed() + Duration::from_secs(3600);
        time.run_at(60);
        let wait = time.wait_for(hour);
        assert!(wait <= Duration::from_secs(60) && wait > Duration::from_secs(50), "{wait:?}");
        time.advance(Duration::from_secs(3600));
        assert_eq!(time.wait_for(hour), Duration::ZERO);
    }
}
