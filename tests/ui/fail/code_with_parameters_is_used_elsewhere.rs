use lianlian::*;

#[derive(Clone, Debug, Code)]
enum Goods<const SHELF: usize> {
    #[lianlian(code = "109001")]
    Boxes,
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Order {
    busi_partner: Goods<7>,
}

fn text(goods: &Goods<7>) -> &str {
    goods.code()
}

fn main() {}
