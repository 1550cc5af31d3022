use lianlian::*;

#[derive(Code)]
#[lianlian(operation = aggregate::Query)]
enum Goods {
    #[lianlian(field = "109001")]
    Boxes,
    #[lianlian(rename = "101001")]
    Bytes,
}

fn main() {}
