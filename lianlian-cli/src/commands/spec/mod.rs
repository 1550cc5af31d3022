//! `lianlian spec`: what can be asked about the description of the gateway.

mod check;
mod list;
mod schema;

use std::io;
use std::path::Path;

use lianlian_spec::Mistakes;

use crate::failure::{Answer, Failure};
use crate::output;

/// Check, list or describe the JSON files that describe the gateway
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "\
Example:
  lianlian spec check spec")]
pub(crate) enum Spec {
    Check(check::Check),
    List(list::List),
    Schema(schema::Schema),
}

impl Spec {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        match self {
            Self::Check(check) => check.run(),
            Self::List(list) => list.run(),
            Self::Schema(schema) => schema.run(),
        }
    }
}

/// Reads a spec folder.
///
/// Mistakes in it are shown on standard error, where compilers show theirs, and leave `None`.
pub(crate) fn load(folder: &Path) -> Result<Option<lianlian_spec::Spec>, Failure> {
    if !folder.is_dir() {
        return Err(Failure::NoSpec { folder: folder.display().to_string() });
    }
    let mistakes = match lianlian_spec::load(folder) {
        Ok(spec) => return Ok(Some(spec)),
        Err(mistakes) => mistakes,
    };
    output::note(&mistakes.render(output::has_colour(&io::stderr())));
    output::note(&format!("\n{}", count(&mistakes)));
    Ok(None)
}

fn count(mistakes: &Mistakes) -> String {
    let mut files: Vec<_> = mistakes.iter().map(|mistake| &mistake.path).collect();
    files.dedup();
    format!("{} in {}", counted(mistakes.len(), "mistake"), counted(files.len(), "file"))
}

/// `1 file`, `2 files`.
pub(crate) fn counted(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}
