use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
struct Lookup {
    #[lianlian(field = "no_ordr")]
    id: String,
    warehouse: u32,
}

fn main() {}
