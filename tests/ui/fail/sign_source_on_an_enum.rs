use lianlian::SignSource;

#[derive(SignSource)]
enum Message {
    Text { a: String },
}

fn main() {}
