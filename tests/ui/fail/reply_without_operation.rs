use lianlian::*;

#[derive(Reply)]
struct Found {
    no_order: Option<String>,
}

fn main() {}
