use lianlian::*;

struct Cents(u64);

fn number(text: String) -> usize {
    text.len()
}

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    #[lianlian(with = number)]
    no_order: Cents,
}

fn main() {}
