use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = aggregate::DirectPay)]
struct Order<'a> {
    pay_type: String,
    busi_partner: &'a str,
}

fn main() {}
