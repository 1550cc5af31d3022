use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQeury)]
struct Lookup {
    card_no: Sensitive,
}

fn main() {}
