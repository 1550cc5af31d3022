//! The own reader of JSON, and that the library reads the same grammar.

use lianlian::Message;
use lianlian_fuzz::{json, source};

/// Texts of one value, and whether they are JSON.
const VALUES: &[(&str, bool)] = &[
    ("0", true),
    ("-0", true),
    ("-0.0e+1", true),
    ("1E-9", true),
    ("1e400", true),
    ("00", false),
    ("01", false),
    ("+1", false),
    (".5", false),
    ("1.", false),
    ("1.e1", false),
    ("1e", false),
    ("1e+", false),
    ("-", false),
    ("0x1", false),
    ("1 2", false),
    ("NaN", false),
    ("true", true),
    ("True", false),
    ("nul", false),
    ("nulll", false),
    ("\"\"", true),
    ("\"\u{7f}\u{2028}\u{10ffff}\"", true),
    ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00fF\"", true),
    ("\"\\ud83d\\ude00\"", true),
    ("\"\t\"", false),
    ("\"\n\"", false),
    ("\"\u{1f}\"", false),
    ("\"\\v\"", false),
    ("\"\\u12\"", false),
    ("\"\\u12g4\"", false),
    ("\"\\U0041\"", false),
    ("\"", false),
    ("'a'", false),
    ("[]", true),
    ("[ ]", true),
    ("[[],{}]", true),
    ("[1,\t2\r\n]", true),
    ("[1,]", false),
    ("[,1]", false),
    ("[1 2]", false),
    ("[1}", false),
    ("[", false),
    ("]", false),
    ("{}", true),
    ("{ \"a\" : { \"b\" : [ ] } }", true),
    ("{\"a\":1,\"a\":2}", true),
    ("{\"a\":1,}", false),
    ("{\"a\"}", false),
    ("{\"a\":}", false),
    ("{a:1}", false),
    ("{\"a\":1]", false),
    ("{\"\\ud800\":1}", true),
    ("[\"\\ud800\"]", true),
    ("/**/1", false),
    ("\u{c}1", false),
    ("\u{a0}1", false),
    ("\u{feff}1", false),
    ("", false),
];

#[test]
fn the_grammar_is_that_of_rfc_8259() {
    for (value, is_json) in VALUES {
        let message = format!("{{\"v\":{value}}}");
        let members = json::object(&message);
        assert_eq!(members.is_some(), *is_json, "{value:?}");
        assert!(members.is_none_or(|members| members == [("\"v\"", *value)]), "{value:?}");
        assert_eq!(json::array(&format!("[{value}]")).is_some(), *is_json || value.is_empty());
        assert_eq!(json::compact(value).is_some(), *is_json, "{value:?}");
    }
}

#[test]
fn the_library_takes_the_same_values() {
    for (value, is_json) in VALUES {
        let message = format!("{{\"v\":{value}}}");
        assert_eq!(Message::parse(message.as_bytes()).is_ok(), *is_json, "{value:?}");
        source::source(message.as_bytes());
        // And the same values as names, as what follows, and as what goes before.
        source::source(format!("{{{value}:1}}").as_bytes());
        source::source(format!("{{\"v\":1}}{value}").as_bytes());
        source::source(format!("{value}{{\"v\":1}}").as_bytes());
        source::source(value.as_bytes());
    }
}

#[test]
fn a_string_stands_for_its_text_unless_it_has_half_of_a_character() {
    for (string, text) in [
        (r#""a\"\\\/\b\f\n\r\t""#, Some("a\"\\/\u{8}\u{c}\n\r\t")),
        (r#""\u7fbd\u0000\uFFFF""#, Some("羽\0\u{ffff}")),
        (r#""\ud83d\ude00\uDBFF\uDFFF""#, Some("😀\u{10ffff}")),
        (r#""\ud83d""#, None),
        (r#""\ude00""#, None),
        (r#""\ud83d\ud83d\ude00""#, None),
        (r#""\ud83dx""#, None),
        (r#""\ud83d\n""#, None),
    ] {
        assert_eq!(json::text(string).as_deref(), text, "{string}");
        source::source(format!("{{\"v\":{string}}}").as_bytes());
        source::source(format!("{{{string}:\"v\"}}").as_bytes());
    }
}

#[test]
fn white_space_is_dropped_between_tokens_only() {
    let value = "{ \"a b\" :\t[ \"\\\" \\\\\" , 1 ]\r\n}";
    assert_eq!(json::compact(value).as_deref(), Some("{\"a b\":[\"\\\" \\\\\",1]}"));
}

#[test]
fn values_nested_a_hundred_thousand_deep_are_text_to_both() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested =
            |closed| format!("{{\"v\":{}1{}}}", open.repeat(100_000), close.repeat(closed));
        source::source(nested(100_000).as_bytes());
        source::source(nested(99_999).as_bytes());
        source::source(nested(100_001).as_bytes());
        assert!(Message::parse(nested(100_000).as_bytes()).is_ok());
    }
}
