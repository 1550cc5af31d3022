use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
#[lianlian(field = "type_dc", default)]
struct Lookup {
    no_order: String,
    #[lianlian(default)]
    user_id: Option<String>,
}

fn main() {}
