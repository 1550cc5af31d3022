use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    no_refund: String,
    dt_refund: OrderTime,
    no_order: String,
    notify_url: String,
    money_refund: Option<u64>,
}

fn main() {}
