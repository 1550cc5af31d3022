//! What a message says, found the slow way: a second opinion, written without the library.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// What is signed of a message, and the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) source: String,
    pub(crate) sign: Option<String>,
}

/// Every member of an object with its JSON text, twins and all.
pub(crate) struct Members(pub(crate) Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Vec<(String, Box<RawValue>)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Collect).map(Self)
    }
}

/// The meaning of a JSON message, or none for what is not one object with every name once.
pub(crate) fn of_json(bytes: &[u8], unsigned: &[&str]) -> Option<Meaning> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Members(members) = serde_json::from_str(text).ok()?;
    let mut pairs = Vec::new();
    for (name, value) in members {
        let value = match value.get() {
            "null" => String::new(),
            text if text.starts_with('"') => serde_json::from_str(text).ok()?,
            text => text.to_owned(),
        };
        pairs.push((name, value));
    }
    of_pairs(pairs, unsigned)
}

/// The meaning of decoded form fields, or none if a name stands twice.
pub(crate) fn of_pairs(mut pairs: Vec<(String, String)>, unsigned: &[&str]) -> Option<Meaning> {
    pairs.sort_by_key(|(name, _)| (name.to_ascii_lowercase(), name.clone()));
    if pairs.windows(2).any(|two| two[0].0 == two[1].0) {
        return None;
    }
    let sign = pairs.iter().find(|(name, _)| name == "sign").map(|(_, value)| value.clone());
    let parts: Vec<String> = pairs
        .iter()
        .filter(|(name, value)| {
            name != "sign" && !value.is_empty() && !unsigned.contains(&name.as_str())
        })
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    Some(Meaning { source: parts.join("&"), sign })
}

/// The fields of a query or urlencoded body, or none if they are not UTF-8.
pub(crate) fn fields_of(text: &str) -> Option<Vec<(String, String)>> {
    let text = text.strip_prefix('?').unwrap_or(text);
    let mut pairs = Vec::new();
    for part in text.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        pairs.push((unescaped(name)?, unescaped(value)?));
    }
    Some(pairs)
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let escape = after.get(..2).filter(|_| *byte == b'%');
        let digits = escape.and_then(|digits| std::str::from_utf8(digits).ok());
        // A sign is no digit, although it is part of a number.
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if let Some(value) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(value);
            rest = &after[2..];
        } else {
            bytes.push(if *byte == b'+' { b' ' } else { *byte });
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}
