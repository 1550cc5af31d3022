use lianlian::*;

struct Order {
    no_order: String,
}

fn ask(client: &Client, order: &Order) {
    let _ = client.send(order);
    println!("{}", Preview::of(order));
}

fn main() {}
