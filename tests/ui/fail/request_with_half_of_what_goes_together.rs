use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::WebRedirect)]
struct Page {
    user_id: String,
    busi_partner: codes::GoodsKind,
    no_order: String,
    dt_order: OrderTime,
    name_goods: String,
    money_order: Amount,
    notify_url: String,
    userreq_ip: PayerIp,
    risk_item: RiskItem,
    bank_code: String,
}

fn main() {}
