//! `lianlian verify`: whether a message is to be believed.

use std::path::PathBuf;

use lianlian::meta::{FieldMeta, Kind, Unsigned};

use crate::failure::{Answer, Failure};
use crate::input::Input;
use crate::keys::{self, SchemeOption};
use crate::output;

/// Verify the signature of a JSON message
///
/// Prints `ok`, or says on standard error why the message is not to be believed
/// and exits with 1. The scheme is the one agreed with the gateway; a message that
/// names another is refused.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian verify --key llpay_public_key.pem notification.json
  lianlian verify --key llpay_public_key.pem --unsigned memo < reply.json")]
pub(crate) struct Verify {
    /// The gateway's RSA public key (PEM, Base64 or DER), or your own public key
    /// for what you signed; for the scheme MD5 a file that holds the shared secret
    #[arg(long, value_name = "PEM")]
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
        match lianlian::verify(&message, &*verifier, self.unsigned_fields()) {
            Ok(coverage) => {
                let left_out = coverage.left_out();
                if !left_out.is_empty() {
                    output::note(&format!("not covered by the signature: {}", left_out.join(", ")));
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

    /// The fields as the spec would describe them.
    ///
    /// Descriptions live as long as the program, as those of the spec do; here that is one message.
    fn unsigned_fields(&self) -> &'static [FieldMeta] {
        let described = self.unsigned.iter().map(|name| {
            let name: &'static str = name.clone().leak();
            FieldMeta::new(name, "not signed", Kind::Text).unsigned(Unsigned::Always)
        });
        described.collect::<Vec<_>>().leak()
    }
}
