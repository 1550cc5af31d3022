use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    no_refund: String,
    money_refund: Amount,
}

fn main() {}
