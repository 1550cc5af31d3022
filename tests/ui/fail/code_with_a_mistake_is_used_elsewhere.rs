use lianlian::*;

#[derive(Clone, Debug, Code)]
#[lianlian(list = codes::GoodsKind)]
enum Goods {
    #[lianlian(code = "109001")]
    Boxes,
    #[lianlian(cod = "101001")]
    Bytes,
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Order {
    busi_partner: Goods,
    #[lianlian(field = "user_id")]
    kind: Goods,
}

fn same(goods: &Goods) -> Option<Goods> {
    println!("{} of {:?}", goods.code(), Goods::CODES);
    Goods::from_code(goods.code())
}

fn main() {}
