use lianlian::SignSource;

#[derive(SignSource)]
union Message {
    a: u8,
}

fn main() {}
