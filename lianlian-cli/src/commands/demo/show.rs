//! How the demo shows steps, messages and the QR code.

use std::io;

use lianlian_sandbox::Exchange;
use qrcode::render::unicode::Dense1x2;
use qrcode::types::QrError;
use qrcode::{EcLevel, QrCode};

use crate::failure::Failure;
use crate::layout::{paragraph, source};
use crate::output;

/// Everything stands a little to the right of the headings.
const INDENT: &str = "   ";

/// Characters of a signature shown at its beginning and at its end.
const BEGINNING: usize = 32;
const ENDING: usize = 8;

/// Prints the demo, step by step.
pub(super) struct Stage {
    colour: bool,
    /// Whether signatures are shown whole.
    full: bool,
    step: usize,
}

impl Stage {
    pub(super) fn new(full: bool) -> Self {
        Self { colour: output::has_colour(&io::stdout()), full, step: 0 }
    }

    /// Begins a step: what happens, and why in a sentence or two.
    pub(super) fn step(&mut self, title: &str, text: &str) -> Result<(), Failure> {
        self.step = self.step.saturating_add(1);
        let title = self.bold(&format!("{}. {title}", self.step));
        output::line(&format!("\n{title}"))?;
        say(text)
    }

    /// The signature source of a message and its signature.
    pub(super) fn message(&self, title: &str, message: &Exchange) -> Result<(), Failure> {
        let indent = format!("{INDENT}  ");
        let operation = message.operation;
        output::line(&format!(
            "\n{INDENT}{}",
            self.dim(&format!("{title} ({operation}), signed text:"))
        ))?;
        output::line(&source(&message.source, &indent))?;
        let (note, signature) = self.signature(&message.signature);
        output::line(&format!("{INDENT}{}", self.dim(&format!("signature{note}:"))))?;
        output::line(&source(&signature, &indent))
    }

    /// What one side answered, which is not signed.
    pub(super) fn answer(&self, title: &str, text: &str) -> Result<(), Failure> {
        output::line(&format!("\n{INDENT}{}", self.dim(&format!("{title}:"))))?;
        output::line(&source(text, &format!("{INDENT}  ")))
    }

    /// What it came to.
    pub(super) fn end(&self, text: &str) -> Result<(), Failure> {
        output::line(&format!("\n{}", self.bold(&paragraph(text, ""))))
    }

    /// The signature, or its ends, since it says nothing to a reader; before it what was left out.
    fn signature(&self, signature: &str) -> (String, String) {
        let length = signature.len();
        let rest = length.saturating_sub(ENDING);
        match (signature.get(..BEGINNING), signature.get(rest..)) {
            (Some(beginning), Some(ending)) if !self.full && rest > BEGINNING => (
                format!(" ({length} characters, --full shows all)"),
                format!("{beginning} … {ending}"),
            ),
            _ => (String::new(), signature.to_owned()),
        }
    }

    /// A text as a QR code of half blocks.
    pub(super) fn qr_code(&self, text: &str) -> Result<(), Failure> {
        let code = qr_code(text)
            .map_err(|error| Failure::Fault(format!("no QR code can be made: {error}")))?;
        let mut image = code.render::<Dense1x2>();
        if !self.colour {
            // Plain text is taken to be light on dark, as terminals mostly are.
            image.dark_color(Dense1x2::Light).light_color(Dense1x2::Dark);
        }
        output::line("")?;
        for line in image.build().lines() {
            // With colours it is black on white whatever the terminal's own are.
            let line = self.coloured("30;107", line);
            output::line(&format!("{INDENT}{line}"))?;
        }
        output::line("")
    }

    fn bold(&self, text: &str) -> String {
        self.coloured("1", text)
    }

    fn dim(&self, text: &str) -> String {
        self.coloured("2", text)
    }

    fn coloured(&self, style: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// A paragraph.
pub(super) fn say(text: &str) -> Result<(), Failure> {
    output::line(&paragraph(text, INDENT))
}

/// A line that is not to be broken, such as an address.
pub(super) fn line(text: &str) -> Result<(), Failure> {
    output::line(&format!("{INDENT}{text}"))
}

/// The lowest level of error correction makes the smallest picture; a screen has no scratches.
fn qr_code(text: &str) -> Result<QrCode, QrError> {
    QrCode::with_error_correction_level(text, EcLevel::L)
}
