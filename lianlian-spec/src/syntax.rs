//! JSON text into a tree that knows where each of its parts stands.

use std::collections::HashMap;

use jsonc_parser::ast;
use jsonc_parser::common::{Range, Ranged as _};
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::mistake::{Finding, Sink};
use crate::source::{Span, Spanned, Text};
use crate::strict;

/// Strict JSON: every leniency of the parser is off.
const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// A JSON value and its place.
pub(crate) type Node = Spanned<Value>;

/// A JSON value, strings decoded, numbers as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(String),
    String(String),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

/// One `"key": value` of an object. Keys of one object differ: a repeated one has been reported
/// and left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) key: Text,
    pub(crate) value: Node,
}

impl Value {
    /// What it is, with its article, for messages.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// Parses one file; `None` if it is not JSON, which has then been reported.
pub(crate) fn parse(file: usize, text: &str, sink: &mut Sink) -> Option<Node> {
    let fault = strict::first_fault(text);
    // A text nested too deeply must not reach the parser, which recurses.
    let reached = fault.as_ref().map_or(text, |fault| text.get(..fault.end).unwrap_or(text));
    let parsed = parse_to_ast(reached, &CollectOptions::default(), &OPTIONS);
    match (parsed, fault) {
        (Ok(parsed), None) => {
            let span = Span { file, start: 0, end: 0 };
            let Some(value) = parsed.value else {
                let finding = Finding::new(span, "the file is empty");
                sink.add(finding.help("write at least `{}` and see which keys are asked for"));
                return None;
            };
            Some(Converter { file, sink }.node(&value))
        }
        (Err(error), None) => {
            sink.add(not_json(file, text, &error));
            None
        }
        (Err(error), Some(fault)) if error.range().end < fault.start => {
            sink.add(not_json(file, text, &error));
            None
        }
        (_, Some(fault)) => {
            let span = Span { file, start: fault.start, end: fault.end };
            let finding = Finding::new(span, fault.message);
            sink.add(finding.maybe_help(fault.help.map(str::to_owned)));
            None
        }
    }
}

/// Whether a text is one JSON object, for JSON that travels inside a string.
pub(crate) fn is_object(text: &str) -> bool {
    strict::first_fault(text).is_none()
        && parse_to_ast(text, &CollectOptions::default(), &OPTIONS)
            .is_ok_and(|parsed| matches!(parsed.value, Some(ast::Value::Object(_))))
}

/// Whether a text is one JSON array, for JSON that travels inside a string.
pub(crate) fn is_array(text: &str) -> bool {
    strict::first_fault(text).is_none()
        && parse_to_ast(text, &CollectOptions::default(), &OPTIONS)
            .is_ok_and(|parsed| matches!(parsed.value, Some(ast::Value::Array(_))))
}

fn not_json(file: usize, text: &str, error: &ParseError) -> Finding {
    let Range { start, end } = error.range();
    let end = match error.kind() {
        // These ranges run to the end of the file; what opens the rest is what matters.
        ParseErrorKind::UnterminatedArray | ParseErrorKind::UnterminatedObject => {
            start.saturating_add(1)
        }
        _ => end,
    };
    // Underline one line at most.
    let covered = text.get(start..end).unwrap_or_default();
    let line = covered.split(['\n', '\r']).next().unwrap_or_default();
    let span = Span { file, start, end: start.saturating_add(line.len()) };
    let reason = error.kind().to_string();
    let mut letters = reason.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    let reason: String = first.into_iter().chain(letters).collect();
    Finding::new(span, format!("this is not JSON: {reason}"))
}

struct Converter<'s> {
    file: usize,
    sink: &'s mut Sink,
}

