//! Markdown, escaped so that it says what the spec says.

use std::fmt::Write as _;

pub(super) use crate::docs::{prose, sentence};

/// Text as code.
pub(super) fn code(text: &str) -> String {
    // A fence longer than any run inside.
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// Texts as code, joined.
pub(super) fn codes<S: AsRef<str>>(texts: &[S], with: &str) -> String {
    texts.iter().map(|text| code(text.as_ref())).collect::<Vec<_>>().join(with)
}

/// A table. Cells are Markdown already; pipes and line ends in them are taken care of here.
pub(super) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let mut table = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        table.push('|');
        for cell in cells {
            // Writing to a string cannot fail.
            let _ = write!(table, " {cell} |");
        }
        table.push('\n');
    };
    line(&mut head.iter().map(|cell| (*cell).to_owned()));
    line(&mut head.iter().map(|_| "---".to_owned()));
    for row in rows {
        line(&mut row.iter().map(|text| cell(text)));
    }
    table
}

/// A table of two columns without a head.
pub(super) fn facts(rows: &[[String; 2]]) -> String {
    table(["", ""], rows)
}

fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    let mut is_escaped = false;
    for character in text.trim().chars() {
        match character {
            // Even inside code a bare pipe ends the cell.
            '|' if !is_escaped => cell.push_str("\\|"),
            '\n' => cell.push(' '),
            other => cell.push(other),
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    cell
}

/// Points of a list.
pub(super) fn list(points: impl IntoIterator<Item = String>) -> String {
    points.into_iter().fold(String::new(), |list, point| list + "* " + &point + "\n")
}

/// Parts with an empty line between them, without those that are empty.
pub(super) fn joined(parts: &[String]) -> String {
    let parts = parts.iter().map(|part| part.trim_end()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

/// A block of code in this language.
pub(super) fn block(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```", text.trim_end())
}

/// What GitHub makes of a heading to link to it.
pub(super) fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter_map(|character| match character {
        ' ' => Some('-'),
        '-' | '_' => Some(character),
        letter if letter.is_alphanumeric() => Some(letter),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

/// A link to an operation.
pub(super) fn operation(id: &str) -> String {
    let product = id.split('.').next().unwrap_or_default();
    format!("[`{id}`]({product}.md#{})", anchor(id))
}

/// Links to operations.
pub(super) fn operations(ids: &[String]) -> String {
    ids.iter().map(|id| operation(id)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_ends_no_cell() {
        let rows = [["`|`".to_owned(), r"a \| b".to_owned()]];
        assert_eq!(table(["x", "y"], &rows), "| x | y |\n| --- | --- |\n| `\\|` | a \\| b |\n");
    }

    #[test]
    fn anchors_are_those_of_github() {
        assert_eq!(anchor("easypay.pre_auth"), "easypaypre_auth");
        assert_eq!(anchor("risk_item: basic"), "risk_item-basic");
    }
}
