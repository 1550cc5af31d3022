//! Marked values, and the detector that finds them again in whatever form.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::{Debug, Write as _};

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lianlian::meta::{FieldMeta, Kind};

/// Characters of a value that must not be seen in a row: six are as good as all, and rarely stand anywhere by chance.
const WINDOW: usize = 6;
/// Characters at the ends of a number that must not be seen by themselves either, as masks like to show them.
const ENDS: usize = 4;
/// Bytes whose Base64 is looked for, so that two groups of it stay whole wherever it begins.
const WIDE: usize = 9;
/// Characters in a row of what is long, such as a key.
const LONG: usize = 16;

/// What must not be seen.
#[derive(Default)]
pub(crate) struct Marks {
    /// In lower case, for texts in lower case.
    plain: BTreeSet<String>,
    /// As they are: Base64 in another case is something else.
    exact: BTreeSet<String>,
    /// Values too short to be told from a part of something else.
    words: BTreeSet<String>,
}

impl Marks {
    pub(crate) fn of<'v>(values: impl IntoIterator<Item = &'v str>) -> Self {
        let mut marks = Self::default();
        values.into_iter().for_each(|value| marks.add(value));
        marks
    }

    /// Values that stand for nothing but themselves: those of the spec's samples, which are mostly zeros.
    pub(crate) fn of_whole<'v>(values: impl IntoIterator<Item = &'v str>) -> Self {
        Self { words: values.into_iter().map(str::to_owned).collect(), ..Self::default() }
    }

    /// A value of a field, every part of it, and its ends by themselves.
    pub(crate) fn add(&mut self, value: &str) {
        self.add_parts(value);
        if value.len() > 2 * ENDS && value.bytes().all(|byte| byte.is_ascii_digit()) {
            self.words.insert(value[..ENDS].to_owned());
            self.words.insert(value[value.len() - ENDS..].to_owned());
        }
    }

    /// A value of a field, and every part of it that is long enough to tell it by.
    pub(crate) fn add_parts(&mut self, value: &str) {
        let characters: Vec<char> = value.chars().collect();
        let is_chinese = !value.is_ascii();
        if characters.len() < WINDOW && !is_chinese {
            self.words.insert(value.to_owned());
            return;
        }
        for part in characters.windows(WINDOW.min(characters.len())) {
            self.add_forms(&part.iter().collect::<String>());
        }
        for bytes in value.as_bytes().windows(WIDE) {
            self.add_base64(bytes);
        }
    }

    /// Something long, such as the text of a key or one of its numbers: its parts from `skip` on, before which stands what
    /// every key begins with.
    pub(crate) fn add_long(&mut self, text: &str, skip: usize) {
        let characters: Vec<char> = text.chars().skip(skip).collect();
        for part in characters.windows(LONG) {
            let part: String = part.iter().collect();
            self.exact.insert(part.clone());
            self.plain.insert(part.to_lowercase());
        }
    }

    fn add_forms(&mut self, part: &str) {
        let bytes = part.as_bytes();
        let joined = |each: fn(u8) -> String, with: &str| {
            bytes.iter().copied().map(each).collect::<Vec<_>>().join(with)
        };
        let escaped = part.encode_utf16().fold(String::new(), |mut text, unit| {
            let _ = write!(text, "\\u{unit:04x}");
            text
        });
        for form in [
            part.to_lowercase(),
            part.chars().rev().collect::<String>().to_lowercase(),
            joined(|byte| format!("{byte:02x}"), ""),
            joined(|byte| format!("{byte:02x}"), " "),
            joined(|byte| format!("%{byte:02x}"), ""),
            joined(|byte| format!("\\x{byte:02x}"), ""),
            joined(|byte| byte.to_string(), ", "),
            joined(|byte| byte.to_string(), ",\n    "),
            escaped,
        ] {
            self.plain.insert(form);
        }
        self.plain.insert(part.escape_unicode().to_string());
    }

    fn add_base64(&mut self, bytes: &[u8]) {
        for shift in 0..3 {
            let shifted: Vec<u8> =
                std::iter::repeat_n(0, shift).chain(bytes.iter().copied()).collect();
            let text = STANDARD.encode(shifted);
            // The first group tells of the zeros, the last of what comes after.
            let from = if shift == 0 { 0 } else { 4 };
            self.exact.insert(text[from..from + 8].to_owned());
        }
    }

    /// What of it is in the text, with what stands around it; nothing if all is well.
    pub(crate) fn found_in(&self, text: &str) -> Vec<String> {
        let lower = text.to_lowercase();
        let standard = text.replace('-', "+").replace('_', "/");
        let plain = finder(&self.plain);
        let exact = finder(&self.exact);
        let mut found = Vec::new();
        for (finder, text) in [(&plain, &*lower), (&exact, text), (&exact, &standard)] {
            found.extend(finder.find_iter(text).map(|at| around(text, at.start(), at.end())));
        }
        for word in &self.words {
            for (at, _) in text.match_indices(word) {
                let before = text[..at].chars().next_back();
                let after = text[at + word.len()..].chars().next();
                let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                if !is_part(before) && !is_part(after) {
                    found.push(around(text, at, at + word.len()));
                }
            }
        }
        found
    }

    pub(crate) fn expect_none(&self, shown: &str, what: &str) {
        // Most of it is the same again and again.
        let mut seen = BTreeSet::new();
        let once: Vec<&str> = shown.lines().filter(|line| seen.insert(*line)).collect();
        let found = self.found_in(&once.join("\n"));
        if let Some(first) = found.first() {
            panic!("{what} shows {} marks, such as: {first}", found.len());
        }
    }
}

