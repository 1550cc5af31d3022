//! However a struct is mapped onto an operation: the source that is signed is the source of the JSON that
//! is sent.
//!
//! The judge reads the JSON with `serde_json`, sorts and joins it by the rules of the gateway, and knows
//! nothing of the derive.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::option_option,
    clippy::trivially_copy_pass_by_ref
)]

mod support;

use std::borrow::Cow;
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

use lianlian::value::{FieldValue, kind};
use lianlian::{
    Amount, Code, Filling, OrderTime, Preview, Request, RequestPart, Scheme, Sensitive,
    UnknownCode, aggregate, assert_json, assert_source, body_of, card_bind, codes, easypay, refund,
    source_of, tools, unified,
};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value};
use support::{MERCHANT, time};

/// The source of a JSON message, by the rules of the gateway and nothing else.
fn source_of_json(body: &[u8]) -> String {
    let message: Map<String, Value> = serde_json::from_slice(body).unwrap();
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut members: Vec<(String, String)> = message
        .iter()
        .filter(|(name, _)| *name != "sign")
        .map(|(name, value)| (name.clone(), text(value)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    members.sort_by_key(|(name, _)| (name.to_ascii_lowercase(), name.clone()));
    let pairs: Vec<_> = members.iter().map(|(name, text)| format!("{name}={text}")).collect();
    pairs.join("&")
}

fn filling() -> Filling<'static> {
    Filling { merchant: MERCHANT, scheme: Scheme::Sha256WithRsa, now: time("20261122093000") }
}

/// What is signed is what is sent, and nothing is said twice.
fn holds<R: Request>(request: &R) -> Result<(), TestCaseError> {
    let source = source_of(request, &filling());
    let body = body_of(request, &filling(), "signature");
    prop_assert_eq!(&source, &source_of_json(&body));
    let names: Vec<_> =
        Preview::filled(request, &filling()).members.iter().map(|member| member.name).collect();
    let mut once = names.clone();
    once.sort_unstable();
    once.dedup();
    prop_assert_eq!(once.len(), names.len());
    Ok(())
}

/// Text with everything in it that could upset a source or a JSON string.
fn text() -> impl Strategy<Value = String> {
    let odd = "\"\\&=\n羽\u{0}😀\u{2028}".chars().collect::<Vec<_>>();
    let character = prop_oneof![any::<char>(), proptest::sample::select(odd)];
    proptest::collection::vec(character, 0..12).prop_map(|text| text.into_iter().collect())
}

fn amount() -> impl Strategy<Value = Amount> {
    any::<u64>().prop_map(Amount::from_fen)
}

fn order_time() -> impl Strategy<Value = OrderTime> {
    (0_i64..4_000_000_000).prop_map(|seconds| OrderTime::from_unix_seconds(seconds).unwrap())
}

fn secret() -> impl Strategy<Value = Sensitive> {
    text().prop_map(Sensitive::from)
}

/// 1. Other names, in another order.
#[derive(Debug, Request)]
#[lianlian(operation = aggregate::Query)]
struct Renamed {
    #[lianlian(field = "user_id")]
    a: String,
    #[lianlian(field = "oid_paybill")]
    b: Option<String>,
    #[lianlian(field = "no_order")]
    z: String,
    #[lianlian(skip)]
    #[expect(dead_code, reason = "that it is not sent is the point")]
    no_order: u8,
}

/// 2. Parts within parts.
#[derive(Debug, Request)]
#[lianlian(operation = aggregate::DirectPay)]
#[lianlian(field = "notify_url", value = "https://shop.example/n")]
struct Nested {
    #[lianlian(flatten)]
    payer: Payer,
    #[lianlian(field = "no_order")]
    number: String,
    #[lianlian(flatten)]
    basket: Option<Box<Basket>>,
    risk_item: Sensitive,
    dt_order: OrderTime,
}

#[derive(Debug, RequestPart)]
#[lianlian(operation = aggregate::DirectPay, operation = easypay::Apply)]
struct Payer {
    user_id: String,
    #[lianlian(flatten)]
    identity: Option<Identity>,
}

#[derive(Debug, RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
#[lianlian(operation = easypay::Apply)]
struct Identity {
    #[lianlian(field = "id_no")]
    number: Sensitive,
    #[lianlian(field = "id_type", value = codes::DocumentType::IdCard)]
    #[expect(dead_code, reason = "that the constant is sent instead is the point")]
    kind: (),
}

#[derive(Debug, RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Basket {
    #[lianlian(field = "name_goods")]
    title: Cow<'static, str>,
    #[lianlian(flatten)]
    price: Price,
    pay_type: aggregate::DirectPayType,
}

