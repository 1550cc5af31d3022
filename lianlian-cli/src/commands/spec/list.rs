//! `lianlian spec list`: the operations, for people and for programs.

use std::path::{Path, PathBuf};

use lianlian::OPERATIONS;

use super::facts::{self, Entry};
use super::{Overlays, counted, load};
use crate::failure::{Answer, Failure};
use crate::layout::columns;
use crate::output;

/// List the operations of a spec
///
/// Without DIR these are the operations that this command was built with. With
/// `--json` each is an object of operation, product, transport, url, request,
/// reply, rules and what follows it; request and reply list their fields with
/// name, required, `max_len`, type, codes and all else that the spec says.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian spec list
  lianlian spec list spec --overlay our-spec
  lianlian spec list --json | jq -r '.[].operation'")]
pub(crate) struct List {
    /// The folder of the spec; `spec` if only an overlay is given
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    overlays: Overlays,
    /// Print a JSON array with fields, lengths and address of each, for a program
    #[arg(long)]
    json: bool,
}

impl List {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let folder = self.folder.as_deref();
        // What is laid over nothing is laid over what the other commands take.
        let folder = folder.or((!self.overlays.is_empty()).then_some(Path::new("spec")));
        let Some(folder) = folder else {
            return self
                .show(&OPERATIONS.iter().map(|meta| facts::built_in(meta)).collect::<Vec<_>>());
        };
        let Some(spec) = load(folder, &self.overlays)? else {
            return Ok(Answer::No);
        };
        self.show(&spec.operations().map(|one| facts::described(&spec, one)).collect::<Vec<_>>())
    }

    fn show(&self, operations: &[Entry]) -> Result<Answer, Failure> {
        let text = if self.json {
            serde_json::to_string_pretty(operations)
                .map_err(|error| Failure::Fault(error.to_string()))?
        } else {
            table(operations)
        };
        output::line(&text)?;
        Ok(Answer::Yes)
    }
}

/// One line for each operation, the address last because it is the longest.
fn table(operations: &[Entry]) -> String {
    let head = ["OPERATION", "TRANSPORT", "REQUEST", "REPLY", "ADDRESS"].map(str::to_owned);
    let rows: Vec<[String; 5]> = [head].into_iter().chain(operations.iter().map(row)).collect();
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = columns(cell).max(*width);
        }
    }
    let line = |row: &[String; 5]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn row(entry: &Entry) -> [String; 5] {
    let address = match (&entry.url, &entry.destination) {
        (Some(url), _) => url.clone(),
        (None, Some(field)) => format!("what the order gave as {field}"),
        (None, None) => String::new(),
    };
    [
        entry.operation.clone(),
        entry.transport.to_owned(),
        counted(entry.request.len(), "field"),
        counted(entry.reply.len(), "field"),
        address,
    ]
}
