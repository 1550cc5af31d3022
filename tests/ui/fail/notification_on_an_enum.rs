use lianlian::*;

#[derive(Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
enum Paid {
    Yes { no_order: String },
}

fn main() {}