fn finder(marks: &BTreeSet<String>) -> AhoCorasick {
    AhoCorasick::new(marks).unwrap()
}

/// A mark in a text, with what stands around it.
fn around(text: &str, start: usize, end: usize) -> String {
    let from = (0..=start.saturating_sub(100)).rev().find(|at| text.is_char_boundary(*at));
    let to = (end + 40..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    format!("…{}⟦{}⟧{}…", &text[from.unwrap()..start], &text[start..end], &text[end..to])
}

/// Everything that an error can show: itself in every way, and what lies below.
pub(crate) fn show_error(error: &(dyn Error + 'static)) -> String {
    let mut shown = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let _ = writeln!(shown, "{error}\n{error:?}\n{error:#?}");
        next = error.source();
    }
    shown
}

pub(crate) fn show(value: &impl Debug) -> String {
    format!("{value:?}\n{value:#?}\n")
}

/// Digits that no date, order number or zero has, and that differ from field to field.
pub(crate) fn digits(name: &str, len: usize) -> String {
    let mut state = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |state, byte| {
        (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let digit = |_| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'3' + u8::try_from((state >> 33) % 7).unwrap())
    };
    (0..len).map(digit).collect()
}

/// A value that the field takes and that is found again.
pub(crate) fn marked(field: &FieldMeta) -> String {
    let most = field.lengths.last().copied().or(field.max_len).unwrap_or(19).min(19);
    let len = usize::try_from(most.max(field.min_len.unwrap_or(0))).unwrap();
    let number = digits(field.name, len.max(8));
    match field.kind {
        Kind::Ip => {
            format!("{}_{}_{}_{}", &number[..2], &number[2..4], &number[4..6], &number[6..8])
        }
        // Names are in Chinese, as they are.
        Kind::Text if field.name.contains("name") && field.allowed.is_empty() && len >= 4 => {
            "隐瞒".chars().chain(number.chars()).take(len.min(10)).collect()
        }
        _ => number[..len].to_owned(),
    }
}

/// Each byte of a text in a form of its own.
pub(crate) fn each(text: &str, form: fn(u8) -> String) -> String {
    text.bytes().map(form).collect::<Vec<_>>().concat()
}

#[test]
fn the_detector_finds_a_value_in_every_form_that_it_could_leak_in() {
    let card = digits("card_no", 19);
    let marks = Marks::of([&*card, "隐瞒", "739"]);
    let hex = each(&card, |byte| format!("{byte:02X}"));
    let percent = each(&card, |byte| format!("%{byte:02X}"));
    let reversed: String = card.chars().rev().collect();
    for leak in [
        format!("the card {card} is refused"),
        format!("the card ends in {}", &card[13..]),
        format!("it begins with {}", &card[..6]),
        format!("***{}", &card[15..]),
        format!("{}********", &card[..4]),
        hex,
        percent,
        reversed,
        format!("{:?}", card.as_bytes()),
        format!("{:#?}", card.as_bytes()),
        STANDARD.encode(&card),
        STANDARD.encode(format!("x{card}")),
        STANDARD.encode(format!("xy{card}")).replace('+', "-").replace('/', "_"),
        "\\u9690\\u7792".to_owned(),
        "%E9%9A%90%E7%9E%92".to_owned(),
        "{\"acct_name\":\"隐瞒\"}".to_owned(),
        "\\u{9690}\\u{7792}".to_owned(),
        "cvv2=739&".to_owned(),
    ] {
        assert!(!marks.found_in(&leak).is_empty(), "{leak}");
    }
    let secret = "Zq7fX3mB9kLw5vRt8yHnUc2gJd6sPe4aTi0oNbVxWjKhQlYzCrEuMSpD";
    let mut keys = Marks::default();
    keys.add_long(secret, 8);
    assert!(!keys.found_in(&format!("read {} as a key", &secret[20..40])).is_empty());
}

#[test]
fn the_detector_is_silent_about_what_is_masked_or_public() {
    let marks = Marks::of([&*digits("card_no", 19), "隐瞒", "739"]);
    for fine in ["card_no: ***", "has 19 characters", "20261122093005", "1739 bytes", "***"] {
        assert!(marks.found_in(fine).is_empty(), "{fine}");
    }
}

#[test]
#[should_panic(expected = "a planted leak shows")]
fn a_planted_leak_fails_the_test() {
    let card = digits("card_no", 19);
    Marks::of([&*card]).expect_none(&format!("refused: {card}"), "a planted leak");
}
