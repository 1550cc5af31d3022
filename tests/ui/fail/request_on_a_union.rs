use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
union Lookup {
    no_order: u64,
    oid_paybill: u64,
}

fn main() {}
