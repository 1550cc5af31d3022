use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    no_refund: String,
    dt_refund: OrderTime,
    #[lianlian(default = 1.5)]
    money_refund: Option<Amount>,
    no_order: String,
    notify_url: String,
}

fn main() {}
