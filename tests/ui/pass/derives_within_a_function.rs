use lianlian::*;

fn main() {
    use refund as refunds;

    const NUMBER: &str = "R1";

    #[derive(Request)]
    #[lianlian(operation = refunds::Query)]
    #[lianlian(field = "no_refund", value = NUMBER)]
    struct Lookup {
        #[lianlian(flatten)]
        asked: Asked,
    }

    #[derive(RequestPart)]
    #[lianlian(operation = refunds::Query)]
    struct Asked {
        dt_refund: OrderTime,
    }

    let asked = Asked { dt_refund: "20261122093000".parse().unwrap() };
    assert_source!(
        Lookup { asked },
        "dt_refund=20261122093000&no_refund=R1&oid_partner=201304121000001004&sign_type=RSA"
    );
}
