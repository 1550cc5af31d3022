use lianlian::*;

#[derive(Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Paid {
    no_order: String,
    money: Amount,
}

fn main() {}