#[derive(Debug, RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Price {
    money_order: Amount,
    busi_partner: codes::GoodsKind,
}

/// 3. Mostly absent.
#[derive(Debug, Request)]
#[lianlian(operation = refund::Apply)]
struct Optional {
    no_refund: Option<String>,
    dt_refund: Option<OrderTime>,
    money_refund: Option<Amount>,
    no_order: Option<Option<String>>,
    dt_order: Option<OrderTime>,
    notify_url: String,
}

/// 4. Parameters: types, a constant, a lifetime, and a bound of one's own.
#[derive(Debug, Request)]
#[lianlian(operation = card_bind::Query)]
struct Generic<'a, Id, Card: Clone, const PAGE: usize>
where
    Id: Debug,
{
    #[lianlian(field = "user_id")]
    user: Id,
    #[lianlian(field = "card_no")]
    card: &'a Card,
    #[lianlian(field = "offset", value = PAGE.to_string())]
    #[expect(dead_code, reason = "that the constant is sent instead is the point")]
    page: [(); PAGE],
    no_agree: Option<&'a str>,
}

/// 5. A part that is a parameter.
#[derive(Debug, Request)]
#[lianlian(operation = easypay::Apply)]
#[lianlian(field = "busi_partner", value = "101001")]
struct Open<P, R = String> {
    #[lianlian(flatten)]
    by: P,
    no_order: u64,
    #[lianlian(flatten)]
    payer: Payer,
    dt_order: OrderTime,
    name_goods: R,
    notify_url: String,
    risk_item: String,
    pay_type: Option<easypay::EasypayPayType>,
    money_order: Amount,
    acct_name: Sensitive,
}

#[derive(Debug, RequestPart)]
#[lianlian(operation = easypay::Apply)]
struct ByAgreement {
    no_agree: Sensitive,
}

#[derive(Debug, RequestPart)]
#[lianlian(operation = easypay::Apply)]
struct ByCard<T> {
    card_no: T,
    bind_mob: T,
}

/// 6. Conversions, of which some fail.
#[derive(Debug, Request)]
#[lianlian(operation = refund::Apply)]
struct Converted {
    #[lianlian(with = number)]
    no_refund: u32,
    dt_refund: OrderTime,
    #[lianlian(with = fen)]
    money_refund: i64,
    #[lianlian(field = "no_order", with = str::to_uppercase)]
    order: String,
    notify_url: Arc<str>,
}

fn number(number: &u32) -> String {
    format!("R{number:010}")
}

fn fen(fen: &i64) -> Result<Amount, String> {
    u64::try_from(*fen).map(Amount::from_fen).map_err(|_| format!("{fen} fen are less than none"))
}

/// 7. Defaults and values that are worked out.
#[derive(Debug, Request)]
#[lianlian(operation = unified::CreatePayment)]
#[lianlian(field = "valid_order", value = 30)]
#[lianlian(field = "name_goods", value = self.title())]
#[lianlian(field = "flag_pay_product", value = "1", raw)]
struct WorkedOut {
    user_id: NonZeroU32,
    busi_partner: codes::GoodsKind,
    no_order: String,
    dt_order: OrderTime,
    #[lianlian(default = "nothing to say")]
    info_order: Option<String>,
    money_order: Amount,
    notify_url: &'static str,
    #[lianlian(field = "userreq_ip")]
    address: Option<IpAddr>,
    risk_item: String,
    #[lianlian(raw)]
    flag_chnl: String,
}

impl WorkedOut {
    fn title(&self) -> Option<String> {
        self.no_order.len().is_multiple_of(2).then(|| format!("Order {}", self.no_order))
    }
}

