use lianlian::*;

#[derive(Code)]
union Colour {
    red: u8,
}

fn main() {}
