use lianlian::*;

#[derive(Debug, Request)]
#[lianlian(operation = aggregate::Query)]
struct Lookup {
    no_ordr: String,
}

fn ask(client: &Client, lookup: &Lookup) -> Option<codes::PaymentResult> {
    println!("{}", Preview::of(lookup));
    let found = client.send(lookup).ok()?;
    found.result_pay.clone()
}

fn main() {
    let lookup = Lookup { no_ordr: "1".to_owned() };
    assert_source!(lookup, "no_order=1");
}
