use lianlian::*;

#[derive(Code)]
struct Colour {
    name: String,
}

fn main() {}
