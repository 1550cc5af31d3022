use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    no_refund: String,
    #[lianlian(flatten)]
    key: Key,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Key {
    #[lianlian(field = "no_refund")]
    number: String,
    dt_refund: OrderTime,
}

fn main() {}
