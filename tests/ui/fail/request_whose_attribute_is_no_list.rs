use lianlian::*;

#[derive(Request)]
#[lianlian = "tools::CardBinQuery"]
struct Lookup {
    #[lianlian]
    card_no: Sensitive,
}

fn main() {}
