//! `lianlian spec list`: the operations, for people and for programs.

use lianlian::OPERATIONS;
use lianlian::meta::{FieldMeta, OperationMeta};
use serde::Serialize;

use super::counted;
use crate::failure::{Answer, Failure};
use crate::layout::columns;
use crate::output;

/// List the operations that this command was built with
///
/// With `--json` each is an object of operation, product, transport, url, request
/// and reply; the last two list their fields as name, required and `max_len`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian spec list
  lianlian spec list --json | jq -r '.[].operation'")]
pub(crate) struct List {
    /// Print a JSON array with fields, lengths and address of each, for a program
    #[arg(long)]
    json: bool,
}

/// An operation as `--json` shows it.
#[derive(Serialize)]
struct Entry {
    operation: &'static str,
    product: &'static str,
    transport: &'static str,
    /// `null` for what the gateway sends to an address that the merchant gave.
    url: Option<&'static str>,
    request: Vec<Field>,
    reply: Vec<Field>,
}

/// A field as `--json` shows it.
#[derive(Serialize)]
struct Field {
    name: &'static str,
    /// `yes`, `no` or `conditional`.
    required: &'static str,
    /// Most characters; `null` when there is no limit.
    max_len: Option<u32>,
}

impl List {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let text = if self.json { json()? } else { table() };
        output::line(&text)?;
        Ok(Answer::Yes)
    }
}

fn json() -> Result<String, Failure> {
    let operations: Vec<Entry> = OPERATIONS.iter().map(|meta| described(meta)).collect();
    serde_json::to_string_pretty(&operations).map_err(|error| Failure::Fault(error.to_string()))
}

fn described(meta: &OperationMeta) -> Entry {
    Entry {
        operation: meta.id,
        product: meta.product,
        transport: meta.transport.name(),
        url: meta.url,
        request: meta.request.iter().map(field).collect(),
        reply: meta.reply.iter().map(field).collect(),
    }
}

fn field(meta: &FieldMeta) -> Field {
    Field { name: meta.name, required: meta.required.name(), max_len: meta.max_len }
}

/// One line for each operation, the address last because it is the longest.
fn table() -> String {
    let head = ["OPERATION", "TRANSPORT", "REQUEST", "REPLY", "ADDRESS"].map(str::to_owned);
    let rows: Vec<[String; 5]> =
        [head].into_iter().chain(OPERATIONS.iter().map(|meta| row(meta))).collect();
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

fn row(meta: &OperationMeta) -> [String; 5] {
    let address = match (meta.url, meta.destination) {
        (Some(url), _) => url.to_owned(),
        (None, Some(field)) => format!("what the order gave as {field}"),
        (None, None) => String::new(),
    };
    [
        meta.id.to_owned(),
        meta.transport.name().to_owned(),
        counted(meta.request.len(), "field"),
        counted(meta.reply.len(), "field"),
        address,
    ]
}
