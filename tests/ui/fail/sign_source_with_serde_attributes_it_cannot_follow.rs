use lianlian::SignSource;
use serde::Serialize;

#[derive(Serialize)]
struct Inner {
    a: String,
}

fn upper<S: serde::Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text.to_uppercase())
}

#[derive(Serialize, SignSource)]
#[serde(tag = "type", rename_all = "camelCase")]
struct Message {
    #[serde(flatten)]
    inner: Inner,
    #[serde(serialize_with = "upper")]
    name: String,
}

fn main() {}
