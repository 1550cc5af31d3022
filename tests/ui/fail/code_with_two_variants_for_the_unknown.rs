use lianlian::*;

#[derive(Code)]
enum Colour {
    #[lianlian(code = "r")]
    Red,
    #[lianlian(unknown)]
    Other(UnknownCode),
    #[lianlian(unknown)]
    Another(UnknownCode),
}

fn main() {}
