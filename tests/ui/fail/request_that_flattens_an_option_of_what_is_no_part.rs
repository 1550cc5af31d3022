use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup {
    card_no: Sensitive,
    #[lianlian(flatten)]
    memo: Option<String>,
}

fn main() {}
