use lianlian::*;

#[derive(Request)]
#[lianlian(operation = easypay::Query)]
struct Lookup {
    no_order: String,
    dt_order: OrderTime,
    #[lianlian(field = "query_version", default)]
    version: Option<codes::QueryVersion>,
}

#[derive(Request)]
#[lianlian(operation = easypay::Query)]
#[lianlian(field = "query_version", default)]
struct Other {
    no_order: String,
    dt_order: OrderTime,
}

fn main() {
    let time: OrderTime = "20261122093000".parse().unwrap();
    let source = |version: &str| {
        format!(
            "dt_order=20261122093000&no_order=42&oid_partner=201304121000001004&\
             query_version={version}&sign_type=RSA"
        )
    };
    let no_order = "42".to_owned();
    let lookup = Lookup { no_order: no_order.clone(), dt_order: time, version: None };
    assert_source!(lookup, source("1.0"));
    let newer = Lookup { version: Some(codes::QueryVersion::WithMemo), ..lookup };
    assert_source!(newer, source("1.1"));
    assert_source!(Other { no_order, dt_order: time }, source("1.0"));
}
