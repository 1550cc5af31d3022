//! The message that a command reads: a file, or standard input.

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use lianlian::Message;

use crate::failure::Failure;
use crate::output;

/// Where a message comes from.
#[derive(Debug, clap::Args)]
pub(crate) struct Input {
    /// The JSON message; standard input if left out or `-`
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// The bytes of a message and the name they go by in errors.
pub(crate) struct Text {
    name: String,
    bytes: Vec<u8>,
}

impl Input {
    /// Whether it is standard input.
    pub(crate) fn is_standard_input(&self) -> bool {
        self.file().is_none()
    }

    fn file(&self) -> Option<&Path> {
        self.file.as_deref().filter(|file| file.as_os_str() != "-")
    }

    /// Reads all of it.
    pub(crate) fn read(&self) -> Result<Text, Failure> {
        match self.file() {
            Some(file) => Ok(Text {
                name: file.display().to_string(),
                bytes: fs::read(file).map_err(|reason| Failure::read(file, reason))?,
            }),
            None => read_standard_input(),
        }
    }
}

fn read_standard_input() -> Result<Text, Failure> {
    let name = "standard input".to_owned();
    let mut bytes = Vec::new();
    let mut input = io::stdin().lock();
    if input.is_terminal() {
        output::note("Reading the message from the keyboard; end it with Ctrl-D.");
    }
    match input.read_to_end(&mut bytes) {
        Ok(_) => Ok(Text { name, bytes }),
        Err(reason) => Err(Failure::Read { name, reason }),
    }
}

impl Text {
    /// The file as it was given, or what stands for standard input.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The message in it.
    pub(crate) fn message(&self) -> Result<Message<'_>, Failure> {
        Message::parse(&self.bytes)
            .map_err(|reason| Failure::Message { name: self.name.clone(), reason })
    }

    /// The text without what may stand around a message; empty if it is no UTF-8. It is the JSON text
    /// of a message only if [`Text::message`] reads it.
    pub(crate) fn trimmed(&self) -> &str {
        let text = str::from_utf8(&self.bytes).unwrap_or_default();
        text.strip_prefix('\u{feff}').unwrap_or(text).trim_ascii()
    }
}
