use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Order {
    pay_type: codes::GoodsKind,
}

fn main() {}
