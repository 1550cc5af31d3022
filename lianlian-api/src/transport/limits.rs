//! How long a call may take and how much an answer may hold.

use std::time::Duration;

/// A wait that no caller means; longer ones would overflow the clocks of some systems.
#[cfg(feature = "client")]
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The limits of one call.
///
/// Each setter returns the changed limits:
///
/// ```
/// use std::time::Duration;
/// use lianlian_api::transport::Limits;
///
/// let limits = Limits::default().total(Duration::from_secs(10)).max_body(64 * 1024);
/// ```
///
/// Durations above one day count as one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Looking up the name, and then again connecting with the TLS handshake and, if there is one, the
    /// proxy. Default: 5 seconds.
    pub connect: Duration,
    /// Writing the head of the request, and then again its body. Default: 10 seconds.
    pub send: Duration,
    /// Waiting for the complete head of the answer, and then again for its complete body.
    /// Default: 20 seconds.
    pub read: Duration,
    /// The whole call, from the first look-up to the last byte. Default: 30 seconds.
    pub total: Duration,
    /// The size of the answer's body in bytes; an answer with more is refused. Default: 1 MiB.
    pub max_body: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            send: Duration::from_secs(10),
            read: Duration::from_secs(20),
            total: Duration::from_secs(30),
            max_body: 1024 * 1024,
        }
    }
}

impl Limits {
    /// Limits [looking up the name and connecting](Self#structfield.connect).
    #[must_use]
    pub const fn connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// Limits [writing the request](Self#structfield.send).
    #[must_use]
    pub const fn send(mut self, limit: Duration) -> Self {
        self.send = limit;
        self
    }

    /// Limits [waiting for the answer](Self#structfield.read).
    #[must_use]
    pub const fn read(mut self, limit: Duration) -> Self {
        self.read = limit;
        self
    }

    /// Limits [the whole call](Self#structfield.total).
    #[must_use]
    pub const fn total(mut self, limit: Duration) -> Self {
        self.total = limit;
        self
    }

    /// Limits [the answer's body](Self#structfield.max_body), in bytes.
    #[must_use]
    pub const fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// The same limits with every duration short enough to be added to a clock.
    #[cfg(feature = "client")]
    pub(super) fn clamped(self) -> Self {
        Self {
            connect: self.connect.min(LONGEST),
            send: self.send.min(LONGEST),
            read: self.read.min(LONGEST),
            total: self.total.min(LONGEST),
            max_body: self.max_body,
        }
    }
}
