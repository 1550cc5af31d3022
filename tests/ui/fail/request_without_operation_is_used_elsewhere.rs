use lianlian::*;

#[derive(Debug, Request)]
struct Lookup {
    no_order: String,
}

fn ask(client: &Client, lookup: &Lookup) -> bool {
    println!("{}", Preview::of(lookup));
    client.send(lookup).is_ok()
}

fn open(client: &Client, lookup: &Lookup) {
    let _ = client.form(lookup);
}

fn main() {}
