use lianlian::SignSource;
use serde::Serialize;

#[derive(Serialize, SignSource)]
struct Message {
    a: String,
    #[serde(rename = "a")]
    b: String,
}

fn main() {}
