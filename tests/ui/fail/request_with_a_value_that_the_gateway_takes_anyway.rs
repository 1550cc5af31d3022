use lianlian::*;

#[derive(Request)]
#[lianlian(operation = easypay::Query)]
#[lianlian(field = "query_version", value = "1.0")]
struct Lookup {
    no_order: String,
    dt_order: OrderTime,
}

#[derive(RequestPart)]
#[lianlian(operation = easypay::Apply)]
struct Patience {
    #[lianlian(value = 10080)]
    valid_order: u32,
}

fn main() {}
