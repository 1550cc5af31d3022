use lianlian::*;

fn digits(card: &str) -> Sensitive {
    card.into()
}

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup {
    #[lianlian(with = digits)]
    card_no: u64,
}

fn main() {}
