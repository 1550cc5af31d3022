use lianlian::*;

fn yuan(money: &u64) -> f64 {
    *money as f64 / 100.0
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    #[lianlian(with = yuan)]
    money_refund: u64,
}

fn main() {}
