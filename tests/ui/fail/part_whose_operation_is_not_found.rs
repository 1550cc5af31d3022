use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
#[lianlian(operation = refund::Qery)]
struct Key {
    no_refund: String,
}

fn main() {}
