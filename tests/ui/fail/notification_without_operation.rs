use lianlian::*;

#[derive(Notification)]
struct Paid {
    no_order: String,
}

fn main() {}
