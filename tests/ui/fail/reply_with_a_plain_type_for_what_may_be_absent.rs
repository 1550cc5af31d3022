use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    result_pay: codes::PaymentResult,
}

fn main() {}
