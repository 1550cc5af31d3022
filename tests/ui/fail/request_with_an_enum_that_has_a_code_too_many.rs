use lianlian::*;

#[derive(Code)]
enum Goods {
    #[lianlian(code = "109001")]
    Boxes,
    #[lianlian(code = "109009")]
    Air,
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Order {
    busi_partner: Goods,
}

fn main() {}