/// 8. Codes of one's own, as text, and as they come.
#[derive(Debug, Request)]
#[lianlian(operation = aggregate::DirectPay)]
struct Coded<'a> {
    no_order: String,
    #[lianlian(field = "pay_type")]
    method: Method,
    #[lianlian(raw)]
    busi_partner: Cow<'a, str>,
    id_type: Option<codes::DocumentType>,
    money_order: Option<&'a Amount>,
    user_id: Box<str>,
    name_goods: &'a str,
    dt_order: OrderTime,
    notify_url: Cow<'a, str>,
    risk_item: Cow<'a, str>,
}

#[derive(Clone, Debug, Code)]
#[lianlian(list = aggregate::DirectPayType)]
enum Method {
    #[lianlian(code = "L")]
    Alipay,
    #[lianlian(code = "I")]
    WeChat,
    #[lianlian(unknown)]
    Other(UnknownCode),
}

/// 9. The time of sending.
#[derive(Debug, Request)]
#[lianlian(operation = refund::Query)]
#[lianlian(field = "dt_refund", now)]
struct Timely {
    no_refund: String,
    oid_refundno: Option<u64>,
}

/// 10. A value that is sensitive, and one that the spec fixes.
#[derive(Debug, Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Card<T>
where
    T: AsRef<str>,
{
    #[lianlian(field = "card_no", with = Holder::number)]
    card: Holder<T>,
}

#[derive(Debug)]
struct Holder<T>(T);

impl<T: AsRef<str>> Holder<T> {
    fn number(&self) -> Sensitive {
        self.0.as_ref().into()
    }
}

/// A type of one's own that says itself what its text is.
#[derive(Debug)]
struct OrderId(u64);

impl FieldValue<kind::Text> for OrderId {
    fn value(&self) -> lianlian::value::Value<'_> {
        lianlian::value::Value::owned(format!("SHOP{}", self.0))
    }
}

fn payer() -> impl Strategy<Value = Payer> {
    (text(), option::of(secret())).prop_map(|(user_id, number)| Payer {
        user_id,
        identity: number.map(|number| Identity { number, kind: () }),
    })
}

fn basket() -> impl Strategy<Value = Basket> {
    (text(), amount(), any::<bool>()).prop_map(|(title, money_order, is_qr)| Basket {
        title: title.into(),
        price: Price { money_order, busi_partner: codes::GoodsKind::PhysicalGoods },
        pay_type: if is_qr {
            aggregate::DirectPayType::AlipayQr
        } else {
            aggregate::DirectPayType::WechatQr
        },
    })
}

