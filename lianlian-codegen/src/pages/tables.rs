//! The page of tables: banks, currencies, addresses.

use std::net::Ipv4Addr;

use lianlian_spec::Spec;
use lianlian_spec::model::CodeList;

use super::markdown::{code, joined, list, prose, sentence, table};
use crate::codes::pascal;

const CURRENCIES: &str = "currency";

/// The page's text.
pub(super) fn text(spec: &Spec) -> String {
    let mut parts = vec!["# Tables".to_owned()];
    if let Some(bank) = spec.banks.first() {
        parts.push("## Banks".to_owned());
        parts.push(format!(
            "`GATEWAY.bank({:?})` finds a bank by its code, `GATEWAY.banks_named({:?})` by name or \
             abbreviation.",
            bank.code, bank.abbreviation,
        ));
        parts.push(list(spec.bank_notes.iter().map(|note| sentence(note))));
        parts.push(banks(spec));
    }
    if let Some(currencies) = spec.code_list(CURRENCIES) {
        parts.push("## Currencies".to_owned());
        parts.extend(self::currencies(currencies));
    }
    if spec.notification_addresses.is_empty() {
        return joined(&parts);
    }
    parts.push("## Addresses that notifications come from".to_owned());
    parts.push(
        "As each edition of the documentation gives them. `NotificationSources::documented(&GATEWAY)` \
         checks an address against them and takes further ones."
            .to_owned(),
    );
    parts.push(list(spec.address_notes.iter().map(|note| sentence(note))));
    parts.push(addresses(spec));
    joined(&parts)
}

fn banks(spec: &Spec) -> String {
    let rows: Vec<[String; 4]> = spec
        .banks
        .iter()
        .map(|bank| {
            [code(&bank.code), prose(&bank.name), prose(&bank.zh), prose(&bank.abbreviation)]
        })
        .collect();
    table(["Code", "Name", "Chinese name", "Abbreviation"], &rows)
}

fn currencies(list: &CodeList) -> Vec<String> {
    let rows: Vec<[String; 3]> = list
        .codes
        .iter()
        .map(|entry| {
            let variant = format!("codes::{}::{}", list.type_name, pascal(&entry.name));
            [code(&entry.code), prose(&entry.meaning), code(&variant)]
        })
        .collect();
    let note = list.note.as_deref().map(sentence).unwrap_or_default();
    vec![note, table(["Code", "Currency", "In Rust"], &rows)]
}

fn addresses(spec: &Spec) -> String {
    let rows: Vec<[String; 2]> = spec
        .notification_addresses
        .iter()
        .flat_map(|one| one.ranges.iter().map(|range| [one.edition.clone(), shown(*range)]))
        .collect();
    table(["Edition", "Addresses"], &rows)
}

fn shown((first, last): (Ipv4Addr, Ipv4Addr)) -> String {
    if first == last { code(&first.to_string()) } else { format!("`{first}` to `{last}`") }
}
