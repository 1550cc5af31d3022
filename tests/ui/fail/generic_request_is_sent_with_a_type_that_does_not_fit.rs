use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup<T> {
    card_no: T,
}

fn ask(client: &Client) {
    let _ = client.send(&Lookup { card_no: Sensitive::from("6222") });
    let _ = client.send(&Lookup { card_no: 62.22 });
}

fn main() {}
