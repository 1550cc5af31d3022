//! `lianlian decrypt`: the message in a `pay_load`.

use std::path::PathBuf;

use lianlian::{MerchantKey, PayLoad, PayLoadError};

use crate::failure::{Answer, Failure};
use crate::input::{Input, Text};
use crate::output;

/// Print the message in a `pay_load`
///
/// Reads the text itself or the JSON body that has it as a member. Exits with 1 if
/// it was made for another key or changed. Anybody can encrypt a message for you: who
/// sent it is what its signature says, see `lianlian verify`.
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("file", |file| file.help(
        "The `pay_load`, or a JSON body with one; standard input if left out or `-`"
    )),
    after_help = "\
Examples:
  lianlian decrypt --key private.pem body.json
  lianlian encrypt --key public.pem signed.json |
    lianlian decrypt --key private.pem"
)]
pub(crate) struct Decrypt {
    /// The RSA private key whose public half it was encrypted with (PEM, Base64
    /// or DER; PKCS#1 or PKCS#8)
    #[arg(long, value_name = "PEM", allow_hyphen_values = true)]
    key: PathBuf,
    #[command(flatten)]
    input: Input,
}

impl Decrypt {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let key = MerchantKey::from_pem_file(&self.key)?;
        let text = self.input.read()?;
        match PayLoad::decrypt(&pay_load_in(&text)?, &key) {
            Ok(message) => {
                output::line(&message)?;
                Ok(Answer::Yes)
            }
            Err(reason @ PayLoadError::Refused) => {
                output::note(&format!("{}: {reason}", text.name()));
                Ok(Answer::No)
            }
            Err(reason) => Err(Failure::PayLoad { name: text.name().to_owned(), reason }),
        }
    }
}

/// The `pay_load` that `text` is or, as a JSON body, has.
fn pay_load_in(text: &Text) -> Result<String, Failure> {
    let trimmed = text.trimmed();
    if !trimmed.starts_with('{') {
        return Ok(trimmed.to_owned());
    }
    let message = text.message()?;
    let pay_load = message.text("pay_load").map(Into::into);
    pay_load.ok_or_else(|| Failure::NoPayLoad { name: text.name().to_owned() })
}
