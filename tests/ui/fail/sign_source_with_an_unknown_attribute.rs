use lianlian::SignSource;

#[derive(SignSource)]
struct Message {
    #[lianlian(jsn)]
    list: Vec<String>,
}

fn main() {}
