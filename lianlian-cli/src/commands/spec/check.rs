//! `lianlian spec check`: every mistake of a spec, where it stands.

use std::path::PathBuf;

use super::{Overlays, counted, load};
use crate::failure::{Answer, Failure};
use crate::output;

/// Show every mistake of a spec folder with its position
///
/// All mistakes of all files are shown in one run, on standard error. Exits with 1
/// if there is one. What is laid over the spec is checked together with it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian spec check spec
  lianlian spec check spec --overlay our-spec")]
pub(crate) struct Check {
    /// The folder of the spec
    #[arg(value_name = "DIR", default_value = "spec")]
    folder: PathBuf,
    #[command(flatten)]
    overlays: Overlays,
}

impl Check {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let Some(spec) = load(&self.folder, &self.overlays)? else {
            return Ok(Answer::No);
        };
        let files = counted(spec.files.len(), "file");
        let operations = counted(spec.operations().count(), "operation");
        output::line(&format!("no mistakes in {files}, {operations}"))?;
        Ok(Answer::Yes)
    }
}
