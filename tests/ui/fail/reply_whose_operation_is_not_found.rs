use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Queri)]
struct Found {
    no_order: Option<String>,
}

fn main() {}
