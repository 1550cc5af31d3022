//! `lianlian explain`: what a return code means and what to do.

use lianlian::{AlsoReading, CodeOutcome, GATEWAY, Reading, Retry, ReturnCode};

use crate::failure::{Answer, Failure};
use crate::layout::{hanging, paragraph};
use crate::output;

/// Say what a return code means and what to do
///
/// Takes a `ret_code` of the gateway, or the label that this project gives to one.
/// A code that is not documented exits with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  lianlian explain 1001
  lianlian explain risk_too_high")]
pub(crate) struct Explain {
    /// The code, or its label
    code: String,
}

impl Explain {
    pub(crate) fn run(&self) -> Result<Answer, Failure> {
        let found = find(&self.code);
        if found.is_empty() {
            output::note(&format!(
                "{}: this code is not documented, so it proves nothing.\n\
                 Treat what became of the money as unknown: query the order before doing anything\n\
                 else, and ask the gateway's support what the code means.",
                self.code
            ));
            return Ok(Answer::No);
        }
        let explained = found.into_iter().map(explained);
        output::line(&explained.collect::<Vec<_>>().join("\n\n"))?;
        Ok(Answer::Yes)
    }
}

/// The code itself, or every code that has the label.
fn find(code_or_label: &str) -> Vec<&'static ReturnCode> {
    if let Some(code) = GATEWAY.return_code(code_or_label) {
        return vec![code];
    }
    let has_label = |code: &&ReturnCode| {
        let by_product = code.by_product.iter().map(|(_, reading)| reading.label);
        let also = code.also.iter().map(|also| also.label);
        [code.reading.label]
            .into_iter()
            .chain(by_product)
            .chain(also)
            .any(|label| label == code_or_label)
    };
    GATEWAY.return_codes.iter().filter(has_label).collect()
}

fn explained(code: &ReturnCode) -> String {
    let mut parts = vec![reading(code.code, &code.reading)];
    for (product, of_product) in code.by_product {
        parts.push(reading(&format!("For the product {product}:"), of_product));
    }
    for also in code.also {
        parts.push(also_reading(also));
    }
    if let Some(note) = code.note {
        parts.push(hanging(note, "Note: ", "  "));
    }
    parts.join("\n\n")
}

fn reading(head: &str, reading: &Reading) -> String {
    let Reading { label, meaning, zh, class, outcome, retry } = reading;
    let mut lines = meant(head, label, meaning, *zh);
    let facts = [
        ("class", class.name().to_owned()),
        ("money", format!("{} ({})", outcome.advice(), outcome.name())),
        ("again", again(*outcome, *retry)),
    ];
    for (name, fact) in facts {
        lines.push(hanging(&fact, &format!("  {name}  "), "         "));
    }
    lines.join("\n")
}

/// What may be sent; never without a query first where the code proves nothing.
fn again(outcome: CodeOutcome, retry: Retry) -> String {
    let first = match (outcome, retry) {
        (CodeOutcome::UnknownQueryFirst, Retry::SameRequest | Retry::NewRequest) => {
            "Only once the query has shown that nothing was paid. "
        }
        _ => "",
    };
    format!("{first}{} ({})", retry.advice(), retry.name())
}

fn also_reading(also: &AlsoReading) -> String {
    let AlsoReading { label, meaning, zh } = also;
    let mut lines = meant("The same code is also documented as", label, meaning, *zh);
    lines.push("  Nothing in a reply tells which is meant.".to_owned());
    lines.join("\n")
}

/// Label, meaning and the gateway's own text.
fn meant(head: &str, label: &str, meaning: &str, zh: Option<&str>) -> Vec<String> {
    let mut lines = vec![format!("{head} {label}"), paragraph(&format!("{meaning}."), "  ")];
    lines.extend(zh.map(|zh| format!("  {zh}")));
    lines
}
