use lianlian::*;

struct Basket;

#[derive(Request)]
#[lianlian(operation = Basket)]
struct Lookup {
    no_order: String,
}

fn main() {}
