//! The gateway's public keys that are in force, and their change while a program runs.

mod verifier;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak};

pub use self::verifier::KeysVerifier;
use crate::key::{GatewayKey, KeyFingerprint};
use crate::published_keys::{PublishedKey, PublishedKind};
use crate::signer::Signer;

/// The gateway's public keys that are in force: one as a rule, two while the gateway changes its key.
///
/// Clones share the keys: keep one, give others to [`ClientBuilder::gateway_keys`] and to receivers,
/// and what is changed in one holds for all from the next message on. A message that is being
/// verified meanwhile is verified with the keys that it began with; nobody waits for it.
///
/// A merchant's own key is refused here, since nothing that the gateway signs would verify with it.
///
/// [`ClientBuilder::gateway_keys`]: crate::ClientBuilder::gateway_keys
///
/// ```no_run
/// use lianlian_api::{GatewayKey, GatewayKeys};
/// let keys = GatewayKeys::new(GatewayKey::from_pem_file("llpay_public_key.pem")?);
/// // … when the gateway announces another one:
/// let next = keys.add(GatewayKey::from_pem_file("llpay_public_key_2027.pem")?)?;
/// // … and when the old one is out of force:
/// for old in keys.fingerprints().into_iter().filter(|key| *key != next) {
///     keys.retire(old)?;
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct GatewayKeys {
    shared: Arc<RwLock<Held>>,
}

/// One key in force.
#[derive(Debug)]
pub(crate) struct Known {
    key: GatewayKey,
    fingerprint: KeyFingerprint,
}

/// Readers take the list out of the lock and look at it outside.
struct Held {
    /// Never empty; the newest last.
    keys: Arc<[Known]>,
    own: Vec<Own>,
    /// Whether they are in use where money can move.
    refuses_published: bool,
}

/// What may not be among the gateway's keys.
enum Own {
    Key(GatewayKey),
    /// Whatever key it has at the time; gone with its last client.
    Signer(Weak<dyn Signer>),
}

/// Why the keys stay as they are.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GatewayKeysError {
    /// There would be no key.
    #[error(
        "there would be no key of the gateway left, and nothing would be believed: add the new key \
         before the old one is retired"
    )]
    Empty,
    /// The key is the merchant's own.
    #[error(
        "the key {fingerprint} is the public half of the merchant's own key; the gateway signs with \
         LianLian's key: take llpay_public_key.pem"
    )]
    OwnKey {
        /// The key.
        fingerprint: KeyFingerprint,
    },
    /// The private half of the key is published, and the keys are in use outside a sandbox.
    #[error(
        "the key {fingerprint} is published with its private half ({seen}), so anybody can sign messages: \
         take LianLian's llpay_public_key.pem"
    )]
    Published {
        /// The key.
        fingerprint: KeyFingerprint,
        /// Where it was seen.
        seen: &'static str,
    },
}

impl GatewayKeys {
    /// One key.
    pub fn new(key: GatewayKey) -> Self {
        Self::holding(Arc::new([Known::new(key)]))
    }

    /// Several keys, the newest last. A key that is there twice counts once.
    ///
    /// # Errors
    /// [`GatewayKeysError::Empty`] for none.
    pub fn of(keys: impl IntoIterator<Item = GatewayKey>) -> Result<Self, GatewayKeysError> {
        known(keys).map(Self::holding)
    }

    fn holding(keys: Arc<[Known]>) -> Self {
        Self {
            shared: Arc::new(RwLock::new(Held { keys, own: Vec::new(), refuses_published: false })),
        }
    }

    /// Adds a key, which is the newest from now on, and says its fingerprint.
    ///
    /// Messages that travel encrypted (`pay_load`) are encrypted with the newest key: a client that sends
    /// such should get the key no earlier than the gateway decrypts with it.
    ///
    /// # Errors
    /// [`GatewayKeysError::OwnKey`] or [`GatewayKeysError::Published`]; the keys are as before then.
    pub fn add(&self, key: GatewayKey) -> Result<KeyFingerprint, GatewayKeysError> {
        let fingerprint = key.fingerprint();
        let mut held = self.change();
        let others = held.keys.iter().filter(|known| known.fingerprint != fingerprint);
        let keys: Vec<_> = others.map(|known| known.key.clone()).chain([key]).collect();
        held.set(known(keys)?)?;
        Ok(fingerprint)
    }

    /// Puts other keys in the place of all, the newest last.
    ///
    /// # Errors
    /// [`GatewayKeysError::Empty`], [`GatewayKeysError::OwnKey`] or [`GatewayKeysError::Published`]; the keys
    /// are as before then.
    pub fn replace(
        &self,
        keys: impl IntoIterator<Item = GatewayKey>,
    ) -> Result<(), GatewayKeysError> {
        let keys = known(keys)?;
        self.change().set(keys)
    }

    /// Takes a key out of force. Returns whether it was in force.
    ///
    /// # Errors
    /// [`GatewayKeysError::Empty`] for the last one; it stays.
    pub fn retire(&self, fingerprint: KeyFingerprint) -> Result<bool, GatewayKeysError> {
        let mut held = self.change();
        let others = held.keys.iter().filter(|known| known.fingerprint != fingerprint);
        let keys = known(others.map(|known| known.key.clone()))?;
        let was_there = keys.len() != held.keys.len();
        held.keys = keys;
        Ok(was_there)
    }

