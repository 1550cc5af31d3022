use lianlian::*;

struct Refused;

fn fen(_money: &u64) -> Result<Amount, Refused> {
    Err(Refused)
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    #[lianlian(with = fen)]
    money_refund: u64,
}

fn main() {}
