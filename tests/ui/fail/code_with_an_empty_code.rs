use lianlian::*;

#[derive(Code)]
enum Colour {
    #[lianlian(code = "")]
    None,
    #[lianlian(code = 7)]
    Seven,
}

fn main() {}
