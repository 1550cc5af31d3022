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
