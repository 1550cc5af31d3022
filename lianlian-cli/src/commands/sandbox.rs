//! `lianlian sandbox`: a gateway on this machine, until it is ended.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;

use lianlian_sandbox::{Sandbox as Gateway, SandboxBuilder};
use serde_json::json;

use crate::failure::{Answer, Failure};
use crate::output;

/// Run a gateway on this machine to develop against
///
/// Its first line on standard output is a JSON object with its address, its
/// dashboard, the merchant's number, and the paths of two PEM files: the private
/// key the merchant signs with, and the public key of the gateway. Operations
/// answer at their production paths. It runs until it is interrupted. No money
/// moves, and nothing leaves this machine.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian sandbox
  lianlian sandbox --port 8080 --data sandbox.sqlite
  lianlian sandbox --settings sandbox.json --speed 60")]
pub(crate) struct Sandbox {
    /// The port on 127.0.0.1; a free one if it is 0
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Keep keys, orders and notifications in this `SQLite` file, which is made if
    /// it is not there
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Take accounts, keys and the rest from this JSON file; options here go before
    /// what stands in it
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Write the two PEM files into this folder, instead of a new one among the
    /// temporary files
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// The merchant's number, 18 digits
    #[arg(long, value_name = "NUMBER")]
    merchant: Option<String>,
    /// A merchant that is not live yet: payments are limited, each, a day and a month
    #[arg(long)]
    trial: bool,
    /// Card payments of the merchant need no SMS code
    #[arg(long)]
    no_sms_codes: bool,
    /// How many times as fast the gateway's clock runs
    #[arg(long, value_name = "TIMES")]
    speed: Option<u32>,
    /// The length of keys made at the start
    #[arg(long, value_name = "BITS", default_value = "2048")]
    key_bits: usize,
}

impl Sandbox {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let gateway = self.builder()?.start()?;
        if self.trial {
            gateway.end_live(gateway.oid_partner())?;
        }
        let (merchant_key, gateway_key) = self.write_keys(&gateway)?;
        let url = gateway.url();
        let ready = json!({
            "url": url,
            "dashboard": format!("{url}/"),
            "oid_partner": gateway.oid_partner(),
            "merchant_key": merchant_key,
            "gateway_key": gateway_key,
        });
        output::line(&ready.to_string())?;
        output::note(&format!(
            "The gateway listens at {url} until it is interrupted; the dashboard is its first page.\n\
             SMS codes are {}. No money moves here.",
            Gateway::SMS_CODE
        ));
        loop {
            thread::park();
        }
    }

    fn builder(&self) -> Result<SandboxBuilder, Failure> {
        let mut builder = Gateway::builder().key_bits(self.key_bits);
        if let Some(file) = &self.settings {
            builder = builder.settings_file(file)?;
        }
        if let Some(port) = self.port {
            builder = builder.port(port);
        }
        if let Some(file) = &self.data {
            builder = builder.data(file);
        }
        if let Some(number) = &self.merchant {
            builder = builder.merchant(number);
        }
        if self.no_sms_codes {
            builder = builder.sms_codes(false);
        }
        if let Some(times) = self.speed {
            builder = builder.speed(times);
        }
        Ok(builder)
    }

    /// Writes the two keys, and gives their paths.
    fn write_keys(&self, gateway: &Gateway) -> Result<(String, String), Failure> {
        let folder = match &self.keys {
            Some(folder) => folder.clone(),
            None => {
                let port = gateway.url().rsplit(':').next().unwrap_or_default();
                let name = format!("lianlian-sandbox-{}-{port}", std::process::id());
                std::env::temp_dir().join(name)
            }
        };
        make_private_folder(&folder).map_err(|reason| Failure::write(&folder, reason))?;
        let write = |name: &str, pem: &str| {
            let file = std::path::absolute(folder.join(name)).unwrap_or_else(|_| folder.join(name));
            write_private(&file, pem).map_err(|reason| Failure::write(&file, reason))?;
            Ok::<_, Failure>(file.display().to_string())
        };
        Ok((
            write("merchant.pem", gateway.merchant_key_pem())?,
            write("gateway.pem", gateway.gateway_key_pem())?,
        ))
    }
}

/// Makes a folder that nobody else may look into, unless it is there.
fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a file that nobody else may read.
fn write_private(file: &Path, text: &str) -> io::Result<()> {
    // A new file, so that its mode is the one asked for.
    if let Err(error) = fs::remove_file(file)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(text.as_bytes())
}
