//! A merchant's account at the gateway: what it may do, from where, and up to how much.

use std::net::IpAddr;
use std::time::Duration;

use lianlian::meta::{OperationMeta, Transport};
use lianlian::{Amount, GatewayKey, MerchantKey};

use crate::error::SandboxError;

/// A merchant's account: its key, what it may do, from where, and up to how much.
///
/// A new account may do everything, from everywhere, without limits.
///
/// ```
/// use lianlian_sandbox::{Account, Sandbox};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let fresh = Account::new("209901010000000026").products(["aggregate", "refund"]).live(false);
/// let sandbox = Sandbox::builder().key_bits(1024).account(fresh).start()?;
/// let client = sandbox.client_of("209901010000000026")?.build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "switches that have nothing to do with each other"
)]
#[must_use = "an account does nothing until a sandbox has it"]
pub struct Account {
    pub(crate) oid_partner: String,
    pub(crate) key: AccountKey,
    pub(crate) products: Option<Vec<String>>,
    pub(crate) addresses: Vec<IpAddr>,
    pub(crate) domains: Vec<String>,
    pub(crate) contracts: Vec<String>,
    pub(crate) asks_for_sms_codes: bool,
    pub(crate) tells_more: bool,
    pub(crate) bank_answers_after: Option<Duration>,
    pub(crate) is_live: bool,
    pub(crate) balance: Amount,
    pub(crate) refund_seconds: u32,
    pub(crate) settles_daily: bool,
}

/// The merchant's key, as far as the gateway has it.
#[derive(Clone)]
pub(crate) enum AccountKey {
    /// One is made at the start.
    Fresh,
    /// Both halves: the sandbox can make a client of this merchant.
    Pair(Box<MerchantKey>),
    /// The public half, as the real gateway has it.
    Public(Box<GatewayKey>),
}

impl Account {
    /// An account of this merchant number, 18 digits, with a key pair made when the sandbox starts.
    pub fn new(oid_partner: impl Into<String>) -> Self {
        Self {
            oid_partner: oid_partner.into(),
            key: AccountKey::Fresh,
            products: None,
            addresses: Vec::new(),
            domains: Vec::new(),
            contracts: Vec::new(),
            asks_for_sms_codes: true,
            tells_more: false,
            bank_answers_after: Some(Duration::ZERO),
            is_live: true,
            balance: Amount::from_fen(100_000_000),
            refund_seconds: 30,
            settles_daily: false,
        }
    }

    /// The merchant's key pair.
    pub fn key(mut self, key: MerchantKey) -> Self {
        self.key = AccountKey::Pair(Box::new(key));
        self
    }

    /// The public half of the merchant's key, where the private one is not for the sandbox to know.
    pub fn public_key(mut self, key: GatewayKey) -> Self {
        self.key = AccountKey::Public(Box::new(key));
        self
    }

    /// The products that are opened for the merchant; all unless set. Calls of others are refused with
    /// `merchant_lacks_payment_right` (3010).
    pub fn products<I, S>(mut self, products: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: Into<String>,
    {
        self.products = Some(products.into_iter().map(Into::into).collect());
        self
    }

    /// The addresses that calls from the server may come from; any unless set. Calls from others are
    /// refused with `caller_address_refused` (1008).
    ///
    /// Everything comes from loopback here, so a call may say where it pretends to come from with the
    /// header `X-Sandbox-Source`.
    pub fn addresses(mut self, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        self.addresses = addresses.into_iter().collect();
        self
    }

    /// The domains whose pages may send payers here, with their subdomains; any unless set.
    pub fn domains<I, S>(mut self, domains: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: Into<String>,
    {
        self.domains = domains.into_iter().map(Into::into).collect();
        self
    }

    /// An agreement with the gateway that makes rules apply, as named by the spec.
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

    /// Whether notifications tell what comes only when the gateway has switched it on for the merchant:
    /// the payer's identity and the masked card (`mpay.async_notification`), the agreement
    /// (`exchange.async_notification`). They do not unless set.
    pub const fn payer_in_notifications(mut self, is_told: bool) -> Self {
        self.tells_more = is_told;
        self
    }

    /// How long banks take to answer for a card that is charged from the server, on the sandbox's clock;
    /// no time unless set, and for ever with `None`. Meanwhile the order is in progress.
    ///
    /// Takes whole seconds.
    pub const fn bank_answers_after(mut self, wait: Option<Duration>) -> Self {
        self.bank_answers_after = wait;
        self
    }

    /// Whether the account is live; it is unless set. Before, each product and customer is limited to
    /// 50 CNY for one payment, a day and a month (1019, 1014, 1016).
    pub const fn live(mut self, is_live: bool) -> Self {
        self.is_live = is_live;
        self
    }

    /// What the merchant has for payouts, beside what it earns; 1,000,000.00 CNY unless set.
    pub const fn balance(mut self, balance: Amount) -> Self {
        self.balance = balance;
        self
    }

    /// How many seconds a refund is being processed, on the sandbox's clock; 30 unless set. With 0 it is
    /// done when it is answered.
    pub const fn refund_seconds(mut self, seconds: u32) -> Self {
        self.refund_seconds = seconds;
        self
    }

    /// Whether what is left of a day's money is settled at midnight; it is not unless set, and then never.
    ///
    /// Money that is settled is there for payouts, and not for refunds any more: with nothing earned
    /// since, they are refused with `merchant_balance_too_low` (5006).
    pub const fn settles_daily(mut self, does: bool) -> Self {
        self.settles_daily = does;
        self
    }

    /// Checks what can be checked before the start.
    pub(crate) fn check(&self) -> Result<(), SandboxError> {
        let number = &self.oid_partner;
        if number.len() != 18 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SandboxError::Merchant(number.clone()));
        }
        let known = |name: &&String| lianlian::OPERATIONS.iter().any(|meta| meta.product == **name);
        match self.products.iter().flatten().find(|name| !known(name)) {
            Some(name) => Err(SandboxError::Product(name.clone())),
            None => Ok(()),
        }
    }

    /// Whether the product of an operation is opened, or one that the operation serves as well.
    pub(crate) fn may_use(&self, meta: &OperationMeta) -> bool {
        self.products.as_ref().is_none_or(|products| {
            products.iter().any(|name| name == meta.product || meta.also_used_by.contains(&&**name))
        })
    }

    /// Whether a call from the server may come from this address.
    pub(crate) fn may_call_from(&self, address: IpAddr) -> bool {
        self.addresses.is_empty() || self.addresses.contains(&address)
    }

    /// Whether a page of this host may send payers; `None` where the browser did not say.
    pub(crate) fn may_redirect_from(&self, host: Option<&str>) -> bool {
        let is_under = |domain: &String| {
            host.and_then(|host| host.strip_suffix(&**domain))
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        self.domains.is_empty() || self.domains.iter().any(is_under)
    }

    /// Whether an operation is called by the merchant's server, and not by a browser or an app.
    pub(crate) const fn is_server_call(meta: &OperationMeta) -> bool {
        matches!(meta.transport, Transport::JsonPost | Transport::EncryptedJsonPost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_covers_its_subdomains_and_nothing_that_ends_alike() {
        let account = Account::new("1").domains(["shop.example"]);
        assert!(account.may_redirect_from(Some("shop.example")));
        assert!(account.may_redirect_from(Some("www.shop.example")));
        assert!(!account.may_redirect_from(Some("evilshop.example")));
        assert!(!account.may_redirect_from(None));
        assert!(Account::new("1").may_redirect_from(None));
    }
}
