use lianlian::*;

#[derive(Notification)]
#[lianlian(operation = aggregate::Query)]
struct Paid {
    no_order: Option<String>,
}

fn main() {}
