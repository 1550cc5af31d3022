use lianlian::*;

/// An order as a shop has it: more fields than the gateway wants, under other names.
#[derive(Request)]
#[lianlian(operation = aggregate::DirectPay)]
struct ShopOrder<'a> {
    #[lianlian(field = "no_order")]
    id: String,
    #[lianlian(field = "dt_order")]
    placed: OrderTime,
    #[lianlian(field = "money_order")]
    total: Amount,
    #[lianlian(skip)]
    warehouse: u32,
    #[lianlian(field = "user_id")]
    customer: u64,
    #[lianlian(field = "name_goods")]
    title: std::borrow::Cow<'a, str>,
    busi_partner: codes::GoodsKind,
    #[lianlian(field = "notify_url")]
    hook: &'a str,
    pay_type: Option<aggregate::DirectPayType>,
    #[lianlian(field = "risk_item")]
    risk: Sensitive,
    #[lianlian(field = "shareing_data")]
    shares: Option<String>,
}

fn main() {
    let order = ShopOrder {
        id: "42".to_owned(),
        placed: "20261122093000".parse().unwrap(),
        total: Amount::from_fen(5),
        warehouse: 3,
        customer: 17,
        title: "羽毛球".into(),
        busi_partner: codes::GoodsKind::PhysicalGoods,
        hook: "https://shop.example/",
        pay_type: Some(aggregate::DirectPayType::AlipayQr),
        risk: "{}".into(),
        shares: None,
    };
    assert_eq!(order.warehouse, 3);
    let filling = Filling {
        merchant: "201304121000001004",
        scheme: Scheme::Rsa,
        now: "20261122093005".parse().unwrap(),
    };
    assert_eq!(
        source_of(&order, &filling),
        "busi_partner=109001&dt_order=20261122093000&money_order=0.05&name_goods=羽毛球&no_order=42\
         &notify_url=https://shop.example/&oid_partner=201304121000001004&pay_type=L&risk_item={}\
         &sign_type=RSA&user_id=17",
    );
}
