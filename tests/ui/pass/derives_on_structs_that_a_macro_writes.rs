use lianlian::*;

macro_rules! lookup {
    ($name:ident of $operation:path { $($attribute:literal $field:ident: $type:ty),* $(,)? }) => {
        #[derive(Request)]
        #[lianlian(operation = $operation)]
        struct $name {
            $(#[lianlian(field = $attribute)] $field: $type,)*
        }
    };
}

lookup!(Lookup of refund::Query {
    "no_refund" r#type: Option<&'static str>,
    "dt_refund" r#fn: OrderTime,
});

fn main() {
    let lookup = Lookup { r#type: Some("R1"), r#fn: "20261122093000".parse().unwrap() };
    assert_source!(
        lookup,
        "dt_refund=20261122093000&no_refund=R1&oid_partner=201304121000001004&sign_type=RSA"
    );
    assert!(Preview::of(&lookup).to_string().contains("from type"));
}
