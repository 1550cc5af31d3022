use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = easypay::Query)]
struct Found {
    no_order: Option<String>,
}

fn ask(client: &Client, order: &aggregate::Query) {
    let _ = client.send_into::<Found, _>(order, &CallOptions::default());
}

fn main() {}
