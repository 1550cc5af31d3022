use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery, crate = payments::lianlian)]
struct Lookup {
    card_no: Sensitive,
}

fn main() {}
