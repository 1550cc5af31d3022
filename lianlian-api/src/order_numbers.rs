//! Order numbers that never repeat.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use rsa::rand_core::RngCore as _;

use crate::key::os_random;
use crate::short_text::ShortText;
use crate::time::{Clock, OrderTime, SystemClock};

/// Digits and capital letters without those that are mistaken for others, in the order of ASCII.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Bits of one letter.
const BITS: u32 = 5;
/// Letters that tell generators apart: 60 bits.
const OWN: u32 = 12;
/// Letters that count: 30 bits.
const COUNTED: u32 = 6;

/// Makes numbers for orders, refunds and payouts: `20261122093005` and 18 letters, 32 in all.
///
/// * Unique across threads, processes and machines: the letters are 60 bits drawn from the operating system when
///   the generator was made, and a count. A forked process draws others.
/// * In order of time: each number of a generator sorts after the one before. A clock that is set back
///   stands still here until it has caught up.
/// * Only digits and capital letters, which every channel behind the gateway takes.
///
/// Keep one for the program; it can be shared between threads.
///
/// ```
/// use lianlian_api::OrderNumbers;
///
/// let numbers = OrderNumbers::new()?;
/// let (first, second) = (numbers.next(), numbers.next());
/// assert!(first.as_str() < second.as_str());
/// assert_eq!(first.as_str().len(), 32);
/// // The order's own time: `dt_order` and the number then agree.
/// assert!(first.as_str().starts_with(&first.time().to_string()));
/// # Ok::<(), lianlian_api::NoRandomness>(())
/// ```
pub struct OrderNumbers {
    clock: Box<dyn Clock>,
    seed: u64,
    last: Mutex<Last>,
}

struct Last {
    time: OrderTime,
    count: u64,
}

/// The operating system has no random numbers to give, so nothing would keep numbers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gives no random numbers, without which order numbers could repeat")]
pub struct NoRandomness;

/// A number for an order, and the time that it begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct OrderNumber {
    text: ShortText<32>,
    time: OrderTime,
}

impl OrderNumbers {
    /// A generator by the machine's clock.
    ///
    /// # Errors
    /// The operating system has no random numbers to give.
    pub fn new() -> Result<Self, NoRandomness> {
        let seed = os_random().ok_or(NoRandomness)?.next_u64();
        Ok(Self::with_parts(SystemClock, seed))
    }

    /// A generator by a clock and a random number of one's own, for tests.
    ///
    /// Two with the same number in one process make the same order numbers.
    pub fn with_parts(clock: impl Clock + 'static, random: u64) -> Self {
        let last = Last { time: OrderTime::MIN, count: 0 };
        Self { clock: Box::new(clock), seed: random, last: Mutex::new(last) }
    }

    /// The next number.
    #[allow(clippy::should_implement_trait, reason = "it never ends, and needs no `mut`")]
    pub fn next(&self) -> OrderNumber {
        let now = self.clock.now();
        let (time, count) = {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            last.time = last.time.max(now);
            last.count = last.count.wrapping_add(1);
            (last.time, last.count)
        };
        // After 2^30 numbers the count begins anew, with other letters before it.
        let round = count.checked_shr(COUNTED.saturating_mul(BITS)).unwrap_or_default();
        let own = mixed(self.seed ^ mixed(u64::from(std::process::id()) ^ mixed(round)));
        let mut text = ShortText::new();
        for digit in time.text().bytes() {
            text.push(digit);
        }
        push(&mut text, own, OWN);
        push(&mut text, count, COUNTED);
        OrderNumber { text, time }
    }
}

/// Appends the lowest bits of a number as so many letters.
fn push(text: &mut ShortText<32>, number: u64, letters: u32) {
    for place in (0..letters).rev() {
        let bits = number.checked_shr(place.saturating_mul(BITS)).unwrap_or_default() & 31;
        let letter = usize::try_from(bits).ok().and_then(|at| LETTERS.get(at));
        text.push(letter.copied().unwrap_or(b'0'));
    }
}

/// Spreads every bit over all (the last step of `splitmix64`); different numbers stay different.
const fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

impl OrderNumber {
    /// The number.
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// The second that it begins with: the `dt_order` that goes with it.
    pub const fn time(&self) -> OrderTime {
        self.time
    }
}

impl fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrderNumber({})", self.as_str())
    }
}

impl From<OrderNumber> for String {
    fn from(number: OrderNumber) -> Self {
        number.as_str().to_owned()
    }
}

impl fmt::Debug for OrderNumbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderNumbers").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bit_of_the_random_number_counts() {
        let clock = || crate::time::FixedClock(OrderTime::MIN);
        let of = |random| OrderNumbers::with_parts(clock(), random).next().as_str().to_owned();
        let seeds = (0..64).map(|bit| 1_u64 << bit).chain([0]);
        let numbers: std::collections::BTreeSet<_> = seeds.map(of).collect();
        assert_eq!(numbers.len(), 65);
    }

    #[test]
    fn bits_are_spread_as_splitmix64_spreads_them() {
        // The first two outputs of the generator from seed 0, which advances by this step.
        let step = 0x9e37_79b9_7f4a_7c15_u64;
        assert_eq!(mixed(step), 0xe220_a839_7b1d_cdaf);
        assert_eq!(mixed(step.wrapping_mul(2)), 0x6e78_9e6a_a1b9_65f4);
    }
}
