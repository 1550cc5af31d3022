//! `lianlian verify`: whether a message is to be believed.

use std::path::PathBuf;

use crate::failure::{Answer, Failure};
use crate::input::Input;
use crate::keys::{self, SchemeOption};
use crate::output;

/// Verify the signature of a JSON message
///
/// Prints `ok`, or says on standard error why the message is not to be believed
/// and exits with 1. The scheme is the one agreed with the gateway; the message's
/// own `sign_type` never chooses it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian verify --key llpay_public_key.pem notification.json
  lianlian verify --key llpay_public_key.pem --unsigned memo < reply.json")]
pub(crate) struct Verify {
    /// The gateway's RSA public key (PEM, Base64 or DER), or your own public key
    /// for what you signed; for the scheme MD5 a file that holds the shared secret
    #[arg(long, value_name = "PEM", allow_hyphen_values = true)]
    key: PathBuf,
    #[command(flatten)]
    scheme: SchemeOption,
    /// A field that is documented as not signed and so left out; may be given
    /// more than once
    #[arg(long, value_name = "FIELD")]
    unsigned: Vec<String>,
    #[command(flatten)]
    input: Input,
}

impl Verify {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let verifier = keys::verifier(&self.key, self.scheme.scheme)?;
        let text = self.input.read()?;
        let message = text.message()?;
        let unsigned: Vec<&str> = self.unsigned.iter().map(String::as_str).collect();
        match lianlian::verify_without(&message, &*verifier, &unsigned) {
            Ok(()) => {
                if !unsigned.is_empty() {
                    output::note(&format!("not covered by the signature: {}", unsigned.join(", ")));
                }
                output::line("ok")?;
                Ok(Answer::Yes)
            }
            Err(reason) => {
                output::note(&format!("{}: {reason}", text.name()));
                Ok(Answer::No)
            }
        }
    }
}