proptest! {
    #[test]
    fn renamed_fields(a in text(), b in option::of(text()), z in text(), no_order in any::<u8>()) {
        holds(&Renamed { a, b, z, no_order })?;
    }

    #[test]
    fn parts_within_parts(
        payer in payer(),
        number in text(),
        basket in option::of(basket()),
        risk_item in secret(),
        dt_order in order_time(),
    ) {
        holds(&Nested { payer, number, basket: basket.map(Box::new), risk_item, dt_order })?;
    }

    #[test]
    fn optional_fields(
        no_refund in option::of(text()),
        dt_refund in option::of(order_time()),
        money_refund in option::of(amount()),
        no_order in option::of(option::of(text())),
        dt_order in option::of(order_time()),
        notify_url in text(),
    ) {
        let optional =
            Optional { no_refund, dt_refund, money_refund, no_order, dt_order, notify_url };
        holds(&optional)?;
    }

    #[test]
    fn parameters_of_every_sort(id in any::<u64>(), card in secret(), agreement in option::of(text())) {
        let no_agree = agreement.as_deref();
        holds(&Generic::<_, _, 0> { user: OrderId(id), card: &card, page: [], no_agree })?;
        let user = Some(id);
        holds(&Generic { user, card: &card, page: [(), (), ()], no_agree })?;
    }

    #[test]
    fn a_part_that_is_a_parameter(
        (no_order, dt_order, money_order) in (any::<u64>(), order_time(), amount()),
        payer in payer(),
        (name_goods, notify_url, risk_item) in (text(), text(), text()),
        (acct_name, number, mobile) in (secret(), text(), text()),
        by_card in any::<bool>(),
    ) {
        let pay_type = Some(easypay::EasypayPayType::Regular).filter(|_| by_card);
        if by_card {
            let by = ByCard { card_no: number, bind_mob: mobile };
            holds(&Open {
                by, no_order, payer, dt_order, name_goods, notify_url, risk_item, pay_type,
                money_order, acct_name,
            })?;
        } else {
            let by = Some(ByAgreement { no_agree: number.into() }).filter(|_| mobile.len() > 3);
            holds(&Open {
                by, no_order, payer, dt_order, name_goods: Some(name_goods), notify_url, risk_item,
                pay_type, money_order, acct_name,
            })?;
        }
    }

    #[test]
    fn conversions(
        no_refund in any::<u32>(),
        dt_refund in order_time(),
        money_refund in any::<i64>(),
        order in text(),
        notify_url in text(),
    ) {
        let notify_url = notify_url.into();
        holds(&Converted { no_refund, dt_refund, money_refund, order, notify_url })?;
    }

    #[test]
    fn values_that_are_worked_out(
        user_id in any::<NonZeroU32>(),
        no_order in text(),
        dt_order in order_time(),
        info_order in option::of(text()),
        money_order in amount(),
        address in option::of(any::<Ipv4Addr>()),
        risk_item in text(),
        flag_chnl in text(),
    ) {
        holds(&WorkedOut {
            user_id,
            busi_partner: codes::GoodsKind::VirtualGoods,
            no_order,
            dt_order,
            info_order,
            money_order,
            notify_url: "https://shop.example/n",
            address: address.map(IpAddr::from),
            risk_item,
            flag_chnl,
        })?;
    }

    #[test]
    fn codes_of_ones_own(
        no_order in text(),
        code in text(),
        goods in text(),
        has_id in any::<bool>(),
        money_order in option::of(amount()),
        user_id in text(),
        risk_item in text(),
    ) {
        let method = match code.len() {
            0 => Method::Alipay,
            1 => Method::WeChat,
            _ => Method::from_code(&code).unwrap(),
        };
        holds(&Coded {
            no_order,
            method,
            busi_partner: goods.as_str().into(),
            id_type: has_id.then_some(codes::DocumentType::IdCard),
            money_order: money_order.as_ref(),
            user_id: user_id.into(),
            name_goods: &goods,
            dt_order: time("20261122093000"),
            notify_url: "https://shop.example/n".into(),
            risk_item: risk_item.into(),
        })?;
    }

    #[test]
    fn the_time_of_sending(no_refund in text(), oid_refundno in option::of(any::<u64>())) {
        holds(&Timely { no_refund, oid_refundno })?;
    }

    #[test]
    fn a_sensitive_value_through_a_conversion(card in text()) {
        holds(&Card { card: Holder(card) })?;
    }
}

#[test]
fn a_known_order_with_parts_has_a_known_source() {
    let order = Nested {
        payer: Payer {
            user_id: "17".to_owned(),
            identity: Some(Identity { number: "110101199001010000".into(), kind: () }),
        },
        number: "42".to_owned(),
        basket: Some(Box::new(Basket {
            title: "羽毛球".into(),
            price: Price {
                money_order: Amount::from_fen(5),
                busi_partner: codes::GoodsKind::PhysicalGoods,
            },
            pay_type: aggregate::DirectPayType::AlipayQr,
        })),
        risk_item: "{}".into(),
        dt_order: time("20261122093000"),
    };
    assert_source!(
        order,
        "busi_partner=109001&dt_order=20261122093000&id_no=110101199001010000&id_type=0&\
         money_order=0.05&name_goods=羽毛球&no_order=42&notify_url=https://shop.example/n&\
         oid_partner=201304121000001004&pay_type=L&risk_item={}&sign_type=RSA&user_id=17"
    );
}

#[test]
fn numbers_are_numbers_and_the_time_of_sending_is_the_clients() {
    let query = Timely { no_refund: "1".to_owned(), oid_refundno: Some(2) };
    assert_json!(
        query,
        filling(),
        r#"{"dt_refund":"20261122093000","no_refund":"1","oid_partner":"201304121000001004",
            "oid_refundno":"2","sign":"…","sign_type":"SHA256withRSA"}"#
    );
    let cards = Generic::<_, _, 2> { user: "u", card: &"6222", page: [(), ()], no_agree: None };
    let sent = Preview::of(&cards);
    assert_eq!(
        sent.source,
        "card_no=6222&offset=2&oid_partner=201304121000001004&sign_type=RSA&user_id=u",
    );
}
