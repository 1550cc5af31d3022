use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    no_order: Unsigned<String>,
}

fn main() {}
