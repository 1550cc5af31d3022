use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    result_pai: Option<String>,
}

fn main() {}
