//! `lianlian spec list`: the operations, for people and for programs.

use lianlian::OPERATIONS;
use lianlian::meta::{FieldMeta, OperationMeta};
use serde::Serialize;

use crate::failure::{Answer, Failure};
use crate::layout::columns;
use crate::output;

/// List the operations that this command was built with
///
/// With `--json` a program gets fields, lengths and addresses of each.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian spec list
  lianlian spec list --json | jq -r '.[].operation'")]
pub(crate) struct List {
    /// Print a JSON array of {operation, product, transport, url, request, reply},
    /// with {name, required, max_len} for each field of the last two
    #[arg(long)]
    json: bool,
}

/// An operation as `--json` shows it.
#[derive(Serialize)]
struct Operation {
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
    let operations: Vec<Operation> = OPERATIONS.iter().map(|meta| described(meta)).collect();
    serde_json::to_string_pretty(&operations).map_err(|error| Failure::Fault(error.to_string()))
}

fn described(meta: &OperationMeta) -> Operation {
    Operation {
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
    let head = ["OPERATION", "TRANSPORT", "FIELDS", "ADDRESS"].map(str::to_owned);
    let rows: Vec<[String; 4]> =
        [head].into_iter().chain(OPERATIONS.iter().map(|meta| row(meta))).collect();
    let width = |column: fn(&[String; 4]) -> &String| {
        let widths = rows.iter().map(|row| columns(column(row)));
        widths.max().unwrap_or_default()
    };
    let (first, second, third) =
        (width(|[a, ..]| a), width(|[_, b, ..]| b), width(|[_, _, c, _]| c));
    let lines = rows.iter().map(|[operation, transport, fields, address]| {
        format!("{operation:first$}  {transport:second$}  {fields:third$}  {address}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn row(meta: &OperationMeta) -> [String; 4] {
    let address = match (meta.url, meta.destination) {
        (Some(url), _) => url.to_owned(),
        (None, Some(field)) => format!("what the order gave as {field}"),
        (None, None) => String::new(),
    };
    [
        meta.id.to_owned(),
        meta.transport.name().to_owned(),
        format!("{}+{}", meta.request.len(), meta.reply.len()),
        address,
    ]
}
