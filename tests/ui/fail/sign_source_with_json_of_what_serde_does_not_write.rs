use lianlian::SignSource;
use serde::Serialize;

struct Item {
    name: String,
}

#[derive(Serialize, SignSource)]
struct Message {
    #[serde(skip_deserializing)]
    no_order: String,
    #[serde(skip)]
    memo: Item,
}

#[derive(SignSource)]
struct Other {
    #[lianlian(json)]
    items: Vec<Item>,
}

fn main() {}
