use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    money_refund: String,
}

fn main() {}
