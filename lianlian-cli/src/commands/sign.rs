//! `lianlian sign`: a message with its signature.

use std::path::PathBuf;

use lianlian::sign_message;

use crate::edit::with_member;
use crate::failure::{Answer, Failure};
use crate::input::Input;
use crate::keys::{self, SchemeOption};
use crate::output;

/// Print a JSON message with `sign` set
///
/// Everything else stays as it is: the order of the members, the digits of
/// numbers, white space. The gateway wants `sign_type` to name the scheme; a message
/// in which it does not is signed all the same, with a warning.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian sign --key merchant.pem order.json > signed.json
  lianlian sign --key merchant.pem --scheme SHA256withRSA < order.json")]
pub(crate) struct Sign {
    /// Your RSA private key (PEM, Base64 or DER; PKCS#1 or PKCS#8); for the
    /// scheme MD5 a file that holds the shared secret
    #[arg(long, value_name = "PEM", allow_hyphen_values = true)]
    key: PathBuf,
    #[command(flatten)]
    scheme: SchemeOption,
    #[command(flatten)]
    input: Input,
}

impl Sign {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let scheme = self.scheme.scheme;
        let signer = keys::signer(&self.key, scheme)?;
        let text = self.input.read()?;
        let message = text.message()?;
        let named = message.text("sign_type").filter(|named| !named.is_empty());
        if named.as_deref() != Some(scheme.sign_type()) {
            let has = named.map_or("no sign_type".to_owned(), |named| format!("sign_type {named}"));
            output::note(&format!(
                "The message has {has} and is signed with {scheme}; the gateway wants the two to agree."
            ));
        }
        let signature = sign_message(&message, &*signer)?;
        output::line(&set(text.trimmed(), "sign", &signature)?)?;
        Ok(Answer::Yes)
    }
}

fn set(object: &str, name: &str, value: &str) -> Result<String, Failure> {
    with_member(object, name, value)
        .ok_or_else(|| Failure::Fault(format!("the member {name} could not be set")))
}
