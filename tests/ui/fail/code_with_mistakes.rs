use lianlian::*;

#[derive(Code)]
enum Colour {
    #[lianlian(code = "r")]
    Red,
    #[lianlian(code = "r")]
    Crimson,
    Green,
    #[lianlian(code = "b")]
    Blue(u8),
    #[lianlian(unknow)]
    Other(UnknownCode),
    #[lianlian(unknown)]
    Another,
}

fn main() {}
