//! The sandbox as its owner holds it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use lianlian::{Client, ClientBuilder, Clock, MerchantKey, OrderTime};

use crate::builder::{SandboxBuilder, key_row};
use crate::error::SandboxError;
use crate::exchange::Exchange;
use crate::gateway::Gateway;
use crate::merchant::Merchant;
use crate::refund_view::RefundView;
use crate::server::Server;
use crate::sms::SMS_CODE;
use crate::sms_codes;
use crate::time::Time;
use crate::trouble::TroubleToCome;
use crate::view::{AgreementView, OrderView};

/// A running gateway on loopback, with one merchant or several. It stops when dropped.
///
/// Dropping it ends the listener at once; a notification that is being posted at that moment is not
/// repeated. What names no merchant is about the first.
pub struct Sandbox {
    gateway: Arc<Gateway>,
    gateway_pem: String,
    _server: Server,
}

impl Sandbox {
    /// The code of every SMS that the sandbox says it has sent, for binding cards and paying with them.
    pub const SMS_CODE: &'static str = SMS_CODE;

    /// A code that is refused as too old (1901), like the right one ten minutes after it was sent.
    pub const LAPSED_SMS_CODE: &'static str = sms_codes::LAPSED;

    /// A code that is refused as sent to another phone (9701).
    pub const OTHER_PHONES_SMS_CODE: &'static str = sms_codes::OTHER_PHONE;

    /// A code that is refused as one wrong code too many (9702), like the third wrong one: its token is
    /// void.
    pub const LAST_WRONG_SMS_CODE: &'static str = sms_codes::USED_UP;

    /// A code that is refused as it cannot be checked (1900).
    pub const UNCHECKED_SMS_CODE: &'static str = sms_codes::UNCHECKED;

    pub(crate) fn new(gateway: Arc<Gateway>, server: Server) -> Result<Self, SandboxError> {
        let house = &gateway.house;
        if let Some(store) = &house.store {
            let mut rows = vec![key_row("", &house.key.to_pkcs8_pem()?)];
            let pairs = gateway.merchants.values().filter(|merchant| merchant.pair.is_some());
            rows.extend(pairs.map(|merchant| key_row(merchant.number(), &merchant.pem)));
            store.save(&rows)?;
        }
        Ok(Self { gateway_pem: house.key.public_pem()?, gateway, _server: server })
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
        &self.gateway.house.url
    }

    /// The first merchant's number.
    pub fn oid_partner(&self) -> &str {
        self.gateway.first.number()
    }

    /// The first merchant's private key, PKCS#8 PEM: what the merchant's program signs with. Empty if the
    /// sandbox knows the public key only.
    pub fn merchant_key_pem(&self) -> &str {
        self.gateway.first.pem.expose()
    }

    /// The gateway's public key, PEM: what the merchant's program verifies with.
    pub fn gateway_key_pem(&self) -> &str {
        &self.gateway_pem
    }

    /// A client of the first merchant that talks to this sandbox: keys, address, agreements and clock set.
    ///
    /// Of a merchant whose private key the sandbox does not know it signs with a key that is refused; make
    /// such a client with the private key instead.
    pub fn client(&self) -> ClientBuilder {
        let house = &self.gateway.house;
        let key = self.gateway.first.pair.clone().unwrap_or_else(|| house.key.clone());
        self.client_with(&self.gateway.first, key)
    }

    /// A client of this merchant.
    ///
    /// # Errors
    /// There is no such merchant, or the sandbox knows only its public key.
    pub fn client_of(&self, oid_partner: &str) -> Result<ClientBuilder, SandboxError> {
        let merchant = self.merchant(oid_partner)?;
        let key = merchant.pair.clone();
        let key = key.ok_or_else(|| SandboxError::NoPrivateKey(oid_partner.to_owned()))?;
        Ok(self.client_with(&merchant, key))
    }

    fn client_with(&self, merchant: &Merchant, key: MerchantKey) -> ClientBuilder {
        let house = &self.gateway.house;
        let client = Client::builder(merchant.number(), key)
            .gateway_key(house.key.public_key())
            .base_url(&*house.url)
            .clock(SharedClock(Arc::clone(&house.time)));
        merchant.account().contracts.into_iter().fold(client, ClientBuilder::contract)
    }

    fn merchant(&self, oid_partner: &str) -> Result<Arc<Merchant>, SandboxError> {
        let merchant = self.gateway.merchant(oid_partner);
        merchant.ok_or_else(|| SandboxError::NoSuchMerchant(oid_partner.to_owned()))
    }

    /// Pays an order as its payer would, now, and returns. The signed notification is posted in the
    /// background, again and again until it is acknowledged; see
    /// [`wait_for_acknowledgement`](Self::wait_for_acknowledgement).
    ///
    /// # Errors
    /// There is no such order, it was paid before, it has expired, it is a payout that is held, or it would
    /// be over a limit of the account; or the system gives no thread.
    pub fn pay(&self, no_order: &str) -> Result<(), SandboxError> {
        self.owner(no_order).pay(no_order, None).map(drop)
    }

