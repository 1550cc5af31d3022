use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    #[lianlian(with = cents)]
    money_order: u64,
}

fn main() {}
