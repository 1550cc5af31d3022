//! Settings of a sandbox from a file.

use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use lianlian::{Amount, GatewayKey, KeyError, MerchantKey};
use serde::Deserialize;

use crate::account::Account;
use crate::builder::SandboxBuilder;

/// Settings as they stand in a file: one JSON object, of which every member may be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    port: Option<u16>,
    speed: Option<u32>,
    gateway_key: Option<PathBuf>,
    #[cfg(feature = "sqlite")]
    data: Option<PathBuf>,
    #[serde(default)]
    accounts: Vec<AccountSettings>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountSettings {
    oid_partner: String,
    merchant_key: Option<PathBuf>,
    public_key: Option<PathBuf>,
    products: Option<Vec<String>>,
    #[serde(default)]
    addresses: Vec<IpAddr>,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    contracts: Vec<String>,
    sms_codes: Option<bool>,
    live: Option<bool>,
    balance: Option<Amount>,
    refund_seconds: Option<u32>,
    settles_daily: Option<bool>,
}

/// Why a file holds no settings.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("{path}: cannot be read: {error}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is no JSON of settings.
    #[error("{path}: {error}", path = path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and where.
        error: serde_json::Error,
    },
    /// A key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// An account has two keys.
    #[error("merchant {0} has merchant_key and public_key: the former holds both halves, take one")]
    TwoKeys(String),
}

impl SandboxBuilder {
    /// Takes settings from a JSON file; paths in it are relative to the file. The first account is the one
    /// that is meant where none is named.
    ///
    /// ```json
    /// {
    ///   "port": 8080,
    ///   "speed": 60,
    ///   "data": "sandbox.sqlite",
    ///   "gateway_key": "gateway.pem",
    ///   "accounts": [
    ///     { "oid_partner": "209901010000000018", "merchant_key": "merchant.pem" },
    ///     { "oid_partner": "209901010000000026", "public_key": "shop.public.pem",
    ///       "products": ["aggregate", "refund"], "addresses": ["127.0.0.1"],
    ///       "domains": ["shop.example"], "contracts": ["verified_payment"],
    ///       "sms_codes": false, "live": false, "balance": "1000.00", "refund_seconds": 0,
    ///       "settles_daily": true }
    ///   ]
    /// }
    /// ```
    ///
    /// A member that is left out leaves what was set before; an account without a key gets one made at the
    /// start.
    ///
    /// # Errors
    /// The file cannot be read, is no such JSON (the error tells line and column), or names a key that
    /// cannot be used.
    pub fn settings_file(mut self, path: impl AsRef<Path>) -> Result<Self, SettingsError> {
        let path = path.as_ref();
        let read = |error| SettingsError::Read { path: path.to_owned(), error };
        let text = fs::read_to_string(path).map_err(read)?;
        let wrong = |error| SettingsError::Json { path: path.to_owned(), error };
        let settings: Settings = serde_json::from_str(&text).map_err(wrong)?;
        let beside = |file: &PathBuf| path.parent().unwrap_or(Path::new("")).join(file);
        if let Some(port) = settings.port {
            self = self.port(port);
        }
        if let Some(speed) = settings.speed {
            self = self.speed(speed);
        }
        if let Some(file) = &settings.gateway_key {
            self = self.gateway_key(MerchantKey::from_pem_file(beside(file))?);
        }
        #[cfg(feature = "sqlite")]
        if let Some(file) = &settings.data {
            self = self.data(beside(file));
        }
        for (place, settings) in settings.accounts.into_iter().enumerate() {
            let account = settings.account(&beside)?;
            self = if place == 0 { self.first_account(account) } else { self.account(account) };
        }
        Ok(self)
    }
}

impl AccountSettings {
    fn account(self, beside: &dyn Fn(&PathBuf) -> PathBuf) -> Result<Account, SettingsError> {
        let mut account =
            Account::new(&*self.oid_partner).addresses(self.addresses).domains(self.domains);
        account = match (&self.merchant_key, &self.public_key) {
            (Some(_), Some(_)) => return Err(SettingsError::TwoKeys(self.oid_partner)),
            (Some(file), None) => account.key(MerchantKey::from_pem_file(beside(file))?),
            (None, Some(file)) => account.public_key(GatewayKey::from_pem_file(beside(file))?),
            (None, None) => account,
        };
        if let Some(products) = self.products {
            account = account.products(products);
        }
        if let Some(are_needed) = self.sms_codes {
            account = account.sms_codes(are_needed);
        }
        if let Some(is_live) = self.live {
            account = account.live(is_live);
        }
        if let Some(balance) = self.balance {
            account = account.balance(balance);
        }
        if let Some(seconds) = self.refund_seconds {
            account = account.refund_seconds(seconds);
        }
        if let Some(does) = self.settles_daily {
            account = account.settles_daily(does);
        }
        Ok(self.contracts.into_iter().fold(account, Account::contract))
    }
}
