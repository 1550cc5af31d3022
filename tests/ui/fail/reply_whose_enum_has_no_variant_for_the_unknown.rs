use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    result_pay: Option<Outcome>,
}

enum Outcome {
    Paid,
}

fn main() {}
