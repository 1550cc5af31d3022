//! Planted faults: each property catches code that breaks it.

use lianlian::meta::FieldMeta;
use lianlian::{Amount, MerchantKey, Message, Operation as _, PayLoad, Verifier, aggregate};
use lianlian_fuzz::model::{self, Member};
use lianlian_fuzz::reply::Outcome;
use lianlian_fuzz::{
    amount, fields, form, html, pay_load, reply, request, source, spec, time, verify,
};

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
fn a_reader_that_takes_the_last_of_two_members_is_caught() {
    source::agrees(br#"{"a":"1","a":"2"}"#, |message, _| {
        let value: serde_json::Value = serde_json::from_slice(message).ok()?;
        Some(format!("a={}", value["a"].as_str()?))
    });
}

/// A message, the choice of the MD5 scheme, and the change of one byte at `place`.
fn changed_at(place: u8) -> Vec<u8> {
    [br#"{"money_order":"0.01","memo":"m"}"#.as_slice(), &[2, 1, 0, place, b'9']].concat()
}

#[test]
fn the_true_verification_passes_what_catches_the_others() {
    for place in 0..80 {
        verify::verify(&changed_at(place));
    }
}

#[test]
#[should_panic(expected = "believed what nobody signed")]
fn a_verification_that_believes_everything_is_caught() {
    verify::holds(&changed_at(16), |_, _, _| Some(Vec::new()));
}

#[test]
#[should_panic(expected = "after a change")]
fn a_verification_that_leaves_a_member_out_is_caught() {
    fn careless(
        message: &[u8],
        verifier: &dyn Verifier,
        _: &'static [FieldMeta],
    ) -> Option<Vec<&'static str>> {
        let message = Message::parse(message).ok()?;
        // Whatever the amount is said to be.
        let text = message.members().find(|(name, _)| *name == "money_order")?.1.text()?.to_owned();
        let mut source = lianlian::SourceHash::new(verifier.scheme());
        source.update(message.source(&[]).replace(&text, "0.01").as_bytes());
        verifier.verify(source, &message.text("sign")?).ok()?;
        Some(Vec::new())
    }
    verify::holds(&changed_at(16), careless);
}

#[test]
#[should_panic(expected = "not believed though signed")]
fn a_verification_that_believes_nothing_is_caught() {
    verify::holds(&changed_at(16), |_, _, _| None);
}

/// Reads an amount through a floating point number, which loses some of them.
fn through_a_float(text: &str) -> Option<u64> {
    let fen = format!("{:.0}", text.parse::<f64>().ok()? * 100.0);
    fen.parse().ok()
}

#[test]
#[should_panic(expected = "in a request")]
fn an_amount_read_through_a_float_is_caught() {
    let lenient = |text: &str| Amount::parse_lenient(text).ok().map(Amount::fen);
    amount::reads("90071992547409.93", |_| Some(0), lenient);
    amount::reads("92233720368547758.07", through_a_float, lenient);
}

#[test]
#[should_panic(expected = "is no amount")]
fn an_exponent_in_an_amount_is_caught() {
    amount::reads("1e2", through_a_float, through_a_float);
}

#[test]
#[should_panic(expected = "assertion `left == right` failed")]
fn an_amount_printed_without_its_zero_is_caught() {
    amount::prints(21_090, |fen| format!("{}.{}", fen / 100, fen % 10));
}

#[test]
#[should_panic(expected = "20260229000000")]
fn a_day_that_does_not_exist_is_caught() {
    time::reads("20260229000000", |_| Some(1_772_323_200));
}

#[test]
#[should_panic(expected = "1385538192 s")]
fn a_time_in_the_zone_of_the_machine_is_caught() {
    time::shows(1_385_538_192, |_| Some("20131127074312".to_owned()));
}

/// Six bytes of a text, the choice of the first known text, and a change in its MAC.
const MAC_CHANGED: [u8; 6] = [b'x', 0, 1, 0xff, 0xf0, b'A'];

#[test]
#[should_panic(expected = "another message after a change")]
fn a_pay_load_that_decrypts_to_something_else_is_caught() {
    fn careless(text: &str, key: &MerchantKey) -> Option<String> {
        if !text.starts_with("lianpay") {
            return None;
        }
        let plain = PayLoad::decrypt(text, key).map(|plain| plain.to_string());
        Some(plain.unwrap_or_else(|_| "{\"money_order\":\"9.99\"}".to_owned()))
    }
    pay_load::holds(&MAC_CHANGED, careless);
}

