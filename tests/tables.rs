//! Banks, currencies and the addresses that notifications come from, as the spec has them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::net::IpAddr;

use lianlian::codes::Currency;
use lianlian::{Code as _, GATEWAY, NotificationSources};

#[test]
fn a_bank_is_found_by_its_code_and_by_any_of_its_names() {
    let bank = GATEWAY.bank("01050000").unwrap();
    assert_eq!((bank.name, bank.zh), ("China Construction Bank", "建设银行"));
    assert!(GATEWAY.bank("99999999").is_none());
    for name in ["建设银行", "china construction bank"] {
        let found: Vec<_> = GATEWAY.banks_named(name).map(|bank| bank.code).collect();
        assert_eq!(found, ["01050000"], "{name}");
    }
}

#[test]
fn an_abbreviation_that_two_banks_share_finds_both() {
    let found: Vec<_> = GATEWAY.banks_named("CCB").map(|bank| bank.code).collect();
    assert_eq!(found, ["01050000", "03020000"]);
}

#[test]
fn a_currency_is_known_by_its_code_and_an_unknown_one_is_kept() {
    assert_eq!(Currency::Jpy.code(), "JPY");
    assert_eq!(Currency::LIST.find("USD").unwrap().meaning, "US dollar");
    assert_eq!(Currency::from_code("USD"), Some(Currency::Usd));
    assert!(Currency::LIST.find("ABC").is_none());
}

#[test]
fn an_address_of_either_edition_is_documented_and_others_can_be_added() {
    let documented = NotificationSources::documented(&GATEWAY);
    let editions = |sources: &NotificationSources, address: &str| {
        let address: IpAddr = address.parse().unwrap();
        sources.check(address).map(|found| found.editions().to_vec())
    };
    assert_eq!(editions(&documented, "115.236.102.36"), Some(vec!["2019"]));
    assert_eq!(editions(&documented, "218.4.207.157"), Some(vec!["2018"]));
    assert_eq!(editions(&documented, "218.4.207.155").unwrap().len(), 2);
    // Just outside the ranges.
    assert_eq!(editions(&documented, "218.4.207.153"), None);
    assert_eq!(editions(&documented, "218.4.207.159"), None);
    assert_eq!(editions(&documented, "::ffff:218.4.207.155").unwrap().len(), 2);
    let with_own = documented.also("10.1.0.0/16").unwrap();
    let own = with_own.check("10.1.2.3".parse().unwrap()).unwrap();
    assert!(own.is_own() && own.editions().is_empty());
}
