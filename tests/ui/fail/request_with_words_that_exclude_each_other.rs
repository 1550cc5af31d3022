use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    #[lianlian(skip, field = "no_refund")]
    number: String,
    #[lianlian(flatten, field = "no_order")]
    order: Order,
    #[lianlian(now, with = time)]
    dt_refund: OrderTime,
    #[lianlian(value = "x", default)]
    notify_url: String,
    #[lianlian(value = "x", with = time)]
    money_refund: Amount,
}

fn main() {}
