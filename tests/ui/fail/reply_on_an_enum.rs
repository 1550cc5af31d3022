use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
enum Found {
    Paid { result_pay: String },
}

fn main() {}
