use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
struct Lookup {
    no_order: String,
    #[lianlian(field = "no_order")]
    id: String,
}

fn main() {}
