use lianlian::*;
use std::sync::Arc;

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup<'a> {
    #[lianlian(flatten)]
    outer: Option<Outer<'a>>,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Outer<'a> {
    no_refund: &'a str,
    #[lianlian(flatten)]
    inner: Arc<Inner>,
    #[lianlian(skip)]
    #[allow(dead_code)]
    shelf: u32,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Inner {
    #[lianlian(field = "dt_refund")]
    asked: OrderTime,
}

fn main() {
    let inner = Arc::new(Inner { asked: "20261122093000".parse().unwrap() });
    let lookup = Lookup { outer: Some(Outer { no_refund: "R1", inner, shelf: 3 }) };
    assert_source!(
        lookup,
        "dt_refund=20261122093000&no_refund=R1&oid_partner=201304121000001004&sign_type=RSA"
    );
    assert!(check(&lookup).is_ok());
    // That the part may be left out is allowed; that it is, is told before anything is sent.
    assert!(check(&Lookup { outer: None }).is_err());
}
