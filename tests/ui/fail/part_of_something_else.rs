use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = codes::GoodsKind)]
struct Key {
    no_refund: String,
}

fn main() {}
