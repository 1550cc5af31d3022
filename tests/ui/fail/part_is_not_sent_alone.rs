use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Key {
    no_refund: String,
    dt_refund: OrderTime,
}

fn ask(client: &Client, key: &Key) {
    let _ = client.send(key);
}

fn main() {}
