//! Checks of single values.

use crate::amount::Amount;
use crate::meta::{Encoding, FieldMeta, Kind, Range, StructureMeta};
use crate::payer_ip::PayerIp;
use crate::time::{Date, OrderTime};

use super::violation::ViolationKind;

/// Everything that is wrong with one value.
pub(super) fn check_value(field: &FieldMeta, value: &str) -> Vec<ViolationKind> {
    let mut list = Vec::new();
    let shown = || {
        if field.sensitive { "the value".to_owned() } else { format!("`{value}`") }
    };
    if let Some(fixed) = field.fixed
        && value != fixed
    {
        return vec![ViolationKind::Fixed { value: fixed }];
    }
    check_length(field, value, &mut list);
    for character in field.forbidden {
        if value.contains(character) {
            list.push(ViolationKind::Forbidden { character });
        }
    }
    list.extend(check_characters(field, value));
    let form = |wanted: &str| ViolationKind::Form { found: shown(), wanted: wanted.to_owned() };
    match field.kind {
        Kind::Text => {}
        Kind::Digits => {
            if !value.bytes().all(|byte| byte.is_ascii_digit()) {
                list.push(form("digits only"));
            }
        }
        Kind::Int => match value.parse::<i64>() {
            Ok(number) => {
                let outside = field.range.filter(|range| {
                    range.min.parse().is_ok_and(|min: i64| number < min)
                        || range.max.parse().is_ok_and(|max: i64| number > max)
                });
                list.extend(outside.map(|range| out_of_range(&shown(), range)));
            }
            Err(_) => list.push(form("a whole number")),
        },
        Kind::Amount => match value.parse::<Amount>() {
            Ok(amount) => {
                let outside = field.range.filter(|range| {
                    range.min.parse().is_ok_and(|min: Amount| amount < min)
                        || range.max.parse().is_ok_and(|max: Amount| amount > max)
                });
                list.extend(outside.map(|range| out_of_range(&shown(), range)));
            }
            Err(error) => list.push(form(&format!("an amount with two decimals ({error})"))),
        },
        Kind::Time => {
            if value.parse::<OrderTime>().is_err() {
                list.push(form("a time, yyyyMMddHHmmss"));
            }
        }
        Kind::Date => {
            if value.parse::<Date>().is_err() {
                list.push(form("a date, yyyyMMdd"));
            }
        }
        Kind::Ip => {
            let address = value.parse::<PayerIp>();
            if !address.is_ok_and(|address| address.wire().as_str() == value) {
                list.push(form("an IPv4 address with _ for ., such as 203_0_113_7"));
            }
        }
        Kind::Code(codes) => {
            if codes.find(value).is_none() {
                let known: Vec<_> = codes
                    .codes
                    .iter()
                    .map(|entry| format!("{} ({})", entry.code, entry.name))
                    .collect();
                list.push(ViolationKind::Code { found: shown(), known: known.join(", ") });
            }
        }
        Kind::Structure(structure) => list.extend(check_structure(structure, value)),
    }
    list
}

/// The first character outside the ranges that the field takes.
fn check_characters(field: &FieldMeta, value: &str) -> Option<ViolationKind> {
    let is_allowed = |character: char| {
        field.allowed.is_empty()
            || field.allowed.iter().any(|(first, last)| (*first..=*last).contains(&character))
    };
    let (place, character) = (1..).zip(value.chars()).find(|(_, one)| !is_allowed(*one))?;
    let ranges = field.allowed.iter().map(|(first, last)| {
        if first == last { format!("`{first}`") } else { format!("`{first}` to `{last}`") }
    });
    let allowed = ranges.collect::<Vec<_>>().join(", ");
    Some(ViolationKind::NotAllowed { found: character_at(field, place, character), allowed })
}

/// A character of a value in words; of a sensitive value only its place.
pub(super) fn character_at(field: &FieldMeta, place: usize, character: char) -> String {
    if field.sensitive {
        return format!("a character in place {place}");
    }
    let code = u32::from(character);
    format!("`{}` (U+{code:04X}) in place {place}", character.escape_debug())
}

fn out_of_range(found: &str, range: Range) -> ViolationKind {
    ViolationKind::Range { found: found.to_owned(), min: range.min, max: range.max }
}

fn check_length(field: &FieldMeta, value: &str, list: &mut Vec<ViolationKind>) {
    let got = value.chars().count();
    let fits = |length: u32| usize::try_from(length).is_ok_and(|length| length == got);
    if let Some(max) = field.max_len
        && usize::try_from(max).is_ok_and(|max| got > max)
    {
        list.push(ViolationKind::TooLong { got, max });
    }
    if let Some(min) = field.min_len
        && usize::try_from(min).is_ok_and(|min| got < min)
    {
        list.push(ViolationKind::TooShort { got, min });
    }
    if !field.lengths.is_empty() && !field.lengths.iter().any(|length| fits(*length)) {
        let allowed: Vec<_> = field.lengths.iter().map(ToString::to_string).collect();
        list.push(ViolationKind::Length { got, allowed: allowed.join(" or ") });
    }
}

