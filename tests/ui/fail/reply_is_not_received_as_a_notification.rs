use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    no_order: Option<String>,
}

fn receive(receiver: &Receiver, body: &[u8]) {
    let _ = receiver.notification::<Found>(body);
}

fn main() {}
