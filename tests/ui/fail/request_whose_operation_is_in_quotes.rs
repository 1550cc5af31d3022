use lianlian::*;

#[derive(Request)]
#[lianlian(operation = "tools.card_bin_query")]
struct Lookup {
    card_no: Sensitive,
}

fn main() {}
