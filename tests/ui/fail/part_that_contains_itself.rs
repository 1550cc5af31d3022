use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Key {
    no_refund: String,
    #[lianlian(flatten)]
    next: Option<Box<Key>>,
}

fn main() {}
