//! `lianlian demo`: one payment from the order to the query, each message shown.

mod endpoint;
mod order;
mod play;
mod show;

use self::play::Play;
use self::show::Stage;
use crate::failure::{Answer, Failure};

/// Play one payment through and show each step
///
/// Starts a sandbox gateway on a free port of this machine, places an Alipay order
/// with the real client, pays it, receives the notification and queries the order.
/// No money moves and nothing leaves this machine.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian demo
  lianlian demo --full | less")]
pub(crate) struct Demo {
    /// Show signatures whole
    #[arg(long)]
    full: bool,
}

impl Demo {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        show::say(
            "One payment against a sandbox gateway on this machine: no money moves, nothing leaves \
             the machine. The client is the real one; only the address of the gateway differs.",
        )?;
        let mut play = Play::start(Stage::new(self.full))?;
        let bought = play.place_order()?;
        play.pay(&bought)?;
        play.notify(&bought)?;
        play.query(&bought)?;
        Ok(Answer::Yes)
    }
}
