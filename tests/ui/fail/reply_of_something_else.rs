use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = codes::GoodsKind)]
struct Found {
    no_order: Option<String>,
}

fn main() {}
