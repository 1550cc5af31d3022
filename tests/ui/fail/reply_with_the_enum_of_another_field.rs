use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    result_pay: Option<codes::GoodsKind>,
}

fn main() {}
