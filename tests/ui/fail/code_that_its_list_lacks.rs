use lianlian::*;

#[derive(Code)]
#[lianlian(list = codes::GoodsKind)]
enum Goods {
    #[lianlian(code = "109001")]
    Boxes,
    #[lianlian(code = "109009")]
    Air,
}

fn main() {}
