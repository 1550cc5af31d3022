use lianlian::SignSource;

#[derive(SignSource)]
#[serde(rename_all = "camlCase")]
struct Message {
    no_order: String,
}

fn main() {}
