//! One direct-pay request of twenty signed fields, made in the three ways that a program has.

use lianlian::structures::{RiskItemBasic, SharingEntry};
use lianlian::{
    Amount, Filling, OrderTime, Request, RequestFields, RequestPart, RiskItem, Scheme, Sensitive,
    SharingData, aggregate, codes,
};

pub const MERCHANT: &str = "201304121000001004";
pub const NOW: &str = "20261122093005";

pub fn time(text: &str) -> OrderTime {
    text.parse().unwrap()
}

pub fn filling(scheme: Scheme) -> Filling<'static> {
    Filling { merchant: MERCHANT, scheme, now: time(NOW) }
}

fn risk() -> RiskItem {
    let basic = RiskItemBasic::builder()
        .frms_ware_category("2009")
        .user_info_mercht_userno("shopper-17")
        .user_info_dt_register(time("20250101080000"))
        .goods_name("羽毛球")
        .build()
        .unwrap();
    RiskItem::new(&basic).unwrap()
}

/// Who gets the money.
fn shares() -> SharingData {
    let entry = SharingEntry::builder()
        .account(MERCHANT)
        .account_type(codes::SharingAccountType::RegularMerchant)
        .amount(Amount::from_fen(21_097))
        .description("goods")
        .build()
        .unwrap();
    SharingData::new(&[entry]).unwrap()
}

/// The operation's own struct.
pub fn twenty() -> aggregate::DirectPay {
    aggregate::DirectPay::builder()
        .no_order("20261122000001")
        .dt_order(time("20261122093000"))
        .money_order(Amount::from_fen(21_097))
        .busi_partner(codes::GoodsKind::PhysicalGoods)
        .user_id("shopper-17")
        .name_user("张三")
        .id_type(codes::DocumentType::IdCard)
        .id_no("110101199001010000")
        .col_userid("seller-9")
        .name_goods("羽毛球")
        .notify_url("https://shop.example/lianlian/notify")
        .return_url("https://shop.example/thanks")
        .info_order("order 1 of the day")
        .appid("wx0000000000000000")
        .openid("o0000000000000000000000000")
        .pay_type(aggregate::DirectPayType::WechatOfficialAccount)
        .risk_item(risk())
        .sharing_data(shares())
        .build()
        .unwrap()
}

/// The same as a shop may keep it: parts that several operations share.
#[derive(Request)]
#[lianlian(operation = aggregate::DirectPay)]
#[lianlian(field = "notify_url", value = "https://shop.example/lianlian/notify")]
pub struct Purchase {
    #[lianlian(field = "no_order")]
    number: String,
    #[lianlian(field = "dt_order")]
    placed: OrderTime,
    #[lianlian(flatten)]
    payer: Payer,
    #[lianlian(flatten)]
    basket: Basket,
    #[lianlian(flatten)]
    wechat: Option<Wechat>,
    return_url: String,
    col_userid: String,
    risk_item: Sensitive,
    #[lianlian(field = "shareing_data")]
    shares: String,
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Payer {
    user_id: String,
    name_user: Sensitive,
    id_type: codes::DocumentType,
    id_no: Sensitive,
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Basket {
    #[lianlian(field = "name_goods")]
    title: String,
    #[lianlian(field = "info_order")]
    remark: Option<String>,
    money_order: Amount,
    busi_partner: codes::GoodsKind,
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Wechat {
    appid: String,
    openid: Sensitive,
    pay_type: aggregate::DirectPayType,
}

pub fn flattened() -> Purchase {
    Purchase {
        number: "20261122000001".to_owned(),
        placed: time("20261122093000"),
        payer: Payer {
            user_id: "shopper-17".to_owned(),
            name_user: "张三".into(),
            id_type: codes::DocumentType::IdCard,
            id_no: "110101199001010000".into(),
        },
        basket: Basket {
            title: "羽毛球".to_owned(),
            remark: Some("order 1 of the day".to_owned()),
            money_order: Amount::from_fen(21_097),
            busi_partner: codes::GoodsKind::PhysicalGoods,
        },
        wechat: Some(Wechat {
            appid: "wx0000000000000000".to_owned(),
            openid: "o0000000000000000000000000".into(),
            pay_type: aggregate::DirectPayType::WechatOfficialAccount,
        }),
        return_url: "https://shop.example/thanks".to_owned(),
        col_userid: "seller-9".to_owned(),
        risk_item: risk().expose().into(),
        shares: shares().as_str().to_owned(),
    }
}

/// The same as names and texts, for programs that learn at run time what to send.
pub fn by_name(pairs: &[(String, String)]) -> RequestFields<aggregate::DirectPay> {
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    RequestFields::new(pairs, &[]).unwrap()
}

/// Names and texts of the fields that are not the client's.
pub fn pairs() -> Vec<(String, String)> {
    let source = lianlian::source_of(&twenty(), &filling(Scheme::Rsa));
    let pairs = source.split('&').map(|pair| pair.split_once('=').unwrap());
    let own = pairs.filter(|(name, _)| !["oid_partner", "sign_type"].contains(name));
    own.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
