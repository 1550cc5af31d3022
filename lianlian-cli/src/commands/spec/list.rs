//! `lianlian spec list`: the operations, for people and for programs.

use std::path::{Path, PathBuf};

use lianlian::OPERATIONS;
use lianlian::meta::{FieldMeta, OperationMeta};
use lianlian_spec::model;
use serde::Serialize;

use super::{Overlays, counted, load};
use crate::failure::{Answer, Failure};
use crate::layout::columns;
use crate::output;

/// List the operations of a spec
///
/// Without DIR these are the operations that this command was built with. With
/// `--json` each is an object of operation, product, transport, url, request and
/// reply; the last two list their fields as name, required and `max_len`.
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

/// An operation as `--json` shows it.
#[derive(Serialize)]
struct Entry<'a> {
    operation: &'a str,
    product: &'a str,
    transport: &'a str,
    /// `null` for what the gateway sends to an address that the merchant gave.
    url: Option<&'a str>,
    request: Vec<Field<'a>>,
    reply: Vec<Field<'a>>,
    /// The field with the address that a notification goes to.
    #[serde(skip)]
    destination: Option<&'a str>,
}

/// A field as `--json` shows it.
#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    /// `yes`, `no` or `conditional`.
    required: &'a str,
    /// Most characters; `null` when there is no limit.
    max_len: Option<u32>,
}

impl List {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let folder = self.folder.as_deref();
        // What is laid over nothing is laid over what the other commands take.
        let folder = folder.or((!self.overlays.is_empty()).then_some(Path::new("spec")));
        let Some(folder) = folder else {
            return self.show(&OPERATIONS.iter().map(|meta| built_in(meta)).collect::<Vec<_>>());
        };
        let Some(spec) = load(folder, &self.overlays)? else {
            return Ok(Answer::No);
        };
        self.show(&spec.operations().map(described).collect::<Vec<_>>())
    }

    fn show(&self, operations: &[Entry<'_>]) -> Result<Answer, Failure> {
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

fn built_in(meta: &'static OperationMeta) -> Entry<'static> {
    let fields = |fields: &'static [FieldMeta]| {
        let field = |meta: &'static FieldMeta| Field {
            name: meta.name,
            required: meta.required.name(),
            max_len: meta.max_len,
        };
        fields.iter().map(field).collect()
    };
    Entry {
        operation: meta.id,
        product: meta.product,
        transport: meta.transport.name(),
        url: meta.url,
        request: fields(meta.request),
        reply: fields(meta.reply),
        destination: meta.destination,
    }
}

fn described(operation: &model::Operation) -> Entry<'_> {
    Entry {
        operation: &operation.id,
        product: &operation.product,
        transport: operation.transport.as_str(),
        url: operation.url.as_deref(),
        request: operation.request.iter().map(field).collect(),
        reply: operation.reply.iter().map(field).collect(),
        destination: operation.destination.as_deref(),
    }
}

fn field(field: &model::Field) -> Field<'_> {
    Field { name: &field.name, required: field.required.as_str(), max_len: field.max_len }
}

/// One line for each operation, the address last because it is the longest.
fn table(operations: &[Entry<'_>]) -> String {
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

fn row(entry: &Entry<'_>) -> [String; 5] {
    let address = match (entry.url, entry.destination) {
        (Some(url), _) => url.to_owned(),
        (None, Some(field)) => format!("what the order gave as {field}"),
        (None, None) => String::new(),
    };
    [
        entry.operation.to_owned(),
        entry.transport.to_owned(),
        counted(entry.request.len(), "field"),
        counted(entry.reply.len(), "field"),
        address,
    ]
}
