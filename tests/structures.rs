//! Structures in strings: risk data as a JSON object, sharing data as separated values.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod support;

use lianlian::structures::{
    RiskItemApi, RiskItemBasic, RiskItemDelivery, RiskItemHotel, RiskItemJourney,
    RiskItemTicketing, SharingEntry,
};
use lianlian::{Amount, RiskItem, SharingData, StructureError, codes};
use support::{direct_pay, time};

fn basic() -> RiskItemBasic {
    RiskItemBasic::builder()
        .frms_ware_category("2009")
        .user_info_mercht_userno("\"17\"")
        .user_info_bind_phone("13800000000")
        .user_info_dt_register(time("20250101080000"))
        .goods_name("羽毛球")
        .build()
        .unwrap()
}

fn entry(account: &str, fen: u64, description: &str) -> SharingEntry {
    SharingEntry::builder()
        .account(account)
        .account_type(codes::SharingAccountType::RegularMerchant)
        .amount(Amount::from_fen(fen))
        .description(description)
        .build()
        .unwrap()
}

fn journey(name: &str) -> RiskItemJourney {
    RiskItemJourney::builder()
        .airline_code("MU")
        .passenger_country("CN")
        .passenger_idcard_type(codes::RiskDocumentType::IdCardOrBusinessLicence)
        .passenger_idcard("330106190001010000")
        .passenger_name(name)
        .passenger_phone("1380000****")
        .station_from_province("330000")
        .airport_to("PEK")
        .station_from_city("330100")
        .station_to_province("110000")
        .station_to_city("110100")
        .dt_flight("20261201".parse().unwrap())
        .build()
        .unwrap()
}

#[test]
fn risk_data_is_a_json_object_of_strings_in_the_order_of_its_groups() {
    let api = RiskItemApi::builder()
        .frms_client_chnl(codes::ClientChannel::App)
        .frms_ip_addr("203.0.113.7")
        .frms_imei("356938035643809")
        .build()
        .unwrap();
    let risk = RiskItem::new(&basic()).unwrap().with(&api).unwrap();
    assert_eq!(
        risk.expose(),
        r#"{"frms_ware_category":"2009","user_info_mercht_userno":"\"17\"","user_info_bind_phone":"13800000000","user_info_dt_register":"20250101080000","goods_name":"羽毛球","frms_client_chnl":"10","frms_ip_addr":"203.0.113.7","frms_imei":"356938035643809"}"#
    );
    let parsed: serde_json::Value = serde_json::from_str(risk.expose()).unwrap();
    assert_eq!(parsed["user_info_mercht_userno"], "\"17\"");
}

#[test]
fn entries_of_a_list_are_gathered_under_its_key() {
    let risk = RiskItem::new(&basic())
        .and_then(|risk| risk.with_entry(&journey("张三")))
        .and_then(|risk| risk.with_entry(&journey("李四")))
        .unwrap();
    let parsed: serde_json::Value = serde_json::from_str(risk.expose()).unwrap();
    let list = parsed["airline_list"].as_array().unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!(
        (&list[0]["passenger_name"], &list[1]["dt_flight"]),
        (&"张三".into(), &"20261201".into())
    );
}

#[test]
fn a_group_that_belongs_into_a_list_is_not_put_beside_it() {
    let error = RiskItem::new(&journey("张三")).unwrap_err();
    assert!(matches!(error, StructureError::Placement { .. }), "{error}");
    let error = RiskItem::new(&basic()).unwrap().with_entry(&basic()).unwrap_err();
    assert!(matches!(error, StructureError::Placement { .. }), "{error}");
}

#[test]
fn two_groups_may_say_the_same_and_not_something_else() {
    let delivery = |count: &str| {
        RiskItemDelivery::builder()
            .delivery_full_name("张三")
            .delivery_addr_province("330000")
            .delivery_addr_city("330100")
            .delivery_phone("13800000000")
            .logistics_mode(codes::LogisticsMode::ExpressCourier)
            .delivery_cycle(codes::DeliveryCycle::Within24Hours)
            .goods_count(count)
            .virtual_goods_status(codes::YesNo::Yes)
            .build()
            .unwrap()
    };
    let tickets = RiskItemTicketing::builder()
        .cinema_name("Odeon")
        .book_phone("13800000000")
        .cinema_addr_province("330000")
        .cinema_addr_city("330100")
        .dt_play(time("20261201193000"))
        .goods_count("2")
        .build()
        .unwrap();
    let both = |count| RiskItem::new(&delivery(count)).unwrap().with(&tickets);
    assert_eq!(both("2").unwrap().expose().matches("goods_count").count(), 1);
    let error = both("3").unwrap_err();
    assert!(matches!(error, StructureError::Conflict { field: "goods_count", .. }), "{error}");
}

