//! Sets one member of a JSON object and leaves every other byte of its text alone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;

/// The JSON object `object` with `value`, a text, as its member `name`: in the place of the one it
/// has, or after its last.
///
/// Order, digits and white space of everything else stay as they are, since a signature covers some
/// of them. `None` if `object` is not the text of one JSON object.
pub(crate) fn with_member(object: &str, name: &str, value: &str) -> Option<String> {
    let members: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(object).ok()?;
    let value = serde_json::to_string(value).ok()?;
    let place = |member: &RawValue| place_in(object, member.get());
    if let Some(old) = members.get(name) {
        let Range { start, end } = place(old)?;
        return Some(format!("{}{value}{}", object.get(..start)?, object.get(end..)?));
    }
    let name = serde_json::to_string(name).ok()?;
    let inside = object.split_once('{')?.1;
    let Some(end) =
        members.values().filter_map(|member| place(member)).map(|range| range.end).max()
    else {
        let before = object.strip_suffix(inside)?;
        return Some(format!("{before}{name}:{value}{inside}"));
    };
    // A message of one member a line gets one line more.
    let lead = inside.split_once('"')?.0;
    let colon = if lead.is_empty() { ":" } else { ": " };
    let (before, after) = object.split_at_checked(end)?;
    Some(format!("{before},{lead}{name}{colon}{value}{after}"))
}

/// Where `part`, borrowed from `text`, stands in it.
fn place_in(text: &str, part: &str) -> Option<Range<usize>> {
    let start = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    let range = start..start.checked_add(part.len())?;
    (text.get(range.clone()) == Some(part)).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(object: &str) -> String {
        with_member(object, "sign", "new").unwrap_or_else(|| "none".to_owned())
    }

    #[test]
    fn a_member_that_is_there_is_replaced_in_its_place() {
        assert_eq!(
            edited(r#"{ "a" : 1.50 ,"sign" :  null, "b":{"sign":"x"} }"#),
            r#"{ "a" : 1.50 ,"sign" :  "new", "b":{"sign":"x"} }"#
        );
    }

    #[test]
    fn a_member_whose_name_is_escaped_is_replaced_as_well() {
        assert_eq!(edited(r#"{"\u0073ign":[1]}"#), r#"{"\u0073ign":"new"}"#);
    }

    #[test]
    fn a_member_that_is_not_there_comes_last() {
        assert_eq!(edited(r#"{"z":"}","a":10.0}"#), r#"{"z":"}","a":10.0,"sign":"new"}"#);
        assert_eq!(edited("{ }"), r#"{"sign":"new" }"#);
    }

    #[test]
    fn a_message_of_one_member_a_line_gets_one_line_more() {
        assert_eq!(edited("{\n  \"a\": 1\n}"), "{\n  \"a\": 1,\n  \"sign\": \"new\"\n}");
    }

    #[test]
    fn what_is_no_object_is_not_edited() {
        assert_eq!(edited("[1]"), "none");
        assert_eq!(edited("{"), "none");
    }
}
