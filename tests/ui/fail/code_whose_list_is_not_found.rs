use lianlian::*;

#[derive(Code)]
#[lianlian(list = codes::GoodKind)]
enum Goods {
    #[lianlian(code = "109001")]
    Boxes,
    #[lianlian(code = "101001")]
    Bytes,
}

fn main() {}
