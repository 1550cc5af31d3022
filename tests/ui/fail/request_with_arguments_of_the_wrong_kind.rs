use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    #[lianlian(field = no_refund)]
    number: String,
    #[lianlian(field)]
    dt_refund: OrderTime,
    #[lianlian(field = 7)]
    order: String,
    #[lianlian(field("money_refund"))]
    money: Amount,
    #[lianlian(with)]
    no_order: String,
    #[lianlian(with = "to_text")]
    oid_paybill: String,
    #[lianlian(value)]
    notify_url: String,
    #[lianlian(skip = true)]
    memo: String,
}

fn main() {}
