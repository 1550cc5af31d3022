use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup {
    #[lianlian(with = digits_of)]
    card_no: u64,
}

fn main() {}
