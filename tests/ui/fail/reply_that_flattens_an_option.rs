use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Outcome {
    result_pay: Option<codes::PaymentResult>,
}

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    no_order: Option<String>,
    #[lianlian(flatten)]
    outcome: Option<Outcome>,
}

fn main() {}
