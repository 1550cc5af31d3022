use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Apply)]
#[lianlian(value = "https://shop.example/")]
#[lianlian(field = "notify_url")]
#[lianlian(skip)]
struct Refund {
    no_refund: String,
    dt_refund: OrderTime,
    money_refund: Amount,
    no_order: String,
}

fn main() {}
