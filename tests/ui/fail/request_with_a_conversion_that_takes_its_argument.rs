use lianlian::*;

struct Card(String);

fn digits(card: Card) -> String {
    card.0
}

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup {
    #[lianlian(with = digits)]
    card_no: Card,
}

fn main() {}
