use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    #[lianlian(raw)]
    money_order: Option<f64>,
}

fn main() {}
