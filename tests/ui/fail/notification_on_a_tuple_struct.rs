use lianlian::*;

#[derive(Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
struct Paid(String);

fn main() {}