/// A structure handed over as text: it has to be readable as what the spec describes.
fn check_structure(structure: &StructureMeta, value: &str) -> Option<ViolationKind> {
    match structure.encoding {
        Encoding::JsonObject => {
            let is_object = value.trim_start().starts_with('{')
                && serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(value)
                    .is_ok();
            (!is_object).then(|| ViolationKind::Structure { wanted: "a JSON object".to_owned() })
        }
        Encoding::JsonList => {
            let is_list =
                serde_json::from_str::<Vec<serde_json::Map<String, serde_json::Value>>>(value)
                    .is_ok();
            (!is_list)
                .then(|| ViolationKind::Structure { wanted: "a JSON array of objects".to_owned() })
        }
        Encoding::Separated { field, entry, max_entries } => {
            let fields = structure.groups.first().map_or(&[] as &[_], |group| group.fields);
            let fits = value.split(entry).count() <= max_entries
                && value.split(entry).all(|text| {
                    let values: Vec<_> = text.split(field).collect();
                    values.len() == fields.len()
                        && fields.iter().zip(&values).all(|(field, value)| {
                            !value.is_empty() && check_value(field, value).is_empty()
                        })
                });
            (!fits).then(|| {
                let names: Vec<_> = fields.iter().map(|field| field.name).collect();
                let names = names.join(field);
                ViolationKind::Structure {
                    wanted: format!("at most {max_entries} entries {names}, separated by {entry}"),
                }
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: FieldMeta = FieldMeta::new("name", "", Kind::Text).allowed(&[
        ('0', '9'),
        ('_', '_'),
        ('\u{4e00}', '\u{9fa5}'),
    ]);

    fn mistakes(field: &FieldMeta, value: &str) -> Vec<String> {
        check_value(field, value).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn characters_inside_the_ranges_and_at_their_ends_are_allowed() {
        assert!(mistakes(&NAME, "0_9\u{4e00}羽\u{9fa5}").is_empty());
        assert!(mistakes(&FieldMeta::new("any", "", Kind::Text), "\n€").is_empty());
    }

    #[test]
    fn the_first_character_that_is_not_allowed_is_named_with_its_place() {
        let expected =
            "has `#` (U+0023) in place 3, only `0` to `9`, `_`, `一` to `龥` are allowed";
        assert_eq!(mistakes(&NAME, "羽1#€"), [expected]);
    }

    #[test]
    fn of_a_sensitive_value_only_the_place_is_named() {
        let found = mistakes(&NAME.sensitive(), "羽1#").join("");
        assert!(found.starts_with("has a character in place 3, only"), "{found}");
        assert!(!found.contains('#'), "{found}");
    }

    #[test]
    fn a_character_may_be_outside_the_ranges_and_forbidden_by_name() {
        assert_eq!(check_value(&NAME.forbidden(&["#"]), "#").len(), 2);
    }

    #[test]
    fn a_number_may_be_its_lowest_and_its_highest_value_and_none_beyond() {
        let minutes = FieldMeta::new("valid_order", "", Kind::Int).range("1", "10");
        for within in ["1", "2", "9", "10"] {
            assert!(mistakes(&minutes, within).is_empty(), "{within}");
        }
        for outside in ["0", "-1", "11"] {
            assert_eq!(mistakes(&minutes, outside).len(), 1, "{outside}");
        }
    }

    #[test]
    fn an_amount_may_be_its_lowest_and_its_highest_value_and_none_beyond() {
        let money = FieldMeta::new("money_order", "", Kind::Amount).range("0.01", "10.00");
        for within in ["0.01", "0.02", "9.99", "10.00"] {
            assert!(mistakes(&money, within).is_empty(), "{within}");
        }
        for outside in ["0.00", "10.01"] {
            assert_eq!(mistakes(&money, outside).len(), 1, "{outside}");
        }
    }

    #[test]
    fn a_text_may_be_as_short_as_it_must_be() {
        let text = FieldMeta::new("text", "", Kind::Text).min_len(2).max_len(3);
        for (value, wrong) in [("羽", 1), ("羽毛", 0), ("羽毛球", 0), ("羽毛球1", 1)] {
            assert_eq!(mistakes(&text, value).len(), wrong, "{value}");
        }
    }

    fn structure(encoding: Encoding) -> FieldMeta {
        static ENTRY: [FieldMeta; 2] =
            [FieldMeta::new("a", "", Kind::Digits), FieldMeta::new("b", "", Kind::Text).max_len(3)];
        static GROUP: crate::meta::GroupMeta = crate::meta::GroupMeta {
            name: "entry",
            title: "",
            in_list: None,
            fields: &ENTRY,
            rules: &[],
        };
        static GROUPS: [&crate::meta::GroupMeta; 1] = [&GROUP];
        let (id, rust_type, title) = ("made", "", "");
        let meta = StructureMeta { id, rust_type, title, encoding, groups: &GROUPS };
        FieldMeta::new("made", "", Kind::Structure(Box::leak(Box::new(meta))))
    }

    #[test]
    fn a_structure_in_json_is_one_whole_object() {
        let object = structure(Encoding::JsonObject);
        assert!(mistakes(&object, r#" {"a":1}"#).is_empty());
        for wrong in ["{", "[]", "1", r#"{"a":1}{"#] {
            assert_eq!(mistakes(&object, wrong).len(), 1, "{wrong}");
        }
    }

    #[test]
    fn each_value_of_each_entry_of_a_separated_list_is_there_and_right() {
        let list = structure(Encoding::Separated { field: "^", entry: "|", max_entries: 2 });
        for right in ["1^x", "1^x|2^yyy"] {
            assert!(mistakes(&list, right).is_empty(), "{right}");
        }
        for wrong in ["1^", "^x", "x^x", "1^xxxx", "1", "1^x^y", "1^x|2^", "1^x|2^y|3^z"] {
            assert_eq!(mistakes(&list, wrong).len(), 1, "{wrong}");
        }
    }
}
