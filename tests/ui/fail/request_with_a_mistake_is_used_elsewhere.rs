use lianlian::*;

#[derive(Debug, Request)]
#[lianlian(operation = aggregate::Query)]
struct Lookup {
    #[lianlian(feild = "no_order")]
    id: String,
}

fn ask(client: &Client, lookup: &Lookup) -> Option<codes::PaymentResult> {
    println!("{}", Preview::of(lookup));
    assert_source!(*lookup, "no_order=1");
    check(lookup).ok()?;
    let found = client.send(lookup).ok()?;
    found.result_pay.clone()
}

fn main() {
    println!("{}", Lookup { id: "1".to_owned() }.id);
}
