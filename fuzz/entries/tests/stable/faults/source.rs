//! Wrong readers of messages, which are caught.

use lianlian::Message;
use lianlian_fuzz::{model, source};

#[test]
#[should_panic(expected = "another source")]
fn a_source_sorted_by_case_is_caught() {
    source::agrees(br#"{"pay_type":"1","payLoad":"2"}"#, |message, without| {
        let mut members = model::members(message)?;
        members.retain(|member| !without.contains(&&*member.name));
        members.sort_by(|a, b| a.name.cmp(&b.name));
        let pairs =
            members.iter().map(|one| format!("{}={}", one.name, one.text.as_ref().unwrap()));
        Some(pairs.collect::<Vec<_>>().join("&"))
    });
}

#[test]
#[should_panic(expected = "another source")]
fn a_source_that_writes_numbers_anew_is_caught() {
    source::agrees(br#"{"amt":1.50}"#, |message, without| {
        let source = Message::parse(message).ok()?.source(without);
        Some(source.replace("1.50", "1.5"))
    });
}

#[test]
#[should_panic(expected = "another source")]
fn a_reader_that_refuses_a_message_is_caught() {
    source::agrees(br#"{"a":"\u007f"}"#, |_, _| None);
}

#[test]
#[should_panic(expected = "another source")]
fn a_reader_that_takes_a_number_that_is_none_is_caught() {
    source::agrees(br#"{"a":01}"#, |_, _| Some("a=01".to_owned()));
}

#[test]
#[should_panic(expected = "another source")]
fn a_reader_that_takes_the_last_of_two_members_is_caught() {
    source::agrees(br#"{"a":"1","a":"2"}"#, |message, _| {
        let value: serde_json::Value = serde_json::from_slice(message).ok()?;
        Some(format!("a={}", value["a"].as_str()?))
    });
}
