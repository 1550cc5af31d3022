use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    money_order: Option<f64>,
}

fn main() {}
