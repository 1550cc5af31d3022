use lianlian::*;

#[derive(Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
union Paid {
    no_order: u64,
}

fn main() {}
