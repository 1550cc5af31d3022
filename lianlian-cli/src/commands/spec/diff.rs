//! `lianlian spec diff`: what a new spec means for programs that were made from an old one.

use std::path::{Path, PathBuf};

use lianlian_spec::{Change, Severity};
use serde::Serialize;

use super::{Overlays, counted, load};
use crate::failure::{Answer, Failure};
use crate::output;

/// Show what changed between two specs and what it means for programs
///
/// Each change is a line: breaking (what a program made from OLD sends is refused,
/// what it receives is read wrongly, or a Rust name it uses is gone), additive
/// (the program does not notice) or text (words for people). Exits with 1 if one
/// is breaking, with 2 if a spec cannot be read or has mistakes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian spec diff spec-2018 spec-2019
  lianlian spec diff spec-2018 spec-2019 --json | jq -r '.[].place'

A line of the first:
  breaking  aggregate.query request.no_order: at most 32 characters become 20")]
pub(crate) struct Diff {
    /// The folder of the old spec
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The folder of the new spec
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Print a JSON array of severity, place and message, for a program
    #[arg(long)]
    json: bool,
}

/// A change as `--json` shows it.
#[derive(Serialize)]
struct Entry<'a> {
    /// `breaking`, `additive` or `text`.
    severity: &'static str,
    place: &'a str,
    message: &'a str,
}

impl Diff {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let (old, new) = (read(&self.old)?, read(&self.new)?);
        let changes = lianlian_spec::diff(&old, &new);
        if self.json {
            output::line(&json(&changes)?)?;
        } else {
            for change in &changes {
                output::line(&change.to_string())?;
            }
            output::note(&summary(&changes));
        }
        let is_breaking = changes.iter().any(|change| change.severity == Severity::Breaking);
        Ok(if is_breaking { Answer::No } else { Answer::Yes })
    }
}

/// A spec with mistakes cannot be compared: whether something breaks stays unknown.
fn read(folder: &Path) -> Result<lianlian_spec::Spec, Failure> {
    let spec = load(folder, &Overlays::default())?;
    spec.ok_or_else(|| Failure::Mistakes { folder: folder.display().to_string() })
}

fn json(changes: &[Change]) -> Result<String, Failure> {
    let entries = changes.iter().map(|Change { severity, place, message, .. }| Entry {
        severity: severity.as_str(),
        place,
        message,
    });
    let entries: Vec<Entry<'_>> = entries.collect();
    serde_json::to_string_pretty(&entries).map_err(|error| Failure::Fault(error.to_string()))
}

fn summary(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "no change".to_owned();
    }
    let count = |severity| changes.iter().filter(|change| change.severity == severity).count();
    let each = Severity::ALL.iter().map(|severity| format!("{} {severity}", count(*severity)));
    let each: Vec<String> = each.collect();
    format!("{}: {}", counted(changes.len(), "change"), each.join(", "))
}
