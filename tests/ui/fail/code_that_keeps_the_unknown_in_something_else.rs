use lianlian::*;

#[derive(Code)]
enum Colour {
    #[lianlian(code = "r")]
    Red,
    #[lianlian(unknown)]
    Other(String),
}

fn main() {}
