use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
#[lianlian(field = "card_no", value = "6222")]
struct Lookup {
    card_no: Sensitive,
}

fn main() {}
