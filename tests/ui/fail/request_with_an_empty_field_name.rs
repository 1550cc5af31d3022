use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup {
    #[lianlian(field = "")]
    card_no: Sensitive,
}

fn main() {}
