use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
struct Lookup {
    no_order: String,
    #[lianlian(now)]
    user_id: String,
}

fn main() {}
