//! What is said about values that the gateway would not take.

use std::collections::BTreeSet;

use lianlian::OPERATIONS;
use lianlian::meta::{FieldMeta, Kind};
use lianlian::validate::{Context, validate};

use crate::marks::{Marks, digits, marked, show_error};
use crate::support::{NOW, time};

/// Every field that the spec marks sensitive, in messages and in the structures that they hold.
pub(crate) fn sensitive_fields() -> Vec<&'static FieldMeta> {
    let mut found = Vec::new();
    let mut add = |fields: &'static [FieldMeta]| {
        for field in fields {
            found.push(field);
            if let Kind::Structure(structure) = field.kind {
                found.extend(structure.groups.iter().flat_map(|group| group.fields));
            }
        }
    };
    for meta in OPERATIONS {
        add(meta.request);
        add(meta.reply);
    }
    found.retain(|field| field.sensitive);
    found
}

/// Values with the mark in them that break the spec in every way there is.
fn wrong_values(field: &FieldMeta) -> Vec<String> {
    let mark = marked(field);
    let long = digits(field.name, 1200);
    vec![
        long,
        format!("{mark}{mark}{mark}"),
        mark.chars().take(7).collect(),
        format!("{mark}|^{mark}"),
        format!("{mark}\u{0}"),
        format!("{mark}\n{mark}"),
        format!("{mark}é羽🏸"),
        format!("-{mark}.5"),
        format!("[\"{mark}\"]"),
        format!("{{\"{}\":\"{mark}\"", field.name),
        format!("{{\"user_info_id_no\":\"{mark}{mark}{mark}\"}}"),
        format!(" {mark} "),
    ]
}

#[test]
fn no_violation_quotes_a_sensitive_value() {
    let (mut shown, mut kinds) = (String::new(), BTreeSet::new());
    let mut marks = Marks::default();
    let mut tried = BTreeSet::new();
    let contracts = ["verified_payment".to_owned()];
    for meta in OPERATIONS {
        let sides = [(meta.request, meta.rules), (meta.reply, &[] as &[_])];
        for (fields, rules) in sides {
            for field in fields.iter().filter(|field| field.sensitive) {
                marks.add(&digits(field.name, 1200)[..40]);
                marks.add(&marked(field));
                tried.insert(field.name);
                for wrong in wrong_values(field) {
                    for context in
                        [Context::struct_alone(), Context::message(&contracts, Some(time(NOW)))]
                    {
                        let members = [(field.name, &*wrong)];
                        let Err(found) = validate(meta.id, fields, rules, &members, &context)
                        else {
                            continue;
                        };
                        let own = found.iter().filter(|one| one.field == field.name);
                        kinds.extend(own.map(|one| {
                            let kind = format!("{:?}", one.kind);
                            kind.split([' ', '{']).next().unwrap().to_owned()
                        }));
                        shown.push_str(&show_error(&found));
                    }
                }
            }
        }
    }
    let all: BTreeSet<_> = sensitive_fields().iter().map(|field| field.name).collect();
    let inside = all.difference(&tried).count();
    assert!(tried.len() >= 15 && inside >= 10, "{tried:?} of {all:?}");
    assert!(kinds.len() >= 4, "wrong in few ways: {kinds:?}");
    marks.expect_none(&shown, "a violation");
}

#[test]
fn no_violation_quotes_a_sensitive_value_inside_a_structure() {
    let (mut shown, mut marks, mut tried) = (String::new(), Marks::default(), 0);
    let (mut inside, mut alone) = (0, 0);
    for meta in OPERATIONS {
        for field in meta.request.iter().chain(meta.reply) {
            let Kind::Structure(structure) = field.kind else { continue };
            let inner = structure.groups.iter().flat_map(|group| group.fields);
            for inner in inner.filter(|inner| inner.sensitive) {
                marks.add(&marked(inner));
                tried += 1;
                for wrong in wrong_values(inner) {
                    let json = serde_json::json!({ inner.name: wrong }).to_string();
                    for text in [json.clone(), format!("[{json}]"), format!("{json}x")] {
                        let fields = std::slice::from_ref(field);
                        let members = [(field.name, &*text)];
                        let context = Context::struct_alone();
                        if let Err(found) = validate(meta.id, fields, &[], &members, &context) {
                            inside += 1;
                            shown.push_str(&show_error(&found));
                        }
                    }
                }
                // And alone, as a group of the merchant's own is checked.
                for group in structure.groups {
                    for wrong in wrong_values(inner) {
                        let members = [(inner.name, &*wrong)];
                        let context = Context::struct_alone();
                        let checked =
                            validate(structure.id, group.fields, group.rules, &members, &context);
                        if let Err(found) = checked {
                            alone += usize::from(found.to_string().contains(inner.name));
                            shown.push_str(&show_error(&found));
                        }
                    }
                }
            }
        }
    }
    assert!(tried > 100, "only {tried}");
    assert!(inside > tried && alone > tried, "{inside} and {alone} mistakes in {tried} fields");
    marks.expect_none(&shown, "a violation");
}
