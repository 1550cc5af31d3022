//! Messages, well-formed and not.
#![allow(clippy::unwrap_used)]

use super::*;

fn source(json: &str) -> String {
    Message::parse(json.as_bytes()).unwrap().source(&[])
}

fn refused(json: &str) -> MessageError {
    Message::parse(json.as_bytes()).unwrap_err()
}

#[test]
fn a_field_named_unsigned_is_left_out_of_the_source() {
    let message = Message::parse(br#"{"b":"2","a":"1","memo":"m","sign":"s"}"#).unwrap();
    assert_eq!(message.source(&[]), "a=1&b=2&memo=m");
    assert_eq!(message.source(&["memo"]), "a=1&b=2");
    assert_eq!(message.source(&["memo", "a", "b", "c"]), "");
}

#[test]
fn every_kind_of_value_has_its_text() {
    let json = r#"{ "n": null, "t": true, "f": false, "d": -0.50e+1, "s": "\u7fbd\n\"",
        "l": [ {"x" :1} ], "o": {"sign":"kept"}, "e":"" }"#;
    let message = Message::parse(json.as_bytes()).unwrap();
    let text = |key| message.text(key).map(Cow::into_owned);
    assert_eq!(text("n"), None);
    assert_eq!(text("absent"), None);
    assert_eq!(text("t").unwrap(), "true");
    assert_eq!(text("f").unwrap(), "false");
    assert_eq!(text("d").unwrap(), "-0.50e+1");
    assert_eq!(text("s").unwrap(), "羽\n\"");
    assert_eq!(text("l").unwrap(), r#"[ {"x" :1} ]"#);
    assert_eq!(text("o").unwrap(), r#"{"sign":"kept"}"#);
    assert_eq!(text("e").unwrap(), "");
    assert_eq!(message.get("n"), Some(&MemberValue::Null));
    assert_eq!(
        message.source(&[]),
        "d=-0.50e+1&f=false&l=[ {\"x\" :1} ]&o={\"sign\":\"kept\"}&s=羽\n\"&t=true"
    );
}

#[test]
fn members_come_in_the_order_of_the_message() {
    let message = Message::parse(br#"{"b":"2","sign":"s","a":null}"#).unwrap();
    let names = message.members().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names, ["b", "sign", "a"]);
}

#[test]
fn more_members_than_any_message_has_are_refused() {
    let of = |count: usize| {
        let members = (0..count).map(|number| format!("\"{number}\":1"));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    };
    assert!(Message::parse(of(MOST_MEMBERS).as_bytes()).is_ok());
    let error = refused(&of(MOST_MEMBERS + 1));
    assert!(error.to_string().contains("4,096"), "{error}");
}

#[test]
fn colons_are_counted_however_many_there_are() {
    for count in [0, 1, 254, 255, 256, 511, 1_000] {
        assert_eq!(colons(&":".repeat(count)), count);
        assert_eq!(colons(&"羽:".repeat(count)), count);
    }
}

#[test]
fn strings_without_escapes_are_not_copied() {
    let message = Message::parse(br#"{"a":"plain","b":"\u0041"}"#).unwrap();
    let is_borrowed = |key| matches!(message.get(key), Some(MemberValue::Text(Cow::Borrowed(_))));
    assert!(is_borrowed("a"));
    assert!(!is_borrowed("b"));
}

#[test]
fn an_escaped_name_is_the_name_it_spells() {
    assert_eq!(source(r#"{"\u0073ign":"x","\u0061":"1"}"#), "a=1");
    assert_eq!(
        refused(r#"{"sign":"x","\u0073ign":"y"}"#),
        MessageError::DuplicateKey("sign".into())
    );
}

#[test]
fn a_duplicate_name_is_refused_wherever_it_stands() {
    assert_eq!(refused(r#"{"a":1,"b":2,"a":1}"#), MessageError::DuplicateKey("a".into()));
    assert_eq!(refused(r#"{"a":null,"a":""}"#), MessageError::DuplicateKey("a".into()));
    assert_eq!(source(r#"{"a":"1","A":"2"}"#), "A=2&a=1");
}

#[test]
fn what_is_not_one_whole_object_is_refused() {
    assert_eq!(refused(""), MessageError::Empty);
    assert_eq!(refused(" \r\n\t"), MessageError::Empty);
    assert_eq!(refused("\u{feff}"), MessageError::Empty);
    assert_eq!(refused(" <!DOCTYPE html>"), MessageError::LooksLikeHtml);
    for json in ["[]", "\"text\"", "12", "null", "true"] {
        assert_eq!(refused(json), MessageError::NotAnObject, "{json}");
    }
    for json in
        ["ok", "{\"a\":1} {}", "{\"a\":1,}", "{'a':1}", "{\"a\":01}", "{1:2}", "{\"a\":NaN}"]
    {
        assert!(matches!(refused(json), MessageError::NotJson { .. }), "{json}");
    }
    let not_utf8 = Message::parse(b"{\"a\":\"\xff\"}").unwrap_err();
    assert_eq!(not_utf8, MessageError::NotUtf8 { valid_up_to: 6 });
}

#[test]
fn a_message_cut_anywhere_is_truncated() {
    let json = r#"{"oid_partner":"羽毛球","n":[1,{"a":true}],"m":"\u7fbd"}"#.as_bytes();
    for end in 1..json.len() {
        let cut = json.get(..end).unwrap();
        assert_eq!(Message::parse(cut).unwrap_err(), MessageError::Truncated, "{end}");
    }
    assert!(Message::parse(json).is_ok());
}

#[test]
fn half_a_surrogate_pair_is_refused_with_its_place() {
    let error = refused("{\"a\":1,\n\"b\":\"\\ud800\",\"c\":1}");
    assert!(matches!(error, MessageError::NotJson { line: 2, .. }), "{error}");
    assert_eq!(source(r#"{"a":"\ud83d\ude00"}"#), "a=😀");
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    assert_eq!(source("\u{feff}{\"a\":\"1\"}"), "a=1");
}

#[test]
fn deep_nesting_is_kept_as_text_without_recursion() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(source(&format!("{{\"a\":{deep}}}")), format!("a={deep}"));
}

#[test]
fn form_fields_make_a_message_too() {
    let pairs = [("b", "2"), ("sign", "s"), ("a", ""), ("C", "null")];
    let owned = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
    let message = Message::from_pairs(pairs.map(owned)).unwrap();
    assert_eq!(message.source(&[]), "b=2&C=null");
    let twice = Message::from_pairs([("a", "1"), ("a", "1")].map(owned));
    assert_eq!(twice.unwrap_err(), MessageError::DuplicateKey("a".into()));
}

#[test]
fn neither_debug_nor_an_error_shows_a_value() {
    let message = Message::parse(br#"{"card_no":"6222","cvv2":123,"x":"\u0036222"}"#).unwrap();
    let shown = format!("{message:?}");
    assert!(shown.contains("card_no") && shown.contains("cvv2"), "{shown}");
    assert!(!shown.contains("6222") && !shown.contains("123"), "{shown}");
    for json in [r#"{"card_no":6222x}"#, r#"{"card_no":"6222"6222}"#, r#"{"card_no":"6222\q"}"#] {
        assert!(!refused(json).to_string().contains("6222"), "{json}");
    }
}
