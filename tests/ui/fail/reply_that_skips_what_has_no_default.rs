use lianlian::*;

struct Shelf(u32);

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    no_order: Option<String>,
    #[lianlian(skip)]
    shelf: Shelf,
}

fn main() {}
