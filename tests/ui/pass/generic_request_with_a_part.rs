use lianlian::*;

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup<N, P> {
    no_refund: N,
    #[lianlian(flatten)]
    part: P,
    #[lianlian(flatten)]
    more: Option<More<N>>,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Asked {
    dt_refund: OrderTime,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct More<N> {
    oid_refundno: N,
}

fn main() {
    let part = Asked { dt_refund: "20261122093000".parse().unwrap() };
    let more = Some(More { oid_refundno: 7 });
    assert_source!(
        Lookup { no_refund: 1, part: Box::new(part), more },
        "dt_refund=20261122093000&no_refund=1&oid_partner=201304121000001004&oid_refundno=7&\
         sign_type=RSA"
    );
}
