use lianlian::*;

#[derive(Code)]
enum Colour<const SHADE: usize> {
    #[lianlian(code = "r")]
    Red,
}

fn main() {}
