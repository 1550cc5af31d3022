use lianlian::*;

#[derive(Debug, Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    #[lianlian(feild = "result_pay")]
    outcome: Option<codes::PaymentResult>,
    #[lianlian(flatten)]
    times: Times,
}

#[derive(Debug, Reply)]
#[lianlian(operation = aggregate::Query)]
struct Times {
    #[lianlian(skip, raw)]
    settle_date: Option<Date>,
}

fn ask(client: &Client, order: &aggregate::Query) -> Option<codes::PaymentResult> {
    let found = client.send_into::<Found, _>(order, &CallOptions::default()).ok()?;
    println!("{:?}", found.times);
    found.outcome.clone()
}

fn main() {}
