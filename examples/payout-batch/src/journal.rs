//! What was done about each payout, written down before and after it is done.
//!
//! A file of JSON lines, of which the last about a payout counts. A program that is killed leaves the line
//! that it wrote before sending, and the next run knows that it has to ask.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::payout::Payout;

/// The journal of a batch. It names no payee: numbers are enough.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    last: BTreeMap<String, Entry>,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The payout's number.
    pub number: String,
    /// When it was first sent.
    pub first_sent: Timestamp,
    /// What is known about it.
    pub state: State,
}

/// What is known about a payout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// It is about to be sent. As a last line: nobody knows whether it was.
    Sending,
    /// The money has gone out.
    Paid,
    /// The gateway works on it.
    UnderWay,
    /// The gateway holds it until a person says that it may go out.
    Held(String),
    /// It was not executed. Once the cause is gone, it may be sent under the same number.
    Refused(String),
    /// It failed for good, or the bank gave it back. Its number is spent.
    Failed(String),
    /// It may be executed or not: ask.
    Unknown(String),
}

/// Why the journal cannot be kept. Nothing is sent without it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The file cannot be read or written.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// A line is something else.
    #[error("{path}: line {line} is not of a journal: {reason}")]
    Line {
        /// The file.
        path: PathBuf,
        /// Which line, counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: serde_json::Error,
    },
}

impl Journal {
    /// Opens a journal, and begins one if there is none.
    ///
    /// A last line without an end is cut off: whoever wrote it was killed before acting upon it.
    ///
    /// # Errors
    /// The file cannot be read and written, or is no journal.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, JournalError> {
        let path = path.into();
        let in_file = |reason| JournalError::File { path: path.clone(), reason };
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(reason) => return Err(in_file(reason)),
        };
        let mut last = BTreeMap::new();
        let mut whole = 0_u64;
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        for (line, text) in (1_usize..).zip(lines.filter(|text| text.ends_with(b"\n"))) {
            let entry: Entry = serde_json::from_slice(text)
                .map_err(|reason| JournalError::Line { path: path.clone(), line, reason })?;
            last.insert(entry.number.clone(), entry);
            whole = whole.saturating_add(u64::try_from(text.len()).unwrap_or(u64::MAX));
        }
        let file = OpenOptions::new().append(true).create(true).open(&path).map_err(in_file)?;
        file.set_len(whole).map_err(in_file)?;
        Ok(Self { path, file, last })
    }

    /// What is known about a payout; `None` if it was never sent.
    pub fn entry(&self, number: &str) -> Option<&Entry> {
        self.last.get(number)
    }

    /// Writes down what is known about a payout. When it returns, it is on the disk.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn note(&mut self, payout: &Payout, state: State) -> Result<(), JournalError> {
        let (number, first_sent) = (payout.number.clone(), payout.first_sent);
        let entry = Entry { number, first_sent, state };
        let written = serde_json::to_vec(&entry).map_err(io::Error::from).and_then(|mut line| {
            line.push(b'\n');
            self.file.write_all(&line)?;
            self.file.sync_data()
        });
        written.map_err(|reason| JournalError::File { path: self.path.clone(), reason })?;
        self.last.insert(entry.number.clone(), entry);
        Ok(())
    }
}
