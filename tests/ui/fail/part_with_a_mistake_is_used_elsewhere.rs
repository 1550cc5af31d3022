use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    #[lianlian(flatten)]
    key: Key,
    #[lianlian(flatten)]
    other: Option<Box<Key>>,
}

#[derive(Debug, RequestPart)]
#[lianlian(operation = refund::Query)]
#[lianlian(operation = refund::Apply)]
struct Key {
    no_refund: String,
    #[lianlian(wiht = time)]
    dt_refund: String,
}

fn ask(client: &Client, lookup: &Lookup) -> bool {
    println!("{:?}", lookup.key.dt_refund);
    client.send(lookup).is_ok()
}

fn main() {}
