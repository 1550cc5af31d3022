//! The mutants that cargo-mutants makes, as it lists them.

use std::ops::Range;

use serde_json::Value;

use crate::Failure;
use crate::command::cargo;

/// One change of the source.
#[derive(Clone, Debug)]
pub(crate) struct Mutant {
    /// What the woven source knows it by: its place in the list, from 1.
    pub(crate) id: usize,
    /// `file:line:column: what is changed in which function`.
    pub(crate) name: String,
    /// The file, from the root of the workspace.
    pub(crate) file: String,
    pub(crate) genre: Genre,
    pub(crate) replacement: String,
    start: Position,
    end: Position,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Genre {
    /// The body of a function returns something simple at once.
    FnValue,
    BinaryOperator,
    UnaryOperator,
    /// An arm of a `match` is gone.
    MatchArm,
    MatchArmGuard,
    /// Anything else, which nothing here weaves.
    Other,
}

/// A line and a column of characters, both from 1.
#[derive(Clone, Copy, Debug)]
struct Position {
    line: u64,
    column: u64,
}

impl Mutant {
    /// The bytes that are replaced, in the text of the file.
    pub(crate) fn range(&self, text: &str) -> Option<Range<usize>> {
        Some(self.start.offset(text)?..self.end.offset(text)?)
    }
}

impl Position {
    fn offset(self, text: &str) -> Option<usize> {
        let lines = usize::try_from(self.line.checked_sub(1)?).ok()?;
        let before: usize = text.split_inclusive('\n').take(lines).map(str::len).sum();
        let columns = usize::try_from(self.column.checked_sub(1)?).ok()?;
        let line = text.get(before..)?;
        let within: usize = line.chars().take(columns).map(char::len_utf8).sum();
        before.checked_add(within)
    }
}

/// Asks cargo-mutants for the mutants of a package.
pub(crate) fn of(package: &str) -> Result<Vec<Mutant>, Failure> {
    // Not seen to be tests, where they are so under a further condition.
    let listed =
        cargo(["mutants", "--list", "--json", "--exclude", "**/tests.rs", "--package", package])
            .output();
    let text = listed.map_err(|failure| {
        format!("{failure}; get it with `cargo install --locked cargo-mutants`")
    })?;
    let value: Value = serde_json::from_str(&text).map_err(|e| format!("cargo mutants: {e}"))?;
    let all = value.as_array().ok_or("cargo mutants lists no mutants")?;
    let read = all.iter().zip(1..).map(|(one, id)| {
        read(one, id).ok_or_else(|| format!("cargo mutants describes mutants unlike before: {one}"))
    });
    read.collect()
}

/// One of the list.
pub(crate) fn read(value: &Value, id: usize) -> Option<Mutant> {
    let text = |key: &str| value.get(key)?.as_str();
    let position = |key: &str| {
        let position = value.get("span")?.get(key)?;
        let number = |key: &str| position.get(key)?.as_u64();
        Some(Position { line: number("line")?, column: number("column")? })
    };
    Some(Mutant {
        id,
        name: text("name")?.to_owned(),
        file: text("file")?.to_owned(),
        genre: match text("genre")? {
            "FnValue" => Genre::FnValue,
            "BinaryOperator" => Genre::BinaryOperator,
            "UnaryOperator" => Genre::UnaryOperator,
            "MatchArm" => Genre::MatchArm,
            "MatchArmGuard" => Genre::MatchArmGuard,
            _ => Genre::Other,
        },
        // Some modules have a `Default` of their own.
        replacement: text("replacement")?
            .replace("Default::default()", "::std::default::Default::default()"),
        start: position("start")?,
        end: position("end")?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_column_counts_characters_and_an_offset_counts_bytes() {
        let position = Position { line: 2, column: 4 };
        assert_eq!(position.offset("ab\n订单 = 1\n").unwrap(), 3 + 7);
    }
}
