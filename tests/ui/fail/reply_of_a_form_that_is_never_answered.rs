use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::WebRedirect)]
struct Found {
    no_order: Option<String>,
}

fn main() {}
