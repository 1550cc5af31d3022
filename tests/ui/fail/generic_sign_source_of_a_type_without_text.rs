use lianlian::SignSource;
use serde::Serialize;

#[derive(Serialize, SignSource)]
struct Message<T> {
    rate: T,
}

fn main() {
    println!("{}", Message { rate: 1 }.source());
    println!("{}", Message { rate: 1.5 }.source());
}
