use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
struct Lookup {
    user_id: String,
}

fn main() {}
