//! What the log says about the key that verified a message.
#![allow(clippy::unwrap_used)]

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use lianlian_api::{
    GatewayKeys, KeysVerifier, MerchantKey, RsaSigner, Scheme, Signer as _, SourceHash,
    Verifier as _,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps every event as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0.lock().unwrap(), "{field}={value:?} ").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn the_log_names_the_key_that_verified_by_its_fingerprint_and_only_so() {
    let [old, new] = [(), ()].map(|()| MerchantKey::generate(1024).unwrap());
    let keys = GatewayKeys::of([old.public_key(), new.public_key()]).unwrap();
    let verifier = KeysVerifier::new(keys, Scheme::Rsa).unwrap();
    let source = || {
        let mut source = SourceHash::new(Scheme::Rsa);
        source.update(b"no_order=1");
        source
    };
    for key in [&old, &new] {
        let signature = RsaSigner::new(key.clone(), Scheme::Rsa).unwrap().sign(source()).unwrap();
        let log = Log::default();
        tracing::subscriber::with_default(log.clone(), || verifier.verify(source(), &signature))
            .unwrap();
        let text = log.0.lock().unwrap().clone();
        assert_eq!(text.matches(&key.fingerprint().to_string()).count(), 1, "{text}");
        assert_eq!(text.matches("gateway_key=").count(), 1, "{text}");
        assert!(!text.contains(&signature), "{text}");
    }
}
