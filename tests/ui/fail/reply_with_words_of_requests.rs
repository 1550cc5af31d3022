use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
#[lianlian(field = "no_order", value = "x")]
struct Found {
    #[lianlian(now)]
    settle_date: Option<Date>,
    #[lianlian(value = "x")]
    no_order: Option<String>,
    #[lianlian(defualt)]
    result_pay: Option<codes::PaymentResult>,
}

fn main() {}
