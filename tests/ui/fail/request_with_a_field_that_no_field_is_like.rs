use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup {
    card_no: Sensitive,
    warehouse: u32,
}

fn main() {}
