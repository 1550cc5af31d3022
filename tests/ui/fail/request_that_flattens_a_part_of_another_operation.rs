use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Apply)]
struct Key {
    no_refund: String,
    dt_refund: OrderTime,
}

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    #[lianlian(flatten)]
    key: Key,
}

fn main() {}
