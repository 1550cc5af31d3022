use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    no_order: Option<String>,
    #[lianlian(unknown)]
    others: std::collections::BTreeMap<String, String>,
}

fn main() {}