impl Converter<'_> {
    fn span(&self, range: Range) -> Span {
        Span { file: self.file, start: range.start, end: range.end }
    }

    fn node(&mut self, value: &ast::Value<'_>) -> Node {
        let span = self.span(value.range());
        let value = match value {
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
            ast::Value::NumberLit(literal) => Value::Number(literal.value.to_owned()),
            ast::Value::StringLit(literal) => Value::String(literal.value.to_string()),
            ast::Value::Array(array) => {
                Value::Array(array.elements.iter().map(|element| self.node(element)).collect())
            }
            ast::Value::Object(object) => Value::Object(self.members(object)),
        };
        Node { value, span }
    }

    fn members(&mut self, object: &ast::Object<'_>) -> Vec<Member> {
        let mut members = Vec::with_capacity(object.properties.len());
        let mut first: HashMap<&str, Span> = HashMap::new();
        for property in &object.properties {
            let name = property.name.as_str();
            let span = self.span(property.name.range());
            if let Some(earlier) = first.get(name) {
                let finding =
                    Finding::new(span, format!("the key `{name}` stands twice in this object"));
                let finding = finding.label("a second time here").related(*earlier, "first here");
                self.sink.add(finding.help("keep one of the two"));
                continue;
            }
            first.insert(name, span);
            let key = Text { value: name.to_owned(), span };
            members.push(Member { key, value: self.node(&property.value) });
        }
        members
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, Sources};

    fn first_mistake(text: &str) -> Option<String> {
        let mut sink = Sink::default();
        let node = parse(0, text, &mut sink);
        let file = SourceFile { path: "f".to_owned(), text: text.to_owned() };
        assert_eq!(node.is_none(), sink.count() > 0, "{text:?}");
        let mistakes = sink.finish(&Sources::new(None, vec![file])).to_string();
        mistakes.lines().next().map(str::to_owned)
    }

    #[test]
    fn nothing_but_json_is_accepted() {
        for text in [
            "",
            " ",
            "{a:1}",
            "{'a':1}",
            "['a']",
            "[1,]",
            "{\"a\":1,}",
            "[1 2]",
            "{\"a\":1 \"b\":2}",
            "[0x1]",
            "[+1]",
            "[.5]",
            "[5.]",
            "[01]",
            "[-]",
            "[1e]",
            "[NaN]",
            "[Infinity]",
            "[-Infinity]",
            "[undefined]",
            "[1]//",
            "/**/[1]",
            "[1] 2",
            "[\"\\x41\"]",
            "[\"\\v\"]",
            "[\"\\ud800\"]",
            "[\"\\udc00\"]",
            "[\"\\ud800\\u0041\"]",
            "[\"\t\"]",
            "[\"\n\"]",
            "\u{feff}[]",
            "[\u{a0}1]",
            "[\x0c1]",
            "[truE]",
            "[true_]",
            "{true:1}",
            "{1:1}",
            "[",
            "{",
            "[}",
            "{]",
            "\"",
            "[\"a]",
            "{\"a\"}",
            "{\"a\":}",
            "{,}",
            "[,]",
            "[1,,2]",
            "]",
            "}",
            ",",
            ":",
            "[\"\\u00g0\"]",
            "[\"\\u连\"]",
            "[\"\\连\"]",
            "[\"\\\n\"]",
        ] {
            assert!(first_mistake(text).is_some(), "{text:?} was accepted");
        }
    }

    #[test]
    fn json_is_accepted() {
        for text in [
            "{}",
            "[]",
            "0",
            "-0.5e+10",
            "\"\\u8fde\\ud83d\\ude00\\/\\b\\f\"",
            "[true,false,null]",
            " {\"a\" : [ ] } ",
        ] {
            assert_eq!(first_mistake(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_bomb_of_brackets_is_a_mistake_and_no_overflow() {
        for bomb in ["[", "{\"a\":", "[{\"a\":"] {
            let found = first_mistake(&bomb.repeat(200_000)).unwrap();
            assert!(found.contains("nested more than 64 levels"), "{found}");
        }
        // A quote that only the parser understands must not hide the bomb from the depth check.
        assert!(first_mistake(&format!("'\"' {}", "[".repeat(200_000))).is_some());
    }

    #[test]
    fn the_earlier_of_two_faults_is_the_one_reported() {
        assert!(first_mistake("{\"a: 1,\n\"b\": 2}").unwrap().contains("line break"));
        assert!(first_mistake("{x: 1,\n\"b\t\": 2}").unwrap().contains("not JSON"));
    }
}
