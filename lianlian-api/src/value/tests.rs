//! Values of every kind, both ways.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use super::*;
use crate::amount::Amount;
use crate::meta::{CodeList, Encoding, Kind, StructureMeta};

#[allow(clippy::needless_pass_by_value, reason = "values are written in place here")]
fn text<K>(value: impl FieldValue<K>) -> String {
    value.value().as_str().to_owned()
}

#[test]
fn integers_print_all_their_digits() {
    assert_eq!(text::<kind::Int>(i64::MIN), i64::MIN.to_string());
    assert_eq!(text::<kind::Text>(u64::MAX), u64::MAX.to_string());
    assert_eq!(text::<kind::Int>(0_u8), "0");
}

#[test]
fn an_absent_option_is_an_absent_field() {
    assert_eq!(text::<kind::Amount>(None::<Amount>), "");
    assert_eq!(text::<kind::Amount>(Some(Amount::from_fen(5))), "0.05");
    assert_eq!(<Option<Amount> as FromField<kind::Amount>>::from_field(None), Ok(None));
    assert_eq!(<Amount as FromField<kind::Amount>>::from_field(None), Err(FieldError::Missing));
}

#[test]
fn a_value_does_not_print_itself() {
    assert_eq!(format!("{:?}", Value::text("6222")), "Value(***)");
}

#[test]
fn kinds_have_the_numbers_that_their_types_go_by() {
    const LIST: &CodeList = &CodeList { name: "", rust_type: "", title: "", codes: &[] };
    const STRUCTURE: &StructureMeta = &StructureMeta {
        id: "",
        rust_type: "",
        title: "",
        encoding: Encoding::JsonObject,
        groups: &[],
    };
    fn same<N: kind::Numbered<Kind = K>, K>() {}
    same::<kind::Number<{ Kind::Text.number() }>, kind::Text>();
    same::<kind::Number<{ Kind::Digits.number() }>, kind::Digits>();
    same::<kind::Number<{ Kind::Int.number() }>, kind::Int>();
    same::<kind::Number<{ Kind::Amount.number() }>, kind::Amount>();
    same::<kind::Number<{ Kind::Time.number() }>, kind::Time>();
    same::<kind::Number<{ Kind::Date.number() }>, kind::Date>();
    same::<kind::Number<{ Kind::Ip.number() }>, kind::Ip>();
    same::<kind::Number<{ Kind::Code(LIST).number() }>, kind::Code>();
    same::<kind::Number<{ Kind::Structure(STRUCTURE).number() }>, kind::Structure>();
}

#[test]
fn pointers_hold_what_they_point_to() {
    assert_eq!(text::<kind::Text>(Box::<str>::from("a")), "a");
    assert_eq!(text::<kind::Text>(Arc::new("a".to_owned())), "a");
    assert_eq!(text::<kind::Amount>(Rc::new(Some(Amount::from_fen(5)))), "0.05");
    assert_eq!(text::<kind::Int>(NonZeroU32::MIN), "1");
    const { assert!(<&Option<String> as FieldValue<kind::Text>>::MAY_BE_ABSENT) };
}

#[test]
fn an_instant_is_told_in_the_gateways_zone() {
    let time = UNIX_EPOCH + Duration::from_millis(1_385_538_192_999);
    assert_eq!(text::<kind::Time>(time), "20131127154312");
    let read = <std::time::SystemTime as FromField<kind::Time>>::from_field(Some("20131127154312"));
    assert_eq!(read, Ok(UNIX_EPOCH + Duration::from_secs(1_385_538_192)));
    let never = UNIX_EPOCH - Duration::from_secs(1);
    assert!(FieldValue::<kind::Time>::value(&never).problem().is_some());
}

#[test]
fn an_address_of_version_6_is_no_address_for_the_gateway() {
    let address = |text: &str| text.parse::<IpAddr>().unwrap();
    assert_eq!(text::<kind::Ip>(address("203.0.113.7")), "203_0_113_7");
    assert_eq!(text::<kind::Ip>(address("::ffff:203.0.113.7")), "203_0_113_7");
    let loopback = IpAddr::V6(Ipv6Addr::LOCALHOST);
    let value = FieldValue::<kind::Ip>::value(&loopback);
    assert_eq!(value.problem(), Some("the gateway takes addresses of version 4 only"));
    assert_eq!(value.as_str(), "");
}

#[test]
fn a_conversion_that_fails_leaves_a_reason_and_no_text() {
    let failed: Result<Amount, &str> = Err("a third of a fen");
    let value = FieldValue::<kind::Amount>::value(&failed);
    assert_eq!((value.as_str(), value.problem()), ("", Some("a third of a fen")));
    assert_eq!(format!("{value:?}"), "Value(unusable)");
    assert_eq!(Value::absent().or_else(|| Value::text("a")).as_str(), "a");
    assert!(value.or_else(|| Value::text("a")).problem().is_some());
}
