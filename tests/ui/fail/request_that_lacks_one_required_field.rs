use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup {
    #[lianlian(skip)]
    card: String,
}

fn main() {}
