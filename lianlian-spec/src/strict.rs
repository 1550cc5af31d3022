//! Refuses what `jsonc-parser` lets through although it is not JSON, and nesting bombs.
//!
//! With all its leniencies off the parser still skips form feeds and Unicode blanks between tokens
//! and takes raw control characters inside strings. It also recurses, so depth is checked first.

/// Deepest nesting of objects and arrays; real spec files stay below ten.
const MAX_DEPTH: usize = 64;

/// One place at which a text stops being JSON.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) message: String,
    pub(crate) help: Option<&'static str>,
}

/// The first fault the parser would not report, if any.
///
/// Strings are told from the rest as the parser tells them. Where the two could disagree, the text
/// has a fault at which the parser stops, so a caller takes whichever fault comes first.
pub(crate) fn first_fault(text: &str) -> Option<Fault> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut string_start = 0_usize;
    let mut escaped = false;
    for (start, letter) in text.char_indices() {
        let end = start.saturating_add(letter.len_utf8());
        let fault = |message: String, help| Some(Fault { start, end, message, help });
        if in_string {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                '\n' | '\r' => {
                    // The whole string is shown: the quote that is missing may be anywhere in it.
                    return Some(Fault {
                        start: string_start,
                        end: start,
                        message: "a line break inside a string is not JSON".to_owned(),
                        help: Some("close the string with `\"`, or write `\\n`"),
                    });
                }
                '\0'..='\x1f' => {
                    let code = u32::from(letter);
                    let message = format!(
                        "a raw control character inside a string is not JSON: U+{code:04X}"
                    );
                    return fault(
                        message,
                        Some("write it as an escape, such as `\\t` or `\\u0000`"),
                    );
                }
                _ => {}
            }
            continue;
        }
        match letter {
            '"' => {
                in_string = true;
                string_start = start;
            }
            '{' | '[' => {
                depth = depth.saturating_add(1);
                if depth > MAX_DEPTH {
                    return fault(format!("nested more than {MAX_DEPTH} levels deep"), None);
                }
            }
            '}' | ']' => depth = depth.saturating_sub(1),
            ' ' | '\t' | '\n' | '\r' => {}
            blank if blank.is_whitespace() || blank == '\u{feff}' => {
                let code = u32::from(blank);
                let message =
                    format!("a blank that JSON does not know stands between tokens: U+{code:04X}");
                return fault(
                    message,
                    Some("use spaces and line breaks only, and no byte order mark"),
                );
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_no_fault() {
        assert_eq!(first_fault("{ \"a\\\"\\\\\": [1, \"连\u{a0}\"],\r\n\t\"b\": null }"), None);
    }

    #[test]
    fn control_characters_and_foreign_blanks_are_faults() {
        for (text, start) in [
            ("\"a\tb\"", 2),
            ("[\"a\nb\"", 1),
            ("{\u{a0}}", 1),
            ("{\x0c}", 1),
            ("\u{feff}{}", 0),
            ("\"\\\u{1}\"\x0b", 4),
        ] {
            assert_eq!(first_fault(text).map(|fault| fault.start), Some(start), "{text:?}");
        }
    }

    #[test]
    fn nesting_is_limited_before_anything_recurses() {
        assert_eq!(first_fault(&"[".repeat(64)), None);
        assert_eq!(first_fault(&"[".repeat(1_000_000)).map(|fault| fault.start), Some(64));
    }
}
