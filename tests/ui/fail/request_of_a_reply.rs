use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::QueryReply)]
struct Lookup {
    no_order: String,
}

fn main() {}
