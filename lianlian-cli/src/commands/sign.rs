//! `lianlian sign`: a message with its signature.

use std::path::PathBuf;

use lianlian::{Message, sign_message};

use crate::edit::with_member;
use crate::failure::{Answer, Failure};
use crate::input::Input;
use crate::keys::{self, SchemeOption};
use crate::output;

/// Print a JSON message with `sign` set
///
/// Everything else stays as it is: the order of the members, the digits of
/// numbers, white space. A message without `sign_type` gets it, since the gateway
/// demands it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian sign --key merchant.pem order.json > signed.json
  lianlian sign --key merchant.pem --scheme SHA256withRSA < order.json")]
pub(crate) struct Sign {
    /// Your RSA private key (PEM, Base64 or DER; PKCS#1 or PKCS#8); for the
    /// scheme MD5 a file that holds the shared secret
    #[arg(long, value_name = "PEM")]
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
        let unsigned = match named {
            Some(named) if named != scheme.sign_type() => {
                return Err(Failure::OtherScheme {
                    name: text.name().to_owned(),
                    named: named.into_owned(),
                    scheme,
                });
            }
            Some(_) => text.json().to_owned(),
            None => {
                output::note(&format!("The message had no sign_type; {scheme} was added."));
                set(text.json(), "sign_type", scheme.sign_type())?
            }
        };
        let message = Message::parse(unsigned.as_bytes())
            .map_err(|reason| Failure::Message { name: text.name().to_owned(), reason })?;
        let signature = sign_message(&message, &*signer)?;
        output::line(&set(&unsigned, "sign", &signature)?)?;
        Ok(Answer::Yes)
    }
}

fn set(object: &str, name: &str, value: &str) -> Result<String, Failure> {
    with_member(object, name, value)
        .ok_or_else(|| Failure::Fault(format!("the member {name} could not be set")))
}
