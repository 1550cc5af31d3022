//! The fields that a caller gives, as JSON.

use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

use lianlian::meta::{Kind, OperationMeta};
use lianlian::{MemberValue, OrderTime, Sensitive};

use crate::failure::Failure;
use crate::input::Text;

const NO_ORDER: &str = "no_order";
const DT_ORDER: &str = "dt_order";

/// Names and texts of request fields.
pub(super) struct GivenFields(Vec<(String, Sensitive)>);

impl GivenFields {
    /// The members of a JSON object. Numbers keep their digits; an object or array stands for the text of a
    /// structure, which travels as a string.
    pub(super) fn read(text: &Text, meta: &OperationMeta) -> Result<Self, Failure> {
        let message = text.message()?;
        let mut fields = Vec::new();
        for (name, value) in message.members() {
            let is_structure = || {
                let kind = meta.request_field(name).map(|field| field.kind);
                matches!(kind, None | Some(Kind::Structure(_)))
            };
            let text = match value {
                MemberValue::Json(_) if !is_structure() => {
                    return Err(Failure::Usage(format!(
                        "{}: {name} is an object or array, and {} takes a text there",
                        text.name(),
                        meta.id
                    )));
                }
                MemberValue::Json(json) => compact(json),
                other => other.text().unwrap_or_default().to_owned(),
            };
            fields.push((name.to_owned(), text.into()));
        }
        Ok(Self(fields))
    }

    pub(super) fn pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.expose())).collect()
    }

    /// Gives the order a fresh number and the present time, and tells the number.
    ///
    /// An order that has either is somebody's order already: it is not renamed.
    pub(super) fn name_new_order(
        &mut self,
        meta: &OperationMeta,
        now: OrderTime,
    ) -> Result<String, Failure> {
        let has = |name: &str| self.0.iter().any(|(own, text)| own == name && !text.is_empty());
        if let Some(name) = [NO_ORDER, DT_ORDER].into_iter().find(|name| has(name)) {
            return Err(Failure::Usage(format!(
                "--new-order: the request names an order already, its {name}; leave --new-order out to \
                 send that order"
            )));
        }
        if let Some(name) =
            [NO_ORDER, DT_ORDER].into_iter().find(|name| meta.request_field(name).is_none())
        {
            let id = meta.id;
            return Err(Failure::Usage(format!("--new-order: {id} has no field {name}")));
        }
        let number = fresh_number(now);
        self.0.retain(|(name, _)| name != NO_ORDER && name != DT_ORDER);
        self.0.push((NO_ORDER.to_owned(), number.as_str().into()));
        self.0.push((DT_ORDER.to_owned(), now.to_string().into()));
        Ok(number)
    }
}

/// Time, nanoseconds and process: two calls on one machine never share a number, and later ones sort after
/// earlier ones.
fn fresh_number(now: OrderTime) -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // Process numbers have up to seven digits.
    format!("{now}{:09}{:07}", since.subsec_nanos(), process::id().rem_euclid(10_000_000))
}

/// JSON text without the white space between its tokens, otherwise as it stands.
fn compact(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let (mut is_string, mut is_escaped) = (false, false);
    for character in json.chars() {
        if !is_string && character.is_ascii_whitespace() {
            continue;
        }
        if character == '"' && !is_escaped {
            is_string = !is_string;
        }
        is_escaped = is_string && character == '\\' && !is_escaped;
        text.push(character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_goes_between_tokens_only() {
        let json = "{ \"a b\" :\n [1.50, \"c \\\" d\", \"\\\\\" , \"羽 \"] }";
        assert_eq!(compact(json), "{\"a b\":[1.50,\"c \\\" d\",\"\\\\\",\"羽 \"]}");
    }
}
