use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::DirectPay)]
struct ShopOrder {
    no_order: String,
    busi_partner: codes::GoodsKind,
    user_id: String,
    name_goods: String,
    notify_url: String,
    risk_item: RiskItem,
    dt_order: OrderTime,
    pay_type: aggregate::DirectPayType,
    #[lianlian(field = "money_order")]
    total: f64,
}

fn main() {}
