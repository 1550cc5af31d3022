//! The check of where a notification comes from.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::net::{IpAddr, Ipv4Addr};

use lianlian_api::__private::{
    AddressRange, GatewayMeta, NotificationAddresses, NotificationPolicy, OrderPolicy,
};
use lianlian_api::{NotificationSourceError, NotificationSources};

/// The addresses of 198.51.100.0/24 from one last number to the other.
const fn range(first: u8, last: u8) -> AddressRange {
    AddressRange {
        first: Ipv4Addr::new(198, 51, 100, first),
        last: Ipv4Addr::new(198, 51, 100, last),
    }
}

static GATEWAY: GatewayMeta = GatewayMeta::new(
    "",
    "",
    NotificationPolicy { attempts: 0, interval_minutes: 0, answer_seconds: 0, content_type: "" },
    OrderPolicy { identity: &[], date_tolerance_days: 0, validity_minutes: 0 },
    &[],
)
.tables(
    &[],
    &[
        NotificationAddresses {
            edition: "2019",
            ranges: &[range(10, 10), range(20, 20), range(20, 22)],
        },
        NotificationAddresses { edition: "2018", ranges: &[range(20, 24)] },
    ],
);

fn documented() -> NotificationSources {
    NotificationSources::documented(&GATEWAY)
}

/// Who knows the address, in words; empty when nobody does.
fn known(sources: &NotificationSources, address: &str) -> String {
    let address: IpAddr = address.parse().unwrap();
    sources.check(address).map_or(String::new(), |source| source.to_string())
}

fn error(addresses: &str) -> NotificationSourceError {
    NotificationSources::own().also(addresses).expect_err("no addresses")
}

#[test]
fn a_documented_address_is_known_with_every_edition_that_prints_it() {
    assert_eq!(known(&documented(), "198.51.100.10"), "edition 2019");
    assert_eq!(known(&documented(), "198.51.100.20"), "edition 2019, edition 2018");
    assert_eq!(known(&documented(), "198.51.100.24"), "edition 2018");
    for outside in ["198.51.100.9", "198.51.100.11", "198.51.100.19", "198.51.100.25"] {
        assert_eq!(documented().check(outside.parse().unwrap()), None, "{outside}");
    }
}

#[test]
fn an_address_of_ones_own_is_known_beside_the_documented_ones() {
    let sources = documented().also("10.1.0.0/16").unwrap().also("198.51.100.20").unwrap();
    let sources = sources.also_range([10, 9, 0, 1].into(), [10, 9, 0, 3].into()).unwrap();
    assert_eq!(known(&sources, "10.1.255.255"), "own");
    assert_eq!(known(&sources, "10.9.0.3"), "own");
    assert_eq!(known(&sources, "198.51.100.20"), "edition 2019, edition 2018, own");
    for outside in ["10.0.255.255", "10.2.0.0", "10.9.0.0", "10.9.0.4"] {
        assert_eq!(known(&sources, outside), "", "{outside}");
    }
    let source = sources.check("198.51.100.20".parse().unwrap()).unwrap();
    assert_eq!((source.editions(), source.is_own()), (["2019", "2018"].as_slice(), true));
}

#[test]
fn a_block_may_be_of_any_length() {
    let all = NotificationSources::own().also("0.0.0.0/0").unwrap();
    assert_eq!(known(&all, "255.255.255.255"), "own");
    let one = NotificationSources::own().also("10.1.2.3/32").unwrap();
    assert_eq!(known(&one, "10.1.2.3"), "own");
    assert_eq!(known(&one, "10.1.2.2"), "");
}

#[test]
fn an_ipv4_address_inside_ipv6_counts_and_another_ipv6_address_does_not() {
    assert_eq!(known(&documented(), "::ffff:198.51.100.10"), "edition 2019");
    assert_eq!(known(&documented(), "2001:db8::1"), "");
}

#[test]
fn the_other_editions_can_be_dropped() {
    let sources = documented().also("10.1.2.3").unwrap().only_edition("2019").unwrap();
    assert_eq!(known(&sources, "198.51.100.20"), "edition 2019");
    assert_eq!(known(&sources, "198.51.100.24"), "");
    assert_eq!(known(&sources, "10.1.2.3"), "own");
    let error = documented().only_edition("2020").unwrap_err().to_string();
    assert!(error.ends_with("`2020`; editions with addresses: 2019, 2018"), "{error}");
    assert!(NotificationSources::own().only_edition("2019").is_err());
}

#[test]
fn what_is_no_address_is_refused() {
    for text in ["", "10.1.2", "10.1.2.3/", "10.1.2.3/33", "10.1.2.0/+8", "::1", "10.1.2.3-4", "/8"]
    {
        assert!(matches!(error(text), NotificationSourceError::Address(_)), "{text}");
    }
}

#[test]
fn a_block_that_begins_in_its_middle_is_refused_and_put_right() {
    let error = error("10.1.2.3/16").to_string();
    assert_eq!(
        error,
        "`10.1.2.3/16` is no whole block: write 10.1.0.0/16, or 10.1.2.3 for that one address"
    );
}

#[test]
fn a_range_that_ends_before_it_begins_is_refused() {
    let sources = NotificationSources::own();
    let error = sources.also_range([10, 0, 0, 2].into(), [10, 0, 0, 1].into()).unwrap_err();
    assert!(matches!(error, NotificationSourceError::Backwards { .. }), "{error}");
}

#[test]
fn an_address_of_the_documentation_alone_is_not_ones_own() {
    let own = |sources: &NotificationSources, address: &str| {
        sources.check(address.parse::<IpAddr>().unwrap()).map(|source| source.is_own())
    };
    assert_eq!(own(&documented(), "198.51.100.10"), Some(false));
    assert_eq!(own(&documented().also("10.1.2.3").unwrap(), "10.1.2.3"), Some(true));
}
