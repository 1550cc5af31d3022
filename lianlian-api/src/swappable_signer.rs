//! A signer whose key can be changed while clients use it.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

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
    current: Arc<RwLock<Arc<dyn Signer>>>,
}

impl SwappableSigner {
    /// Begins with that signer.
    pub fn new(signer: impl Signer + 'static) -> Self {
        let signer: Arc<dyn Signer> = Arc::new(signer);
        Self { scheme: signer.scheme(), current: Arc::new(RwLock::new(signer)) }
    }

    /// Signs with another signer from now on.
    ///
    /// # Errors
    /// [`SignError::OtherScheme`] when it signs in another scheme, which is agreed for the merchant and not
    /// for a key; the signer is as before then.
    pub fn swap(&self, signer: impl Signer + 'static) -> Result<(), SignError> {
        let (agreed, offered) = (self.scheme, signer.scheme());
        if agreed != offered {
            return Err(SignError::OtherScheme { agreed, offered });
        }
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        *current = Arc::new(signer);
        Ok(())
    }

    fn current(&self) -> Arc<dyn Signer> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
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
}

impl fmt::Debug for SwappableSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SwappableSigner").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}
