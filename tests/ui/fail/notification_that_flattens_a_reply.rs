use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Outcome {
    result_pay: Option<codes::PaymentResult>,
}

#[derive(Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Paid {
    no_order: String,
    #[lianlian(flatten)]
    outcome: Outcome,
}

fn main() {}
