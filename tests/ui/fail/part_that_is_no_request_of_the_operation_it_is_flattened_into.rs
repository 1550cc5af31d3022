use lianlian::*;

/// A whole request is a part as well, of the same operation.
#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    #[lianlian(flatten)]
    query: aggregate::Query,
    no_refund: String,
    dt_refund: OrderTime,
}

fn main() {}
