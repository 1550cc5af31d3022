use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup<K> {
    #[lianlian(flatten)]
    key: K,
}

struct Key {
    no_refund: String,
    dt_refund: OrderTime,
}

fn ask(client: &Client, key: Key) {
    let _ = client.send(&Lookup { key });
}

fn main() {}
