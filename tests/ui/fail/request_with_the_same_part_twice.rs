use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    #[lianlian(flatten)]
    first: Key,
    #[lianlian(flatten)]
    second: Option<Key>,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Key {
    no_refund: String,
    dt_refund: OrderTime,
}

fn main() {}
