use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Apply)]
#[lianlian(field = "money_refund", value = 5 + 7)]
struct Refund {
    #[lianlian(value = self.no_refund.len() as f64)]
    dt_refund: OrderTime,
    no_refund: String,
}

fn main() {}
