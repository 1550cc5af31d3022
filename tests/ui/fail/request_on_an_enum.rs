use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
enum Lookup {
    ByNumber { no_order: String },
    ByBill { oid_paybill: String },
}

fn main() {}
