//! The commands, one file each.

mod call;
mod decrypt;
mod demo;
mod encrypt;
mod explain;
mod generate;
mod sandbox;
mod sign;
mod source;
mod spec;
mod verify;

use crate::failure::{Answer, Failure};

/// What can be asked for.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    Demo(demo::Demo),
    Call(Box<call::Call>),
    Source(source::Source),
    Sign(sign::Sign),
    Verify(verify::Verify),
    Encrypt(encrypt::Encrypt),
    Decrypt(decrypt::Decrypt),
    #[command(subcommand)]
    Spec(spec::Spec),
    Generate(generate::Generate),
    Sandbox(sandbox::Sandbox),
    Explain(explain::Explain),
}

impl Command {
    /// Does it.
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        match self {
            Self::Demo(demo) => demo.run(),
            Self::Call(call) => call.run(),
            Self::Source(source) => source.run(),
            Self::Sign(sign) => sign.run(),
            Self::Verify(verify) => verify.run(),
            Self::Encrypt(encrypt) => encrypt.run(),
            Self::Decrypt(decrypt) => decrypt.run(),
            Self::Spec(spec) => spec.run(),
            Self::Generate(generate) => generate.run(),
            Self::Sandbox(sandbox) => sandbox.run(),
            Self::Explain(explain) => explain.run(),
        }
    }
}
