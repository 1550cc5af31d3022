//! The sandbox as its owner holds it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use lianlian::{Client, ClientBuilder, Clock, OrderTime};

use crate::builder::SandboxBuilder;
use crate::error::SandboxError;
use crate::exchange::Exchange;
use crate::gateway::Gateway;
use crate::server::Server;
use crate::sms::SMS_CODE;
use crate::view::{AgreementView, OrderView};

/// A running gateway on loopback, with one merchant. It stops when dropped.
///
/// Dropping it ends the listener at once; a notification that is being posted at that moment is not
/// repeated.
pub struct Sandbox {
    gateway: Arc<Gateway>,
    merchant_pem: lianlian::Sensitive,
    gateway_pem: String,
    _server: Server,
}

impl Sandbox {
    /// The code of every SMS that the sandbox says it has sent, for binding cards and paying with them.
    pub const SMS_CODE: &'static str = SMS_CODE;

    pub(crate) fn new(gateway: Arc<Gateway>, server: Server) -> Result<Self, SandboxError> {
        Ok(Self {
            merchant_pem: gateway.merchant_key.to_pkcs8_pem()?.as_str().into(),
            gateway_pem: gateway.key.public_pem()?,
            gateway,
            _server: server,
        })
    }

    /// Starts a sandbox on a free port with fresh keys.
    ///
    /// # Errors
    /// As for [`SandboxBuilder::start`].
    pub fn start() -> Result<Self, SandboxError> {
        Self::builder().start()
    }

    /// Starts with settings.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::new()
    }

    /// Where it listens, `http://127.0.0.1:PORT`. Operations answer at their production paths.
    pub fn url(&self) -> &str {
        &self.gateway.url
    }

    /// The merchant's number.
    pub fn oid_partner(&self) -> &str {
        &self.gateway.oid_partner
    }

    /// The merchant's private key, PKCS#8 PEM: what the merchant's program signs with.
    pub fn merchant_key_pem(&self) -> &str {
        self.merchant_pem.expose()
    }

    /// The gateway's public key, PEM: what the merchant's program verifies with.
    pub fn gateway_key_pem(&self) -> &str {
        &self.gateway_pem
    }

    /// A client of this merchant that talks to this sandbox: keys, address, agreements and clock set.
    pub fn client(&self) -> ClientBuilder {
        let gateway = &self.gateway;
        let client = Client::builder(&*gateway.oid_partner, gateway.merchant_key.clone())
            .gateway_key(gateway.key.public_key())
            .base_url(&*gateway.url)
            .clock(SharedClock(Arc::clone(&gateway.clock)));
        let contracts = gateway.contracts.iter();
        contracts.fold(client, ClientBuilder::contract)
    }

    /// Pays an order as its payer would, now, and returns. The signed notification is posted in the
    /// background, again and again until it is acknowledged; see
    /// [`wait_for_acknowledgement`](Self::wait_for_acknowledgement).
    ///
    /// # Errors
    /// There is no such order, it was paid before, it has expired, or it is a payout that is held; or
    /// the system gives no thread.
    pub fn pay(&self, no_order: &str) -> Result<(), SandboxError> {
        self.gateway.pay(no_order, None).map(drop)
    }

    /// The order of this number, if it was placed.
    pub fn order(&self, no_order: &str) -> Option<OrderView> {
        let now = self.gateway.now();
        let ledger = self.gateway.ledger();
        ledger.find(no_order).map(|order| order.view(now))
    }

    /// The agreements about bank cards that hold at the moment, oldest first.
    pub fn agreements(&self) -> Vec<AgreementView> {
        self.gateway.agreements().views()
    }

    /// The messages that came and went, oldest first; the last thousand of them.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.gateway.journal.list()
    }

    /// Waits until the merchant acknowledged the notification of a paid order.
    ///
    /// `false` if there is no such order, if all attempts are used up, or when `timeout` has passed.
    pub fn wait_for_acknowledgement(&self, no_order: &str, timeout: Duration) -> bool {
        self.gateway.wait_for_acknowledgement(no_order, timeout)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.gateway.stop();
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("url", &self.url())
            .field("oid_partner", &self.oid_partner())
            .finish_non_exhaustive()
    }
}

/// The sandbox's clock, for its client: the two agree on what time it is.
struct SharedClock(Arc<dyn Clock>);

impl Clock for SharedClock {
    fn now(&self) -> OrderTime {
        self.0.now()
    }
}
