//! A signer whose key can be changed while clients use it.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use crate::key::GatewayKey;
use crate::published_keys::PublishedKey;
use crate::scheme::{Scheme, SourceHash};
use crate::signer::{SignError, Signer};

/// Signs with another signer, which can be exchanged while a program runs.
///
/// Clones share it: keep one, give another to [`Client::with_signer`], and what is put in holds from the
/// next request on. A message is signed by one signer as a whole.
///
/// The gateway verifies with the key that is registered there: register the new public key first, then
/// swap, and mind that messages on the way bear the old signature.
///
/// [`Client::with_signer`]: crate::Client::with_signer
#[derive(Clone)]
pub struct SwappableSigner {
    scheme: Scheme,
    shared: Arc<RwLock<Shared>>,
}

struct Shared {
    current: Arc<dyn Signer>,
    /// Whether a client uses it where money can move.
    refuses_published: bool,
}

impl SwappableSigner {
    /// Begins with that signer.
    pub fn new(signer: impl Signer + 'static) -> Self {
        let signer: Arc<dyn Signer> = Arc::new(signer);
        let scheme = signer.scheme();
        let shared = Shared { current: signer, refuses_published: false };
        Self { scheme, shared: Arc::new(RwLock::new(shared)) }
    }

    /// Signs with another signer from now on.
    ///
    /// # Errors
    /// [`SignError::OtherScheme`] when it signs in another scheme, which is agreed for the merchant and not
    /// for a key; [`SignError::Published`] when everybody knows its key and a client uses this signer outside
    /// a sandbox. The signer is as before then.
    pub fn swap(&self, signer: impl Signer + 'static) -> Result<(), SignError> {
        let (agreed, offered) = (self.scheme, signer.scheme());
        if agreed != offered {
            return Err(SignError::OtherScheme { agreed, offered });
        }
        let mut shared = self.change();
        if shared.refuses_published {
            signer.refuse_published().map_err(|known| SignError::Published { seen: known.seen })?;
        }
        shared.current = Arc::new(signer);
        Ok(())
    }

    fn current(&self) -> Arc<dyn Signer> {
        Arc::clone(&self.shared.read().unwrap_or_else(PoisonError::into_inner).current)
    }

    /// Every change is of one value at a time, so a panic in another thread spoils nothing.
    fn change(&self) -> RwLockWriteGuard<'_, Shared> {
        self.shared.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Signer for SwappableSigner {
    fn scheme(&self) -> Scheme {
        self.scheme
    }

    fn sign(&self, source: SourceHash) -> Result<String, SignError> {
        self.current().sign(source)
    }

    fn public_key(&self) -> Option<GatewayKey> {
        self.current().public_key()
    }

    fn published(&self) -> Option<&'static PublishedKey> {
        self.current().published()
    }

    fn refuse_published(&self) -> Result<(), &'static PublishedKey> {
        let mut shared = self.change();
        shared.current.refuse_published()?;
        shared.refuses_published = true;
        Ok(())
    }
}

impl fmt::Debug for SwappableSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SwappableSigner").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}
