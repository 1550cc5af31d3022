use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    card_no: Sensitive,
}

fn main() {}
