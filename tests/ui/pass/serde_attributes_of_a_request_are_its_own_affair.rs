use lianlian::*;
use serde::Serialize;

/// What the shop's app sees of it has nothing to do with what the gateway sees.
#[derive(Serialize, Request)]
#[serde(rename_all = "camelCase")]
#[lianlian(operation = aggregate::Query)]
struct Lookup {
    #[serde(rename = "orderNumber", skip_serializing_if = "String::is_empty")]
    no_order: String,
    #[serde(skip)]
    user_id: Option<String>,
}

fn main() {
    let lookup = Lookup { no_order: "42".to_owned(), user_id: Some("u".to_owned()) };
    let filling = Filling {
        merchant: "201304121000001004",
        scheme: Scheme::Rsa,
        now: "20261122093005".parse().unwrap(),
    };
    let body = body_of(&lookup, &filling, "signature");
    let message = Message::parse(&body).unwrap();
    assert_eq!(message.source(&[]), source_of(&lookup, &filling));
    assert_eq!(
        message.source(&[]),
        "no_order=42&oid_partner=201304121000001004&sign_type=RSA&user_id=u",
    );
    assert_eq!(serde_json::to_string(&lookup).unwrap(), r#"{"orderNumber":"42"}"#);
}