#[test]
fn a_group_is_checked_against_the_spec() {
    let error = RiskItemBasic::builder()
        .frms_ware_category("shop")
        .user_info_mercht_userno("1")
        .user_info_dt_register(time("20250101080000"))
        .goods_name("g")
        .build()
        .unwrap_err();
    assert_eq!(error.to_string(), "risk_item: frms_ware_category: `shop` is not digits only");
    let error = RiskItemApi::builder()
        .frms_client_chnl(codes::ClientChannel::App)
        .frms_ip_addr("203.0.113.7")
        .build()
        .unwrap_err();
    assert_eq!(error.fields(), ["frms_imei"], "{error}");
}

#[test]
fn risk_data_shows_names_and_no_values() {
    let hotel = RiskItemHotel::builder()
        .hotel_com_name("Hotel")
        .hotel_phone("13900000000")
        .dt_arrive(time("20261201140000"))
        .dt_leave(time("20261202120000"))
        .build()
        .unwrap();
    let risk = RiskItem::new(&basic()).unwrap().with(&hotel).unwrap();
    let shown = format!("{risk:?} {hotel:?} {:?}", basic());
    assert!(shown.contains("hotel_phone"), "{shown}");
    assert!(!shown.contains("13800000000") && !shown.contains("13900000000"), "{shown}");
}

#[test]
fn sharing_data_joins_values_and_entries() {
    let data =
        SharingData::new(&[entry("201304121000001004", 1, "goods"), entry("9", 2_000, "运费")]);
    assert_eq!(data.unwrap().as_str(), "201304121000001004^1^0.01^goods|9^1^20.00^运费");
}

#[test]
fn sharing_data_has_one_to_three_entries() {
    let entries = |count: usize| vec![entry("1", 1, "x"); count];
    assert!(SharingData::new(&entries(3)).is_ok());
    for count in [0, 4] {
        let error = SharingData::new(&entries(count)).unwrap_err();
        assert!(
            matches!(error, StructureError::Entries { got, max: 3, .. } if got == count),
            "{error}"
        );
    }
}

#[test]
fn a_separator_inside_a_value_is_refused_in_every_field() {
    for text in ["a^b", "a|b"] {
        let with = |account: &str, description: &str| {
            SharingEntry::builder()
                .account(account)
                .account_type(codes::SharingAccountType::WalletMerchant)
                .amount(Amount::from_fen(1))
                .description(description)
                .build()
        };
        assert!(with("1", text).unwrap_err().to_string().contains("separates values"));
        // The spec forbids them in the description only; they would break any other value as well.
        let entry = with(text, "x").unwrap();
        let error = SharingData::new([&entry]).unwrap_err();
        assert!(matches!(error, StructureError::Invalid(_)), "{error}");
    }
}

#[test]
fn sharing_data_longer_than_the_field_is_refused() {
    let long = "长".repeat(85);
    let mut order = direct_pay();
    let account = "9".repeat(400);
    let entries = vec![entry(&account, 1, &long); 3];
    order.sharing_data = Some(SharingData::new(&entries).unwrap());
    let error = lianlian::check(&order).unwrap_err();
    assert_eq!(error.fields(), ["shareing_data"], "{error}");
}

#[test]
fn sharing_data_is_equal_and_shown_as_its_text_is() {
    let (one, other) = (
        SharingData::new(&[entry("a", 100, "x")]).unwrap(),
        SharingData::new(&[entry("a", 200, "x")]).unwrap(),
    );
    assert_eq!(one, one.clone());
    assert_ne!(one, other);
    assert!(format!("{one:?}").starts_with("SeparatedList("), "{one:?}");
}
