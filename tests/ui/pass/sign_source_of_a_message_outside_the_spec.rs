use lianlian::*;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize, SignSource)]
#[serde(rename_all = "camelCase")]
struct Message<'a, T> {
    order_no: Cow<'a, str>,
    #[serde(rename = "Amount")]
    total: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    memo: Option<&'a str>,
    #[lianlian(json)]
    items: Vec<Item>,
    paid: bool,
    #[serde(skip)]
    shelf: f64,
    sign: String,
}

#[derive(Serialize)]
struct Item {
    name: &'static str,
}

fn main() {
    let message = Message {
        order_no: "42".into(),
        total: Amount::from_fen(5),
        memo: None,
        items: vec![Item { name: "net" }],
        paid: true,
        shelf: 1.5,
        sign: "…".to_owned(),
    };
    assert_eq!(message.source(), r#"Amount=0.05&items=[{"name":"net"}]&orderNo=42&paid=true"#);
    let json = serde_json::to_string(&message).unwrap();
    assert_eq!(Message_of(&json), message.source());
    assert!(message.shelf > 1.0);
}

#[allow(non_snake_case)]
fn Message_of(json: &str) -> String {
    lianlian::Message::parse(json.as_bytes()).unwrap().source(&[])
}
