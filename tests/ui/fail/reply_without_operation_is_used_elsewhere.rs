use lianlian::*;

#[derive(Debug, Reply)]
struct Found {
    result_pay: Option<codes::PaymentResult>,
}

fn ask(client: &Client, order: &aggregate::Query) -> Option<codes::PaymentResult> {
    let found = client.send_into::<Found, _>(order, &CallOptions::default()).ok()?;
    found.result_pay.clone()
}

fn main() {}
