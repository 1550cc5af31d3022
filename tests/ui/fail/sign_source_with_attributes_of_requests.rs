use lianlian::SignSource;

#[derive(SignSource)]
#[lianlian(operation = aggregate::Query)]
struct Message {
    #[lianlian(field = "no_order")]
    id: String,
}

fn main() {}
