use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    #[lianlian(default = 0)]
    money_order: Amount,
    #[lianlian(default)]
    settle_date: Date,
}

fn main() {}
