use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
#[lianlian(operation = easypay::Query)]
struct Found {
    no_order: Option<String>,
}

fn main() {}
