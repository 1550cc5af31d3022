//! Text for terminals of eighty columns.

/// Columns that a line may take.
pub(crate) const WIDTH: usize = 80;

/// A paragraph as lines that begin with `indent` and break between words.
pub(crate) fn paragraph(text: &str, indent: &str) -> String {
    hanging(text, indent, indent)
}

/// A paragraph whose first line begins with `first` and the others with `rest`.
pub(crate) fn hanging(text: &str, first: &str, rest: &str) -> String {
    let mut lines = vec![first.to_owned()];
    let mut is_fresh = true;
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        let needed = columns(line).saturating_add(columns(word)).saturating_add(1);
        if is_fresh {
            line.push_str(word);
            is_fresh = false;
        } else if needed <= WIDTH {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(format!("{rest}{word}"));
        }
    }
    lines.join("\n")
}

/// A signature source as indented lines that break before `&`, and inside a member only if it is
/// longer than a line.
pub(crate) fn source(text: &str, indent: &str) -> String {
    let mut lines = vec![indent.to_owned()];
    let mut used = columns(indent);
    for piece in pieces(text, '&') {
        if used > columns(indent) && used.saturating_add(columns(piece)) > WIDTH {
            lines.push(indent.to_owned());
            used = columns(indent);
        }
        for character in piece.chars() {
            let wide = columns_of(character);
            if used.saturating_add(wide) > WIDTH {
                lines.push(indent.to_owned());
                used = columns(indent);
            }
            if let Some(line) = lines.last_mut() {
                line.push(character);
            }
            used = used.saturating_add(wide);
        }
    }
    lines.join("\n")
}

/// The text cut before each `separator`.
fn pieces(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut characters = rest.char_indices();
        characters.next()?;
        let end = characters
            .find(|(_, character)| *character == separator)
            .map_or(rest.len(), |(place, _)| place);
        let (piece, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(piece)
    })
}

/// Columns that a text takes on a terminal.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(columns_of).fold(0, usize::saturating_add)
}

/// Chinese characters and their punctuation take two columns.
fn columns_of(character: char) -> usize {
    let is_wide = matches!(
        character,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}'
    );
    if is_wide { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_breaks_between_words() {
        let text = "word ".repeat(40);
        let lines = paragraph(&text, "  ");
        assert!(lines.lines().all(|line| line.len() <= WIDTH && line.starts_with("  word")));
        assert_eq!(lines.split_whitespace().count(), 40);
    }

    #[test]
    fn a_source_breaks_before_an_ampersand() {
        let member = format!("&key={}", "x".repeat(40));
        let lines = source(&format!("a=1{}", member.repeat(3)), "  ");
        let expected = format!("  a=1{member}\n  {member}\n  {member}");
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_member_longer_than_a_line_breaks_inside() {
        let lines = source(&"羽".repeat(100), " ");
        assert!(lines.lines().all(|line| columns(line) <= WIDTH));
        assert_eq!(lines.matches('羽').count(), 100);
    }
}
