//! Starting a sandbox.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use lianlian::{Clock, GATEWAY, KeyError, MerchantKey, SystemClock};

use crate::error::SandboxError;
use crate::gateway::{Gateway, Parts};
use crate::sandbox::Sandbox;
use crate::server::Server;

/// An invented merchant number; the gateway's own begin with the day they were given out.
const MERCHANT: &str = "209901010000000018";

/// Settings of a [`Sandbox`] to be.
#[must_use = "a builder does nothing until `start`"]
pub struct SandboxBuilder {
    port: u16,
    oid_partner: String,
    contracts: Vec<String>,
    asks_for_sms_codes: bool,
    clock: Arc<dyn Clock>,
    interval: Duration,
    key_bits: usize,
}

impl SandboxBuilder {
    pub(crate) fn new() -> Self {
        let minutes = u64::from(GATEWAY.notification.interval_minutes);
        Self {
            port: 0,
            oid_partner: MERCHANT.to_owned(),
            contracts: Vec::new(),
            asks_for_sms_codes: true,
            clock: Arc::new(SystemClock),
            interval: Duration::from_secs(minutes.saturating_mul(60)),
            key_bits: 2048,
        }
    }

    /// The port on 127.0.0.1; a free one unless set, and for 0.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The merchant's number, 18 digits; an invented one unless set.
    pub fn merchant(mut self, oid_partner: impl Into<String>) -> Self {
        self.oid_partner = oid_partner.into();
        self
    }

    /// An agreement of the merchant with the gateway that makes rules apply, as named by the spec.
    pub fn contract(mut self, name: impl Into<String>) -> Self {
        self.contracts.push(name.into());
        self
    }

    /// Whether card payments need an SMS code; they do unless set.
    ///
    /// A merchant set up without gets the result of the payment where others get a token. Binding a
    /// card needs the code in any case.
    pub const fn sms_codes(mut self, are_needed: bool) -> Self {
        self.asks_for_sms_codes = are_needed;
        self
    }

    /// The gateway's clock, by which orders expire and dates and times of sending are judged; the
    /// system's unless set.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The wait between two attempts to notify; the minutes of the spec's policy unless set.
    pub const fn notification_interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// The length of both key pairs, 1024 to 4096 bits; 2048 unless set. Short keys start faster.
    pub const fn key_bits(mut self, bits: usize) -> Self {
        self.key_bits = bits;
        self
    }

    /// Makes the keys and starts to listen.
    ///
    /// # Errors
    /// The merchant number is not 18 digits, the key length is out of range, the port is taken, or
    /// the system gives no thread.
    pub fn start(self) -> Result<Sandbox, SandboxError> {
        let is_digits = self.oid_partner.bytes().all(|byte| byte.is_ascii_digit());
        if self.oid_partner.len() != 18 || !is_digits {
            return Err(SandboxError::Merchant(self.oid_partner));
        }
        let port = self.port;
        let listen = |io| SandboxError::Listen { port, io };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let (merchant_key, key) = two_keys(self.key_bits)?;
        let gateway = Arc::new(Gateway::new(Parts {
            url: format!("http://{address}"),
            oid_partner: self.oid_partner,
            merchant_key,
            key,
            contracts: self.contracts,
            asks_for_sms_codes: self.asks_for_sms_codes,
            clock: self.clock,
            interval: self.interval,
        })?);
        let server = Server::start(listener, Arc::clone(&gateway))?;
        Sandbox::new(gateway, server)
    }
}

/// Makes both key pairs at once: finding primes is what a start waits for.
fn two_keys(bits: usize) -> Result<(MerchantKey, MerchantKey), KeyError> {
    thread::scope(|scope| {
        let other = scope.spawn(|| MerchantKey::generate(bits));
        let one = MerchantKey::generate(bits)?;
        let other = other.join().unwrap_or(Err(KeyError::NotGenerated))?;
        Ok((one, other))
    })
}
