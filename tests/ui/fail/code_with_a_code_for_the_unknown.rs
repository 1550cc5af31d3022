use lianlian::*;

#[derive(Code)]
enum Colour {
    #[lianlian(unknown, code = "?")]
    Other(UnknownCode),
}

fn main() {}
