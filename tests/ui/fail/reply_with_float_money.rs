use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = tools::BalanceQuery)]
struct Balance {
    #[lianlian(field = "amt_balance")]
    money: f64,
}

fn main() {}
