//! What all merchants share: the gateway's key, its clock, its journal and its courier.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use lianlian::{MerchantKey, OrderTime, SignError};

use crate::builder::clock_row;
use crate::courier::Courier;
use crate::error::SandboxError;
use crate::exchange::Journal;
use crate::return_codes::ReturnCodes;
use crate::store::Store;
use crate::time::Time;

/// What all merchants share.
pub(crate) struct House {
    /// Where it listens, `http://127.0.0.1:PORT`.
    pub(crate) url: String,
    /// The gateway's own key, which signs.
    pub(crate) key: MerchantKey,
    /// A key that nobody has been told of, for signatures that must not verify.
    pub(crate) stranger: OnceLock<MerchantKey>,
    /// Tells dates and times.
    pub(crate) time: Arc<Time>,
    /// What it answers with.
    pub(crate) codes: ReturnCodes,
    /// Between two attempts to notify.
    pub(crate) interval: Duration,
    /// What came and went.
    pub(crate) journal: Journal,
    /// Does what is due later.
    pub(crate) courier: Arc<Courier>,
    /// Where the state is kept, if anywhere.
    pub(crate) store: Option<Box<dyn Store>>,
    /// The last number that was given out.
    pub(crate) numbers: AtomicU64,
}

impl House {
    /// The present second.
    pub(crate) fn now(&self) -> OrderTime {
        self.time.now()
    }

    /// Pushes the clock forward, and has done what is due by then.
    pub(crate) fn advance(&self, by: Duration) -> Result<(), SandboxError> {
        self.time.advance(by);
        self.courier.clock_moved();
        match &self.store {
            Some(store) => Ok(store.save(&[clock_row(self.time.ahead())])?),
            None => Ok(()),
        }
    }

    /// Makes the clock run so many times as fast.
    pub(crate) fn run_at(&self, speed: u32) {
        self.time.run_at(speed);
        self.courier.clock_moved();
    }

    /// A key of nobody's, made when it is needed first.
    pub(crate) fn stranger(&self) -> Result<MerchantKey, SignError> {
        if let Some(key) = self.stranger.get() {
            return Ok(key.clone());
        }
        let key = MerchantKey::generate(self.key.bits());
        let key = key.map_err(|error| SignError::Backend(error.to_string()))?;
        Ok(self.stranger.get_or_init(|| key).clone())
    }

    /// A number that nothing else has.
    pub(crate) fn next_number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed).saturating_add(1)
    }
}
