use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Key {
    no_refund: String,
    dt_refund: OrderTime,
}

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    key: Key,
}

fn main() {}
