use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
union Found {
    money_order: u64,
}

fn main() {}
