use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Order {
    #[lianlian(raw)]
    money_order: f64,
}

fn main() {}
