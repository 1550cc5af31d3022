use lianlian::*;

#[derive(Request)]
#[lianlian(operation = easypay::Apply)]
struct CardPayment {
    user_id: String,
    busi_partner: codes::GoodsKind,
    no_order: String,
    dt_order: OrderTime,
    name_goods: String,
    notify_url: String,
    risk_item: RiskItem,
    #[lianlian(raw)]
    pay_type: String,
    money_order: Amount,
    acct_name: Sensitive,
    card_no: Sensitive,
}

fn main() {}
