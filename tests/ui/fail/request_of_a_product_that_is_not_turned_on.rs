use lianlian::*;

#[derive(Request)]
#[lianlian(operation = unified::CreatePayment)]
struct Bill {
    no_order: String,
}

fn main() {}
