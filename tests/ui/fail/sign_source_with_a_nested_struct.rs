use lianlian::SignSource;
use serde::Serialize;

#[derive(Serialize)]
struct Item {
    name: String,
}

#[derive(Serialize, SignSource)]
struct Message {
    item: Item,
    items: Vec<Item>,
}

fn main() {}
