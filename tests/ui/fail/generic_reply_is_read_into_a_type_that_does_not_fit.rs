use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found<M> {
    money_order: M,
}

fn ask(client: &Client, order: &aggregate::Query) {
    let _ = client.send_into::<Found<Option<Amount>>, _>(order, &CallOptions::default());
    let _ = client.send_into::<Found<Option<f64>>, _>(order, &CallOptions::default());
}

fn main() {}
