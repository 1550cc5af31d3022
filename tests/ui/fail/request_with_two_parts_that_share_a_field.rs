use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    #[lianlian(flatten)]
    key: Key,
    #[lianlian(flatten)]
    other: Number,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Key {
    #[lianlian(field = "no_refund")]
    number: String,
    dt_refund: OrderTime,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Number {
    no_refund: Option<String>,
}

fn main() {}
