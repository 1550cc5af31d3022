use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Paid {
    no_order: String,
}

fn main() {}
