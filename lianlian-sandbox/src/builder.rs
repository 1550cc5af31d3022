//! Starting a sandbox.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread;
use std::time::Duration;

use lianlian::{Clock, GATEWAY, GatewayKey, KeyError, MerchantKey, SystemClock};

use crate::account::{Account, AccountKey};
use crate::books::Books;
use crate::courier::Courier;
use crate::error::SandboxError;
use crate::exchange::Journal;
use crate::gateway::Gateway;
use crate::house::House;
use crate::merchant::Merchant;
use crate::return_codes::ReturnCodes;
use crate::sandbox::Sandbox;
use crate::server::Server;
use crate::store::{Change, Saved, Store, StoreError};
use crate::time::Time;

/// An invented merchant number; the gateway's own begin with the day they were given out.
const MERCHANT: &str = "209901010000000018";

/// Tables of the gateway's own where the state is saved: private keys, and how far the clock is ahead.
const KEYS: &str = "key";
const CLOCK: &str = "clock";

/// Settings of a [`Sandbox`] to be.
#[must_use = "a builder does nothing until `start`"]
pub struct SandboxBuilder {
    port: u16,
    first: Account,
    others: Vec<Account>,
    gateway_key: Option<MerchantKey>,
    clock: Arc<dyn Clock>,
    interval: Duration,
    speed: u32,
    key_bits: usize,
    data: Option<PathBuf>,
}

impl SandboxBuilder {
    pub(crate) fn new() -> Self {
        let minutes = u64::from(GATEWAY.notification.interval_minutes);
        Self {
            port: 0,
            first: Account::new(MERCHANT),
            others: Vec::new(),
            gateway_key: None,
            clock: Arc::new(SystemClock),
            interval: Duration::from_secs(minutes.saturating_mul(60)),
            speed: 1,
            key_bits: 2048,
            data: None,
        }
    }

    /// The port on 127.0.0.1; a free one unless set, and for 0.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The first merchant's number, 18 digits; an invented one unless set.
    pub fn merchant(mut self, oid_partner: impl Into<String>) -> Self {
        self.first.oid_partner = oid_partner.into();
        self
    }

    /// The first merchant's account, instead of one that may do everything.
    pub fn first_account(mut self, account: Account) -> Self {
        self.first = account;
        self
    }

    /// Another merchant.
    pub fn account(mut self, account: Account) -> Self {
        self.others.push(account);
        self
    }

    /// An agreement of the first merchant with the gateway that makes rules apply, as named by the spec.
    pub fn contract(mut self, name: impl Into<String>) -> Self {
        self.first = self.first.contract(name);
        self
    }

    /// Whether card payments of the first merchant need an SMS code; see [`Account::sms_codes`].
    pub fn sms_codes(mut self, are_needed: bool) -> Self {
        self.first = self.first.sms_codes(are_needed);
        self
    }

    /// The gateway's own key pair; made at the start unless set.
    pub fn gateway_key(mut self, key: MerchantKey) -> Self {
        self.gateway_key = Some(key);
        self
    }

    /// The gateway's clock, by which orders expire and dates and times of sending are judged; the
    /// system's unless set. It can be pushed forward with [`Sandbox::advance`].
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// How many times as fast the gateway's clock runs; once unless set.
    pub const fn speed(mut self, times: u32) -> Self {
        self.speed = times;
        self
    }

    /// The wait between two attempts to notify, on the gateway's clock; the minutes of the spec's policy
    /// unless set.
    pub const fn notification_interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// The length of key pairs made at the start, 1024 to 4096 bits; 2048 unless set. Short keys start
    /// faster.
    pub const fn key_bits(mut self, bits: usize) -> Self {
        self.key_bits = bits;
        self
    }

    /// Keeps the state in an `SQLite` file, which is made if there is none: keys, orders, agreements,
    /// notifications. What was answered survives a kill. The messages that were exchanged are not kept.
    ///
    /// Keys and orders stand in it as they are: use no real ones.
    #[cfg(feature = "sqlite")]
    pub fn data(mut self, file: impl Into<PathBuf>) -> Self {
        self.data = Some(file.into());
        self
    }

    /// Makes the keys and starts to listen.
    ///
    /// # Errors
    /// A merchant number is not 18 digits or stands twice, a product is unknown, the key length is out of
    /// range, the port is taken, the file cannot be used, or the system gives no thread.
    pub fn start(self) -> Result<Sandbox, SandboxError> {
        let accounts: Vec<_> = [&self.first].into_iter().chain(&self.others).cloned().collect();
        for (place, account) in accounts.iter().enumerate() {
            account.check()?;
            let is_same = |other: &Account| other.oid_partner == account.oid_partner;
            if accounts.iter().take(place).any(is_same) {
                return Err(SandboxError::TwoAccounts(account.oid_partner.clone()));
            }
        }
        let (store, saved) = self.open()?;
        let port = self.port;
        let listen = |io| SandboxError::Listen { port, io };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let keys = self.keys(&accounts, &saved)?;
        let mut books = all_books(&accounts, &saved)?;
        let highest = books.values().map(Books::highest_number).max().unwrap_or(0);
        let time = Arc::new(Time::new(Arc::clone(&self.clock), ahead(&saved)));
        time.run_at(self.speed);
        let house = Arc::new(House {
            url: format!("http://{address}"),
            key: keys.gateway,
            stranger: std::sync::OnceLock::new(),
            courier: Arc::new(Courier::new(Arc::clone(&time))?),
            time,
            codes: ReturnCodes::look_up()?,
            interval: self.interval,
            journal: Journal::default(),
            store,
            numbers: AtomicU64::new(highest),
        });
        let mut merchants = BTreeMap::new();
        for (account, (public, pair)) in accounts.into_iter().zip(keys.merchants) {
            let books = books.remove(&account.oid_partner).unwrap_or_else(Books::new);
            let number = account.oid_partner.clone();
            let merchant = Merchant::new(Arc::clone(&house), account, public, pair, books)?;
            merchants.insert(number, Arc::new(merchant));
        }
        let first = merchants.get(&self.first.oid_partner).cloned();
        let first = first.ok_or(SandboxError::NoSuchMerchant(self.first.oid_partner))?;
        let gateway = Arc::new(Gateway { house, merchants, first });
        let server = Server::start(listener, Arc::clone(&gateway))?;
        for merchant in gateway.merchants.values() {
            merchant.resume()?;
        }
        Sandbox::new(gateway, server)
    }

