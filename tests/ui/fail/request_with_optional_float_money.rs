use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    #[lianlian(field = "money_refund")]
    money: Option<f64>,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Apply)]
struct Other {
    money_refund: f32,
}

fn main() {}
