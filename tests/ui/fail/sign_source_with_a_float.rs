use lianlian::SignSource;
use serde::Serialize;

#[derive(Serialize, SignSource)]
struct Message {
    rate: f64,
}

fn main() {}
