use lianlian::*;

#[derive(Request)]
#[lianlian(operation = easypay::Query)]
#[lianlian(field = "dt_order", now)]
struct Lookup {
    no_order: String,
}

fn main() {}
