//! An inbox in memory.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

use super::event::Event;
use super::inbox::{Claim, Claimed, Inbox};

/// Remembers in memory, for one process and until it ends.
///
/// It never forgets before its time: when it is full of events that may still come again, it refuses new ones,
/// and the gateway sends those again later. An event takes about a hundred bytes.
///
/// What was done before a restart it does not know, so an action behind it has to notice by itself
/// that an order is booked already.
///
/// ```
/// use std::time::Duration;
/// // An unacknowledged notification comes for an hour; a day leaves room for one that was resent by hand.
/// let inbox = lianlian_api::MemoryInbox::new(100_000, Duration::from_secs(24 * 3600));
/// ```
#[derive(Debug)]
pub struct MemoryInbox {
    capacity: usize,
    keep: Duration,
    state: Mutex<State>,
}

/// The memory holds as many events as it may, and none is old enough to be forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the memory is full of {capacity} events that may still come again; give it room for those of {keep:?}"
)]
#[non_exhaustive]
pub struct MemoryInboxFull {
    /// How many events there is room for.
    pub capacity: usize,
    /// How long each is kept.
    pub keep: Duration,
}

/// An event that one delivery acts upon.
#[derive(Debug)]
pub struct MemoryClaim<'a> {
    inbox: &'a MemoryInbox,
    event: Digest,
    is_done: bool,
}

/// Of one length, whatever the gateway writes into an order number.
type Digest = [u8; 32];

#[derive(Debug, Default)]
struct State {
    events: HashMap<Digest, Progress>,
    /// Those that are done, the oldest first.
    done: VecDeque<(Instant, Digest)>,
}

#[derive(Clone, Copy, Debug)]
enum Progress {
    Acting,
    Done,
}

impl MemoryInbox {
    /// An empty memory for `capacity` events, which keeps each for `keep` at least.
    ///
    /// `keep` should not be shorter than the gateway repeats itself:
    /// [`NotificationPolicy::span`](crate::meta::NotificationPolicy::span).
    pub fn new(capacity: usize, keep: Duration) -> Self {
        Self { capacity, keep, state: Mutex::default() }
    }

    /// How many events it remembers now.
    pub fn len(&self) -> usize {
        self.state().events.len()
    }

    /// Whether it remembers none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// No code that can panic runs under the lock, so what another thread left is whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget(&mut self, keep: Duration) {
        while let Some((at, event)) = self.done.front() {
            if at.elapsed() < keep {
                break;
            }
            self.events.remove(event);
            self.done.pop_front();
        }
    }
}

impl Inbox for MemoryInbox {
    type Claim<'a> = MemoryClaim<'a>;
    type Error = MemoryInboxFull;

    fn claim(&self, event: &Event) -> Result<Claimed<MemoryClaim<'_>>, MemoryInboxFull> {
        let digest: Digest = Sha256::digest(event.key()).into();
        let mut state = self.state();
        match state.events.get(&digest) {
            Some(Progress::Acting) => return Ok(Claimed::Busy),
            Some(Progress::Done) => return Ok(Claimed::Done),
            None => state.forget(self.keep),
        }
        if state.events.len() >= self.capacity {
            return Err(MemoryInboxFull { capacity: self.capacity, keep: self.keep });
        }
        state.events.insert(digest, Progress::Acting);
        Ok(Claimed::Mine(MemoryClaim { inbox: self, event: digest, is_done: false }))
    }
}

impl Claim for MemoryClaim<'_> {
    type Error = MemoryInboxFull;

    fn done(mut self) -> Result<(), MemoryInboxFull> {
        let mut state = self.inbox.state();
        state.events.insert(self.event, Progress::Done);
        state.done.push_back((Instant::now(), self.event));
        self.is_done = true;
        Ok(())
    }
}

impl Drop for MemoryClaim<'_> {
    fn drop(&mut self) {
        if !self.is_done {
            self.inbox.state().events.remove(&self.event);
        }
    }
}
