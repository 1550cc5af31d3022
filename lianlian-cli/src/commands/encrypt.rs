//! `lianlian encrypt`: a message as a `pay_load`.

use std::path::PathBuf;

use lianlian::{GatewayKey, PayLoad};

use crate::failure::{Answer, Failure};
use crate::input::Input;
use crate::output;

/// Print the `pay_load` text of a JSON message
///
/// Only who holds the private half of the key can read it. The message is encrypted
/// exactly as it stands; the gateway wants it signed before, so one without `sign` is
/// encrypted with a warning. The line breaks in the text are part of it: in a JSON
/// body they are written `\n`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian encrypt --key llpay_public_key.pem signed.json
  lianlian sign --key merchant.pem order.json |
    lianlian encrypt --key llpay_public_key.pem")]
pub(crate) struct Encrypt {
    /// The gateway's RSA public key (PEM, Base64 or DER)
    #[arg(long, value_name = "PEM", allow_hyphen_values = true)]
    key: PathBuf,
    #[command(flatten)]
    input: Input,
}

impl Encrypt {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let key = GatewayKey::from_pem_file(&self.key)?;
        let text = self.input.read()?;
        if text.message()?.text("sign").is_none_or(|sign| sign.is_empty()) {
            output::note(
                "The message has no sign; the gateway wants it signed and then encrypted.",
            );
        }
        let pay_load = PayLoad::encrypt(text.trimmed(), &key)
            .map_err(|reason| Failure::PayLoad { name: text.name().to_owned(), reason })?;
        output::line(pay_load.as_str())?;
        Ok(Answer::Yes)
    }
}