    /// Opens the file of the state, and reads it.
    #[cfg(feature = "sqlite")]
    fn open(&self) -> Result<Opened, SandboxError> {
        let Some(path) = &self.data else { return Ok((None, Vec::new())) };
        let store = crate::store::Sqlite::open(path)?;
        let saved = store.load()?;
        Ok((Some(Box::new(store)), saved))
    }

    #[cfg(not(feature = "sqlite"))]
    #[allow(clippy::unnecessary_wraps, reason = "with a file it can fail")]
    fn open(&self) -> Result<Opened, SandboxError> {
        debug_assert!(self.data.is_none(), "there is no setter");
        Ok((None, Vec::new()))
    }

    /// The keys that are given, were saved, or are made now; all at once, since finding primes is what a
    /// start waits for.
    fn keys(&self, accounts: &[Account], saved: &[Saved]) -> Result<Keys, SandboxError> {
        let bits = self.key_bits;
        thread::scope(|scope| {
            let made: Vec<_> = accounts
                .iter()
                .map(|account| match &account.key {
                    AccountKey::Fresh => {
                        let known = saved_key(saved, &account.oid_partner);
                        let make = move || known.map_or_else(|| MerchantKey::generate(bits), Ok);
                        Some(scope.spawn(make))
                    }
                    AccountKey::Pair(_) | AccountKey::Public(_) => None,
                })
                .collect();
            let own = self.gateway_key.clone().or_else(|| saved_key(saved, ""));
            let gateway = own.map_or_else(|| MerchantKey::generate(bits), Ok)?;
            let mut merchants = Vec::new();
            for (account, made) in accounts.iter().zip(made) {
                let made = made.map(|made| made.join().unwrap_or(Err(KeyError::NotGenerated)));
                merchants.push(match (&account.key, made) {
                    (AccountKey::Public(public), _) => ((**public).clone(), None),
                    (AccountKey::Pair(pair), _) => (pair.public_key(), Some((**pair).clone())),
                    (AccountKey::Fresh, made) => {
                        let pair = made.unwrap_or(Err(KeyError::NotGenerated))?;
                        (pair.public_key(), Some(pair))
                    }
                });
            }
            Ok(Keys { gateway, merchants })
        })
    }
}

struct Keys {
    gateway: MerchantKey,
    /// In the order of the accounts.
    merchants: Vec<(GatewayKey, Option<MerchantKey>)>,
}

/// Where the state is kept, and what was kept there.
type Opened = (Option<Box<dyn Store>>, Vec<Saved>);

/// The private key that was saved for a merchant, or for the gateway.
fn saved_key(saved: &[Saved], owner: &str) -> Option<MerchantKey> {
    let row = saved.iter().find(|row| row.kind == KEYS && row.owner == owner)?;
    MerchantKey::from_pem(&row.row).ok()
}

/// How far the clock was ahead when it was saved last.
fn ahead(saved: &[Saved]) -> Duration {
    let row = saved.iter().find(|row| row.kind == CLOCK);
    let seconds = row.and_then(|row| row.row.parse().ok());
    Duration::from_secs(seconds.unwrap_or(0))
}

/// How far the clock is ahead, to be saved.
pub(crate) fn clock_row(ahead: Duration) -> Change {
    let row = Some(ahead.as_secs().to_string());
    Change { kind: CLOCK, owner: String::new(), key: String::new(), row }
}

/// A private key, to be saved.
pub(crate) fn key_row(owner: &str, pem: &str) -> Change {
    let row = Some(pem.to_owned());
    Change { kind: KEYS, owner: owner.to_owned(), key: String::new(), row }
}

/// The saved books of every merchant.
fn all_books(
    accounts: &[Account],
    saved: &[Saved],
) -> Result<BTreeMap<String, Books>, SandboxError> {
    let mut all: BTreeMap<_, _> =
        accounts.iter().map(|account| (account.oid_partner.clone(), Books::new())).collect();
    for row in saved.iter().filter(|row| !row.owner.is_empty() && row.kind != KEYS) {
        let unknown = || StoreError::Merchant { merchant: row.owner.clone() };
        all.get_mut(&row.owner).ok_or_else(unknown)?.load(row)?;
    }
    for books in all.values_mut() {
        books.index();
    }
    Ok(all)
}
