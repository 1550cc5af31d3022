use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup {
    card_no: CardNumber,
}

fn main() {}
