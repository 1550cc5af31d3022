use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
struct Lookup<T> {
    no_order: T,
}

fn main() {}
