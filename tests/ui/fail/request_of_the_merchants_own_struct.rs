use lianlian::*;

#[derive(Request)]
#[lianlian(operation = Lookup)]
struct Lookup {
    card_no: Sensitive,
}

fn main() {}
