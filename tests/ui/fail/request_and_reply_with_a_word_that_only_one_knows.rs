use lianlian::*;

#[derive(Request, Reply)]
#[lianlian(operation = aggregate::Query)]
struct Order {
    no_order: Option<String>,
    #[lianlian(value = "u")]
    user_id: Option<String>,
    #[lianlian(unknown)]
    others: UnknownFields,
}

fn main() {}
