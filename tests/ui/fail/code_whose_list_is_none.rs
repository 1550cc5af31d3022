use lianlian::*;

#[derive(Code)]
#[lianlian(list = aggregate::Query)]
enum Goods {
    #[lianlian(code = "109001")]
    Boxes,
    #[lianlian(code = "101001")]
    Bytes,
}

fn main() {}
