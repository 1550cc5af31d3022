use lianlian::SignSource;
use serde::Serialize;

#[derive(Serialize, SignSource)]
struct Message(String);

fn main() {}
