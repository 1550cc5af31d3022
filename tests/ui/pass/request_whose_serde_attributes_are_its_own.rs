use lianlian::*;
use serde::Serialize;

#[derive(Serialize, Request)]
#[serde(rename_all = "camelCase", tag = "kind")]
#[lianlian(operation = refund::Query)]
struct Lookup {
    #[serde(rename = "number")]
    no_refund: String,
    #[serde(skip)]
    dt_refund: OrderTime,
    #[serde(flatten)]
    #[lianlian(skip)]
    shelf: Shelf,
}

#[derive(Serialize)]
struct Shelf {
    row: u8,
}

fn main() {
    let lookup = Lookup {
        no_refund: "R1".to_owned(),
        dt_refund: "20261122093000".parse().unwrap(),
        shelf: Shelf { row: 3 },
    };
    assert_json!(
        lookup,
        r#"{"dt_refund": "20261122093000", "no_refund": "R1", "oid_partner": "201304121000001004",
            "sign_type": "RSA", "sign": "…"}"#
    );
    let own = serde_json::to_string(&lookup).unwrap();
    assert_eq!(own, r#"{"kind":"Lookup","number":"R1","row":3}"#);
}
