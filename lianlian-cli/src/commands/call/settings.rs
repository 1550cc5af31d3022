//! Who calls, with which keys, and where: from options, from what a sandbox printed, or from the environment.

use std::env;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use lianlian::{ClientBuilder, Scheme};
use serde::Deserialize;

use crate::failure::Failure;
use crate::keys;

/// Where the settings of a call come from.
#[derive(Debug, clap::Args)]
pub(super) struct SettingsOptions {
    /// Your merchant number, `oid_partner`
    #[arg(long, value_name = "NUMBER")]
    merchant: Option<String>,
    /// Your RSA private key (PEM, Base64 or DER; PKCS#1 or PKCS#8); for the
    /// scheme MD5 a file that holds the shared secret
    #[arg(long, value_name = "PEM", allow_hyphen_values = true)]
    key: Option<PathBuf>,
    /// The gateway's RSA public key, `llpay_public_key.pem`: verifies replies,
    /// and encrypts what is sent encrypted
    #[arg(long, value_name = "PEM", allow_hyphen_values = true)]
    gateway_key: Option<PathBuf>,
    /// Scheme and host of a stand-in for the gateway, such as
    /// `http://127.0.0.1:8080`; the paths stay the gateway's
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Take all of these from the first line that `lianlian sandbox` printed, in
    /// a file, or `-` for standard input
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["merchant", "key", "gateway_key", "base_url"]
    )]
    sandbox: Option<PathBuf>,
}

/// The first line of `lianlian sandbox`; what else it tells is for others.
#[derive(Deserialize)]
struct SandboxLine {
    url: String,
    oid_partner: String,
    merchant_key: PathBuf,
    gateway_key: PathBuf,
}

/// The settings of a call. What is missing is reported when it is asked for.
pub(super) struct Settings {
    merchant: Option<String>,
    key: Option<PathBuf>,
    gateway_key: Option<PathBuf>,
    base_url: Option<String>,
}

impl SettingsOptions {
    /// The settings; `is_input_taken` says that the request itself is read from standard input.
    pub(super) fn settle(&self, is_input_taken: bool) -> Result<Settings, Failure> {
        if let Some(file) = &self.sandbox {
            if file.as_os_str() == "-" && is_input_taken {
                return Err(Failure::Usage(
                    "--sandbox - and the request both want standard input; give one of them as a file"
                        .to_owned(),
                ));
            }
            return sandbox_line(file).map(Settings::from);
        }
        let text = |given: &Option<String>, name| {
            given.clone().or_else(|| env::var(name).ok().filter(|value| !value.is_empty()))
        };
        let path = |given: &Option<PathBuf>, name| {
            let named = || env::var_os(name).filter(|value| !value.is_empty());
            given.clone().or_else(|| named().map(PathBuf::from))
        };
        Ok(Settings {
            merchant: text(&self.merchant, "LIANLIAN_MERCHANT"),
            key: path(&self.key, "LIANLIAN_KEY"),
            gateway_key: path(&self.gateway_key, "LIANLIAN_GATEWAY_KEY"),
            base_url: text(&self.base_url, "LIANLIAN_BASE_URL"),
        })
    }
}

impl From<SandboxLine> for Settings {
    fn from(line: SandboxLine) -> Self {
        Self {
            merchant: Some(line.oid_partner),
            key: Some(line.merchant_key),
            gateway_key: Some(line.gateway_key),
            base_url: Some(line.url),
        }
    }
}

/// Reads one line only: a running sandbox has not ended its output.
fn sandbox_line(file: &Path) -> Result<SandboxLine, Failure> {
    let failed = |reason| Failure::read(file, reason);
    let mut line = String::new();
    if file.as_os_str() == "-" {
        io::stdin().lock().read_line(&mut line).map_err(failed)?;
    } else {
        let file = File::open(file).map_err(failed)?;
        BufReader::new(file).read_line(&mut line).map_err(failed)?;
    }
    serde_json::from_str(&line).map_err(|reason| {
        Failure::Usage(format!(
            "{}: its first line is not what `lianlian sandbox` prints: {reason}",
            file.display()
        ))
    })
}

impl Settings {
    pub(super) fn merchant(&self) -> Result<&str, Failure> {
        self.merchant.as_deref().ok_or_else(|| self.missing(false))
    }

    pub(super) fn key(&self) -> Result<&Path, Failure> {
        self.key.as_deref().ok_or_else(|| self.missing(false))
    }

    pub(super) fn base_url(&self) -> Option<&str> {
        self.base_url.as_deref()
    }

    /// A client with these settings.
    pub(super) fn client(&self, scheme: Scheme) -> Result<ClientBuilder, Failure> {
        // In the scheme MD5 the shared secret verifies as well.
        if scheme != Scheme::Md5 && self.gateway_key.is_none() {
            return Err(self.missing(true));
        }
        let gateway_key = self.gateway_key.as_deref();
        let client = keys::client(self.merchant()?, self.key()?, gateway_key, scheme)?;
        Ok(match &self.base_url {
            Some(url) => client.base_url(url),
            None => client,
        })
    }

    /// Everything that is missing, at once.
    fn missing(&self, is_reply_verified: bool) -> Failure {
        let wanted = [
            (self.merchant.is_none(), "--merchant NUMBER (LIANLIAN_MERCHANT)"),
            (self.key.is_none(), "--key PEM (LIANLIAN_KEY)"),
            (
                is_reply_verified && self.gateway_key.is_none(),
                "--gateway-key PEM (LIANLIAN_GATEWAY_KEY)",
            ),
        ];
        let names = wanted.iter().filter(|(is_missing, _)| *is_missing).map(|(_, name)| *name);
        let names = names.collect::<Vec<_>>().join(", ");
        Failure::Usage(format!("missing: {names}; or --sandbox FILE for a sandbox"))
    }
}
