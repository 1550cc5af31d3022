use lianlian::*;

struct Cents(u64);

fn cents(yuan: f64) -> Cents {
    Cents((yuan * 100.0) as u64)
}

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    #[lianlian(with = cents)]
    money_order: Cents,
}

fn main() {}
