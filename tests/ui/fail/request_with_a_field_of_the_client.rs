use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
struct Lookup {
    no_order: String,
    oid_partner: String,
    sign: String,
}

fn main() {}
