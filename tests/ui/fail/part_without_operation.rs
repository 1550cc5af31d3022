use lianlian::*;

#[derive(RequestPart)]
struct Key {
    no_refund: String,
}

fn main() {}
