use lianlian::*;

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
struct Found {
    #[lianlian(skip, field = "no_order")]
    number: String,
    #[lianlian(flatten, default)]
    times: Times,
    #[lianlian(unknown, field = "memo")]
    others: UnknownFields,
}

fn main() {}
