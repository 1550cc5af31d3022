//! The command `lianlian`: a thin shell over the crates of the workspace.
//!
//! Results go to standard output and everything else to standard error. Exit status 0 is success, 1 an
//! answer that is no, 2 wrong usage or input that cannot be read.

mod commands;
mod edit;
mod failure;
mod input;
mod keys;
mod layout;
mod output;

use std::process::ExitCode;

use clap::Parser;

use crate::commands::Command;
use crate::failure::Answer;

/// Sign, verify and understand messages of the LianLian Pay gateway
#[derive(Debug, Parser)]
#[command(
    name = "lianlian",
    version,
    term_width = 80,
    arg_required_else_help = true,
    after_help = "\
Example: see a whole payment, from the order to the query
  lianlian demo

Results go to standard output, everything else to standard error.
Exit status: 0 success, 1 the answer is no, 2 wrong usage or unreadable input."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    match Cli::parse().command.run() {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        Err(failure) => {
            output::note(&format!("error: {failure}"));
            ExitCode::from(2)
        }
    }
}
