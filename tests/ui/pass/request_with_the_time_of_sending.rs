use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Query)]
#[lianlian(field = "dt_refund", now)]
struct Lookup {
    no_refund: String,
}

fn main() {
    assert_source!(
        Lookup { no_refund: "R1".to_owned() },
        "dt_refund=20260101000000&no_refund=R1&oid_partner=201304121000001004&sign_type=RSA"
    );
}
