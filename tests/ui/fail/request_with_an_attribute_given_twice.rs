use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup {
    #[lianlian(field = "card_no", field = "bank_code")]
    card: Sensitive,
    #[lianlian(skip)]
    #[lianlian(skip)]
    memo: String,
}

fn main() {}
