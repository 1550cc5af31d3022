//! `lianlian spec`: what can be asked about the description of the gateway.

mod check;
mod diff;
mod facts;
mod list;
mod openapi;
mod pages;
mod schema;

use std::io;
use std::path::{Path, PathBuf};

use lianlian_spec::Mistakes;

use crate::failure::{Answer, Failure};
use crate::output;

/// Check, list or compare the JSON files that describe the gateway
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "\
Example:
  lianlian spec check spec")]
pub(crate) enum Spec {
    Check(check::Check),
    List(list::List),
    Diff(diff::Diff),
    Schema(schema::Schema),
    #[command(name = "openapi")]
    OpenApi(openapi::OpenApi),
    Pages(pages::Pages),
}

impl Spec {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        match self {
            Self::Check(check) => check.run(),
            Self::List(list) => list.run(),
            Self::Diff(diff) => diff.run(),
            Self::Schema(schema) => schema.run(),
            Self::OpenApi(openapi) => openapi.run(),
            Self::Pages(pages) => pages.run(),
        }
    }
}

/// Folders laid over the one of the spec.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Overlays {
    /// A folder to lay over the spec; several are laid in the order given
    #[arg(long = "overlay", value_name = "DIR")]
    folders: Vec<PathBuf>,
}

impl Overlays {
    /// Whether nothing is laid over the spec.
    pub(crate) fn is_empty(&self) -> bool {
        self.folders.is_empty()
    }

    /// As they were given, each after a blank.
    pub(crate) fn arguments(&self) -> String {
        let each = self.folders.iter().map(|folder| folder.display().to_string());
        each.flat_map(|folder| [" --overlay ".to_owned(), folder]).collect()
    }
}

/// Reads a spec folder with what is laid over it.
///
/// Mistakes in it are shown on standard error, where compilers show theirs, and leave `None`.
pub(crate) fn load(
    folder: &Path,
    overlays: &Overlays,
) -> Result<Option<lianlian_spec::Spec>, Failure> {
    if !folder.is_dir() {
        return Err(Failure::NoSpec { folder: folder.display().to_string() });
    }
    if let Some(folder) = overlays.folders.iter().find(|folder| !folder.is_dir()) {
        return Err(Failure::NoOverlay { folder: folder.display().to_string() });
    }
    let overlays: Vec<&Path> = overlays.folders.iter().map(PathBuf::as_path).collect();
    let mistakes = match lianlian_spec::load_with(folder, &overlays) {
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
