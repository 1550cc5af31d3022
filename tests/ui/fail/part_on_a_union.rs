use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
union Key {
    no_refund: u64,
}

fn main() {}
