use lianlian::*;

struct Paid {
    no_order: String,
}

fn receive(receiver: &Receiver, body: &[u8]) {
    let _ = receiver.notification::<Paid>(body);
}

fn main() {}