#[test]
#[should_panic(expected = "does not decrypt")]
fn a_pay_load_that_does_not_decrypt_is_caught() {
    // Nothing is cut off at the end of the text.
    pay_load::holds(&[2, 7, 0, 0, 0], |_, _| None);
}

const INPUTS: [(&str, &str); 2] = [("no_order", "1"), ("name_goods", "<b>'&\"")];

/// The page of a form with these inputs.
fn page(escape: fn(&str) -> String) -> String {
    let inputs = INPUTS.map(|(name, value)| {
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
    });
    format!(
        "<!doctype html>\n<html><body><form id=\"lianlian\" method=\"post\" accept-charset=\"UTF-8\" \
         action=\"https://h.example/\">{}</form><script>document.getElementById(\"lianlian\").submit();\
         </script></body></html>",
        inputs.concat()
    )
}

fn escaped(value: &str) -> String {
    let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    value.replace('"', "&quot;").replace('\'', "&#39;")
}

#[test]
fn a_page_that_escapes_is_not_caught() {
    form::shows(&page(escaped), "https://h.example/", "UTF-8", &INPUTS);
}

#[test]
#[should_panic(expected = "markup in")]
fn a_page_that_does_not_escape_is_caught() {
    form::shows(&page(str::to_owned), "https://h.example/", "UTF-8", &INPUTS);
}

#[test]
#[should_panic(expected = "other inputs than were given")]
fn a_page_that_escapes_twice_is_caught() {
    form::shows(&page(|value| escaped(&escaped(value))), "https://h.example/", "UTF-8", &INPUTS);
}

#[test]
#[should_panic(expected = "an element img on the page")]
fn another_element_on_the_page_is_caught() {
    let page = page(escaped).replace("<body>", "<body><img src=\"https://h.example/\"></img>");
    form::shows(&page, "https://h.example/", "UTF-8", &INPUTS);
}

#[test]
#[should_panic(expected = "a bare `&`")]
fn a_bare_ampersand_is_caught() {
    html::tokens("<a href=\"?a=1&copy=2;\">");
}

#[test]
#[should_panic(expected = "signed is not what is sent")]
fn a_source_that_is_not_of_the_body_is_caught() {
    let members = [Member::new("no_order", "羽")];
    request::says("{\"no_order\":\"羽\"}".as_bytes(), r"no_order=\u7fbd", &members);
}

#[test]
#[should_panic(expected = "another message than was given")]
fn a_field_that_is_not_sent_is_caught() {
    let members = [Member::new("no_order", "1"), Member::new("memo", "2")];
    request::says(br#"{"no_order":"1"}"#, "no_order=1", &members);
}

/// A refusal that proves nothing, taken for one that proves that nothing was executed.
#[test]
#[should_panic(expected = "aggregate.query")]
fn an_unknown_code_taken_for_a_refusal_that_is_safe_is_caught() {
    let meta = aggregate::Query::META;
    let body = br#"{"ret_code":"12345","sign":"c2FtcGxl"}"#;
    reply::becomes(body, meta, &fields::sample(meta), |_| Outcome::Refused { is_safe: true });
}

#[test]
#[should_panic(expected = "aggregate.query")]
fn the_reply_to_another_order_taken_for_this_one_is_caught() {
    let meta = aggregate::Query::META;
    let body = br#"{"ret_code":"0000","no_order":"other","sign":"c2FtcGxl"}"#;
    reply::becomes(body, meta, &fields::sample(meta), |body| {
        Outcome::Read(model::members(body).unwrap())
    });
}

#[test]
#[should_panic(expected = "outside the file")]
fn a_place_outside_the_file_is_caught() {
    let place = spec::Shown { path: "a.json".to_owned(), line: 1, column: 2, span: 1..9 };
    place.is_inside(&[("a.json".to_owned(), "{}")]);
}

#[test]
#[should_panic(expected = "assertion `left == right` failed")]
fn a_column_counted_in_bytes_is_caught() {
    let place = spec::Shown { path: "a.json".to_owned(), line: 1, column: 4, span: 3..4 };
    place.is_inside(&[("a.json".to_owned(), "羽{}")]);
}