    /// Refuses a key here from now on: the public half of a merchant's own. A client does so with the
    /// key that it signs with.
    ///
    /// # Errors
    /// [`GatewayKeysError::OwnKey`] when it is in force already.
    pub fn refuse(&self, own: GatewayKey) -> Result<(), GatewayKeysError> {
        self.watch(Own::Key(own))
    }

    /// Refuses keys that are published with their private halves from now on. Clients and receivers do so that
    /// are not a sandbox's.
    ///
    /// A published key of the gateway itself is taken, with a warning to `tracing`: there is no other.
    ///
    /// # Errors
    /// [`GatewayKeysError::Published`] when one is in force already; all is as before then.
    pub fn refuse_published(&self) -> Result<(), GatewayKeysError> {
        Ok(self.take_no_published()?)
    }

    pub(crate) fn take_no_published(&self) -> Result<(), OnePublished> {
        let mut held = self.change();
        check_published(&held.keys)?;
        held.refuses_published = true;
        Ok(())
    }

    /// The first published key, if possible one that is not the gateway's.
    pub(crate) fn published(&self) -> Option<&'static PublishedKey> {
        let keys = self.known();
        let published = keys.iter().filter_map(|known| known.key.published());
        published.max_by_key(|known| known.kind != PublishedKind::GatewayKey)
    }

    /// Refuses whatever key a signer has, as long as it lives.
    pub(crate) fn refuse_key_of(&self, signer: &Arc<dyn Signer>) -> Result<(), GatewayKeysError> {
        self.watch(Own::Signer(Arc::downgrade(signer)))
    }

    /// The keys in force, the newest last.
    pub fn fingerprints(&self) -> Vec<KeyFingerprint> {
        self.known().iter().map(|known| known.fingerprint).collect()
    }

    /// The key that was added last.
    pub fn newest(&self) -> Option<GatewayKey> {
        self.known().last().map(|known| known.key.clone())
    }

    /// The keys of this moment.
    pub(crate) fn known(&self) -> Arc<[Known]> {
        let held: RwLockReadGuard<'_, Held> =
            self.shared.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&held.keys)
    }

    fn watch(&self, own: Own) -> Result<(), GatewayKeysError> {
        let mut held = self.change();
        check(&held.keys, &own)?;
        held.forget_the_gone();
        held.own.push(own);
        Ok(())
    }

    /// Every change leaves whole what it found, so a panic in another thread spoils nothing.
    fn change(&self) -> RwLockWriteGuard<'_, Held> {
        self.shared.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn set(&mut self, keys: Arc<[Known]>) -> Result<(), GatewayKeysError> {
        self.forget_the_gone();
        self.own.iter().try_for_each(|own| check(&keys, own))?;
        if self.refuses_published {
            check_published(&keys)?;
        }
        self.keys = keys;
        Ok(())
    }

    fn forget_the_gone(&mut self) {
        self.own.retain(|own| !matches!(own, Own::Signer(signer) if signer.strong_count() == 0));
    }
}

impl Known {
    fn new(key: GatewayKey) -> Self {
        let fingerprint = key.fingerprint();
        Self { key, fingerprint }
    }

    pub(crate) fn key(&self) -> &GatewayKey {
        &self.key
    }

    pub(crate) fn fingerprint(&self) -> KeyFingerprint {
        self.fingerprint
    }
}

fn known(keys: impl IntoIterator<Item = GatewayKey>) -> Result<Arc<[Known]>, GatewayKeysError> {
    let mut known: Vec<Known> = Vec::new();
    for key in keys {
        let newest = Known::new(key);
        known.retain(|other| other.fingerprint != newest.fingerprint);
        known.push(newest);
    }
    if known.is_empty() { Err(GatewayKeysError::Empty) } else { Ok(known.into()) }
}

fn check(keys: &[Known], own: &Own) -> Result<(), GatewayKeysError> {
    let own = match own {
        Own::Key(key) => Some(key.clone()),
        Own::Signer(signer) => signer.upgrade().and_then(|signer| signer.public_key()),
    };
    match keys.iter().find(|known| Some(&known.key) == own.as_ref()) {
        Some(Known { fingerprint, .. }) => {
            Err(GatewayKeysError::OwnKey { fingerprint: *fingerprint })
        }
        None => Ok(()),
    }
}

/// A key that is refused, since it is published.
pub(crate) struct OnePublished {
    fingerprint: KeyFingerprint,
    pub(crate) published: &'static PublishedKey,
}

fn check_published(keys: &[Known]) -> Result<(), OnePublished> {
    keys.iter().try_for_each(|Known { key, fingerprint }| {
        let checked = key.published().map_or(Ok(()), PublishedKey::refuse_as_gateways);
        checked.map_err(|published| OnePublished { fingerprint: *fingerprint, published })
    })
}

impl From<OnePublished> for GatewayKeysError {
    fn from(OnePublished { fingerprint, published }: OnePublished) -> Self {
        Self::Published { fingerprint, seen: published.seen }
    }
}

impl From<GatewayKey> for GatewayKeys {
    fn from(key: GatewayKey) -> Self {
        Self::new(key)
    }
}

impl fmt::Debug for GatewayKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("GatewayKeys").field(&self.fingerprints()).finish()
    }
}
