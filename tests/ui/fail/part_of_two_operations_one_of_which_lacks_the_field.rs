use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Apply)]
#[lianlian(operation = refund::Query)]
struct Key {
    no_refund: String,
    money_refund: Amount,
}

fn main() {}
