use lianlian::*;

#[derive(Request)]
struct Lookup {
    no_order: String,
}

fn main() {}
