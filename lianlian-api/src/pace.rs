//! Waiting between attempts: how the time passes, how long to wait, and who draws the lots.

use std::fmt;
use std::time::{Duration, Instant};

use rsa::rand_core::RngCore as _;

use crate::key::os_random;

/// How a client waits. Tests give one that does not, so that hours pass at once.
pub trait Pace: Send + Sync {
    /// The time since some moment, never running backwards.
    fn elapsed(&self) -> Duration;

    /// Waits that long.
    fn pause(&self, time: Duration);

    /// Any number, each equally likely, for the jitter of waits; the largest makes them longest.
    fn random(&self) -> u64;
}

/// The machine's own: `Instant`, `thread::sleep`, and the operating system's random numbers.
///
/// Where the system has no random numbers to give, waits are as long as they can be.
#[derive(Clone, Copy, Debug)]
pub struct SystemPace {
    started: Instant,
}

impl Default for SystemPace {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl Pace for SystemPace {
    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }

    fn random(&self) -> u64 {
        os_random().map_or(u64::MAX, |mut random| random.next_u64())
    }
}

/// Waits that grow: each is drawn between nothing and twice the bound of the one before, so that
/// many who failed together do not come back together.
#[derive(Clone, Copy)]
pub(crate) struct Backoff {
    bound: Duration,
    most: Duration,
}

impl Backoff {
    pub(crate) fn new(first: Duration, most: Duration) -> Self {
        Self { bound: first.min(most), most }
    }

    /// The next wait.
    pub(crate) fn next(&mut self, pace: &dyn Pace) -> Duration {
        let wait = share(self.bound, pace.random());
        self.bound = self.bound.saturating_mul(2).min(self.most);
        wait
    }
}

impl fmt::Debug for Backoff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Backoff(up to {:?})", self.bound)
    }
}

/// The share of `bound` that `random` is of all numbers.
fn share(bound: Duration, random: u64) -> Duration {
    let nanos = bound.as_nanos().min(u128::from(u64::MAX));
    let drawn = nanos.saturating_mul(u128::from(random)).checked_shr(64).unwrap_or_default();
    Duration::from_nanos(u64::try_from(drawn).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Drawn(u64);

    impl Pace for Drawn {
        fn elapsed(&self) -> Duration {
            Duration::ZERO
        }

        fn pause(&self, _: Duration) {}

        fn random(&self) -> u64 {
            self.0
        }
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(5));
        let waits: [u64; 5] = std::array::from_fn(|_| {
            backoff.next(&Drawn(u64::MAX)).as_millis().div_ceil(1000).try_into().unwrap_or(0)
        });
        assert_eq!(waits, [1, 2, 4, 5, 5]);
    }

    #[test]
    fn a_wait_is_drawn_between_nothing_and_its_bound() {
        let bound = Duration::from_secs(8);
        assert_eq!(share(bound, 0), Duration::ZERO);
        assert_eq!(share(bound, 1 << 63), Duration::from_secs(4));
        assert!(share(bound, u64::MAX) < bound);
        let drawn = SystemPace::default().random();
        assert!((0..64).any(|_| SystemPace::default().random() != drawn));
    }

    #[test]
    fn the_machines_own_pace_passes_while_it_pauses() {
        let pace = SystemPace::default();
        pace.pause(Duration::from_millis(5));
        assert!(pace.elapsed() >= Duration::from_millis(5));
    }

    #[test]
    fn a_backoff_shows_how_long_it_may_get() {
        let backoff = Backoff::new(Duration::from_secs(3), Duration::from_secs(9));
        assert_eq!(format!("{backoff:?}"), "Backoff(up to 3s)");
    }
}
