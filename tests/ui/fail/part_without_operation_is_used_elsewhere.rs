use lianlian::*;

#[derive(RequestPart)]
struct Key {
    no_refund: String,
    dt_refund: OrderTime,
}

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    #[lianlian(flatten)]
    key: Key,
}

fn ask(client: &Client, lookup: &Lookup) -> bool {
    client.send(lookup).is_ok()
}

fn main() {}
