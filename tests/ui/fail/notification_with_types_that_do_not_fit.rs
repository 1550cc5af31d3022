use lianlian::*;

#[derive(Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Paid {
    no_order: String,
    money_order: u64,
    settle_date: Date,
    dt_order: jiff::civil::DateTime,
}

fn main() {}
