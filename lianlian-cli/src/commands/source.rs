//! `lianlian source`: what a signature is made over.

use crate::failure::{Answer, Failure};
use crate::input::Input;
use crate::output;

/// Print the signature source of a JSON message
///
/// The source is what a signature is made over: the members but `sign`, without
/// the empty ones, sorted and joined. Compare it with your own when the gateway
/// answers 1001.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  echo '{\"sign_type\":\"RSA\",\"money_order\":\"0.10\",\"memo\":\"\"}' | lianlian source

prints
  money_order=0.10&sign_type=RSA")]
pub(crate) struct Source {
    #[command(flatten)]
    input: Input,
}

impl Source {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let text = self.input.read()?;
        output::line(&text.message()?.source(&[]))?;
        Ok(Answer::Yes)
    }
}