    /// Has an order fail for good, as if its bank had refused it. A payout's failure is notified; of other
    /// failures the gateway tells only who asks.
    ///
    /// # Errors
    /// There is no such order, it is paid or has ended otherwise, or its change cannot be kept.
    pub fn fail(&self, no_order: &str) -> Result<(), SandboxError> {
        self.owner(no_order).fail(no_order)
    }

    /// Has the time of an unpaid order, or of a payout that is held, run out now.
    ///
    /// # Errors
    /// As for [`fail`](Self::fail).
    pub fn expire(&self, no_order: &str) -> Result<(), SandboxError> {
        self.owner(no_order).expire(no_order)
    }

    /// Has the bank send a payout back that has gone out: success, followed by cancellation.
    ///
    /// # Errors
    /// There is no such order, it is no payout or has not gone out, or its change cannot be kept.
    pub fn cancel(&self, no_order: &str) -> Result<(), SandboxError> {
        self.owner(no_order).cancel(no_order)
    }

    /// Has every notification about an order posted again, acknowledged or not.
    ///
    /// # Errors
    /// There is no such order, nothing was notified about it, or the system gives no thread.
    pub fn resend(&self, no_order: &str) -> Result<(), SandboxError> {
        self.owner(no_order).resend(no_order)
    }

    /// The order of this number, if it was placed; the first merchant's, if several have one.
    pub fn order(&self, no_order: &str) -> Option<OrderView> {
        self.owner(no_order).view(no_order)
    }

    /// Every order of every merchant, by merchant and number.
    pub fn orders(&self) -> Vec<OrderView> {
        self.gateway.merchants.values().flat_map(|merchant| merchant.views()).collect()
    }

    /// Every refund of every merchant, by merchant and number.
    pub fn refunds(&self) -> Vec<RefundView> {
        self.gateway.merchants.values().flat_map(|merchant| merchant.refunds()).collect()
    }

    fn owner(&self, no_order: &str) -> Arc<Merchant> {
        let found = self.gateway.find(no_order).map(|(merchant, _)| merchant);
        found.unwrap_or_else(|| Arc::clone(&self.gateway.first))
    }

    /// The agreements about bank cards that hold at the moment, oldest first.
    pub fn agreements(&self) -> Vec<AgreementView> {
        let all = self.gateway.merchants.values();
        all.flat_map(|merchant| merchant.books().agreements.views()).collect()
    }

    /// The messages that came and went, oldest first; the last ten thousand of them.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.gateway.house.journal.list()
    }

    /// Waits until the merchant acknowledged the notifications of a paid order.
    ///
    /// `false` if there is no such order, if all attempts are used up, or when `timeout` has passed.
    pub fn wait_for_acknowledgement(&self, no_order: &str, timeout: Duration) -> bool {
        self.owner(no_order).wait_for_acknowledgement(no_order, timeout)
    }

    /// Makes something go wrong with calls of the first merchant that are to come.
    ///
    /// ```
    /// use lianlian_sandbox::{Sandbox, Trouble};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = Sandbox::builder().key_bits(1024).start()?;
    /// sandbox.cause(Trouble::CutAfter); // the next call is carried out, and gets no answer
    /// # Ok(())
    /// # }
    /// ```
    pub fn cause(&self, trouble: impl Into<TroubleToCome>) {
        self.gateway.first.troubles().add(trouble.into());
    }

    /// The same for a merchant of this number.
    ///
    /// # Errors
    /// There is no such merchant.
    pub fn cause_for(
        &self,
        oid_partner: &str,
        trouble: impl Into<TroubleToCome>,
    ) -> Result<(), SandboxError> {
        self.merchant(oid_partner)?.troubles().add(trouble.into());
        Ok(())
    }

    /// Ends all troubles that are to come.
    pub fn end_troubles(&self) {
        for merchant in self.gateway.merchants.values() {
            merchant.troubles().end();
        }
    }

    /// The present second on the sandbox's clock.
    pub fn now(&self) -> OrderTime {
        self.gateway.house.now()
    }

    /// Pushes the sandbox's clock forward: what is due by then happens now.
    ///
    /// # Errors
    /// The new time cannot be kept in the file of the state.
    pub fn advance(&self, by: Duration) -> Result<(), SandboxError> {
        self.gateway.house.advance(by)
    }

    /// Makes the sandbox's clock run so many times as fast.
    pub fn run_at(&self, speed: u32) {
        self.gateway.house.run_at(speed);
    }

    /// Opens the account of a merchant, as after the gateway's review: its limits end.
    ///
    /// # Errors
    /// There is no such merchant.
    pub fn go_live(&self, oid_partner: &str) -> Result<(), SandboxError> {
        self.merchant(oid_partner)?.change_account(|account| account.is_live = true);
        Ok(())
    }

    /// Puts the limits of a new account on a merchant.
    ///
    /// # Errors
    /// There is no such merchant.
    pub fn end_live(&self, oid_partner: &str) -> Result<(), SandboxError> {
        self.merchant(oid_partner)?.change_account(|account| account.is_live = false);
        Ok(())
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.gateway.house.courier.stop();
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
struct SharedClock(Arc<Time>);

impl Clock for SharedClock {
    fn now(&self) -> OrderTime {
        self.0.now()
    }
}
