use lianlian::*;

#[derive(Request)]
#[lianlian(operation = aggregate::Query)]
struct Lookup<'a> {
    no_order: String,
    #[lianlian(raw)]
    type_dc: &'a str,
}

fn main() {
    let mut lookup = Lookup { no_order: "42".to_owned(), type_dc: "0" };
    assert_source!(lookup, "no_order=42&oid_partner=201304121000001004&sign_type=RSA&type_dc=0");
    assert!(check(&lookup).is_ok());
    // What is raw is checked when it is sent.
    lookup.type_dc = "x";
    assert!(check(&lookup).is_err());
}
