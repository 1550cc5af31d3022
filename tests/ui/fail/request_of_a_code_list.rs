use lianlian::*;

#[derive(Request)]
#[lianlian(operation = codes::GoodsKind)]
struct Lookup {
    card_no: Sensitive,
}

fn main() {}
