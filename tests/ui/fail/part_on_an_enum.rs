use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
enum Key {
    Number { no_refund: String },
}

fn main() {}
