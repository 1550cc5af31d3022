use lianlian::*;

enum Goods {
    Boxes,
    Air,
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Order {
    busi_partner: Goods,
}

fn main() {}
