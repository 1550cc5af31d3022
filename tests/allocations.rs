//! What signing and verifying allocate, counted by an allocator of its own.
//!
//! `tests/faults_of_the_wire` counts the same way what a hostile answer can make a client allocate.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod support;

use allocation_counter::{AllocationInfo, measure};
use lianlian::structures::SharingEntry;
use lianlian::{
    Amount, Filling, Message, Request, RequestPart, Scheme, SharingData, SourceHash, aggregate,
    codes, source_of, write_source,
};
use support::{direct_pay, risk, signed_by_gateway, time};

/// What happens while the source of a request goes into the hash that is signed.
fn hashing<R: Request>(request: &R) -> AllocationInfo {
    let filling = Filling::example();
    let mut hash = SourceHash::new(Scheme::Sha256WithRsa);
    let counted = measure(|| write_source(request, &filling, &mut hash));
    // The hash is that of the source, so the work was done.
    let mut whole = SourceHash::new(Scheme::Sha256WithRsa);
    whole.update(source_of(request, &filling).as_bytes());
    assert_eq!(hash.finish(), whole.finish());
    counted
}

/// A request whose source has twenty members.
fn twenty_members() -> aggregate::DirectPay {
    let mut order = direct_pay();
    order.pay_type = aggregate::DirectPayType::WechatOfficialAccount;
    order.name_user = Some("张三".into());
    order.id_type = Some(codes::DocumentType::IdCard);
    order.id_no = Some("110101199001010000".into());
    order.col_userid = Some("seller-9".to_owned());
    order.return_url = Some("https://shop.example/thanks".to_owned());
    order.info_order = Some("order 1 of the day".to_owned());
    order.appid = Some("wx0000000000000000".to_owned());
    order.openid = Some("o0000000000000000000000000".into());
    let share = SharingEntry::builder()
        .account("201304121000001004")
        .account_type(codes::SharingAccountType::RegularMerchant)
        .amount(Amount::from_fen(21_097))
        .description("goods")
        .build()
        .expect("a share");
    order.sharing_data = Some(SharingData::new(&[share]).expect("shares"));
    let source = source_of(&order, &Filling::example());
    assert_eq!(source.split('&').count(), 20);
    order
}

#[test]
fn the_source_of_a_request_goes_into_the_hash_without_an_allocation() {
    assert_eq!(hashing(&direct_pay()).count_total, 0);
    assert_eq!(hashing(&twenty_members()).count_total, 0);
}

#[test]
fn the_allocator_counts() {
    let counted = measure(|| drop(source_of(&direct_pay(), &Filling::example())));
    assert_ne!(counted.count_total, 0);
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Parcel {
    #[lianlian(field = "info_order")]
    content: Option<String>,
    user_id: String,
}

#[derive(Request)]
#[lianlian(operation = aggregate::DirectPay)]
#[lianlian(field = "busi_partner", value = "109001")]
#[lianlian(field = "pay_type", value = "I")]
struct Purchase {
    no_order: String,
    dt_order: lianlian::OrderTime,
    money_order: Amount,
    name_goods: String,
    notify_url: String,
    #[lianlian(flatten)]
    parcel: Option<Box<Parcel>>,
    risk_item: lianlian::RiskItem,
}

#[test]
fn neither_do_flattened_parts_of_a_struct_of_ones_own() {
    let order = Purchase {
        no_order: "20261122000009".to_owned(),
        dt_order: time("20261122093000"),
        money_order: Amount::from_fen(1_000),
        name_goods: "羽毛球".to_owned(),
        notify_url: "https://shop.example/lianlian/notify".to_owned(),
        parcel: Some(Box::new(Parcel {
            content: Some("a shuttlecock".to_owned()),
            user_id: "shopper-17".to_owned(),
        })),
        risk_item: risk(),
    };
    assert_eq!(hashing(&order).count_total, 0);
}

const PAID: &str = r#"{"oid_partner":"201304121000001004","sign_type":"RSA","no_order":"20261122000001","dt_order":"20261122093000","oid_paybill":"2026112200000001","money_order":"210.97","result_pay":"SUCCESS","settle_date":"20261122","info_order":"羽毛球","pay_type":"L"}"#;

/// A message parsed, sorted and hashed.
fn parsed_and_hashed(body: &[u8]) -> AllocationInfo {
    measure(|| {
        let message = Message::parse(body).unwrap();
        let mut hash = SourceHash::new(Scheme::Rsa);
        message.write_source(&[], &mut hash);
        hash.finish();
    })
}

#[test]
fn a_notification_is_parsed_sorted_and_hashed_without_a_copy_of_a_value() {
    let body = signed_by_gateway(PAID);
    let counted = parsed_and_hashed(body.as_bytes());
    // The list of members and the list of their places, however many they are and however long.
    assert_eq!(counted.count_total, 2);
    let long = PAID.replace("羽毛球", &"羽毛球".repeat(1_000));
    let longer = parsed_and_hashed(signed_by_gateway(&long).as_bytes());
    assert_eq!(longer.count_total, 2);
    assert_eq!(longer.bytes_total, counted.bytes_total);
}

#[test]
fn only_a_value_with_escapes_is_copied() {
    let escaped = PAID.replace("羽毛球", r"羽\u6bdb球");
    let counted = parsed_and_hashed(signed_by_gateway(&escaped).as_bytes());
    assert!(counted.count_total > 2);
}
