use lianlian::*;

#[derive(Request)]
#[lianlian(operation = tools::CardBinQuery)]
struct Lookup<const N: usize> {
    card_no: [u8; N],
}

fn ask(client: &Client) {
    let _ = client.send(&Lookup { card_no: *b"6222" });
}

fn main() {}
