use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Apply, operation = refund::Query)]
struct Key {
    #[lianlian(field = "no_refund")]
    number: String,
    #[lianlian(field = "dt_refund")]
    asked: OrderTime,
}

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    #[lianlian(flatten)]
    key: Key,
}

#[derive(Request)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    #[lianlian(flatten)]
    key: Key,
    money_refund: Amount,
    oid_paybill: String,
    notify_url: String,
}

fn main() {
    let key = || Key { number: "R1".to_owned(), asked: "20261122093000".parse().unwrap() };
    assert_source!(
        Lookup { key: key() },
        "dt_refund=20261122093000&no_refund=R1&oid_partner=201304121000001004&sign_type=RSA"
    );
    let refund = Refund {
        key: key(),
        money_refund: Amount::from_fen(5),
        oid_paybill: "2026112200000001".to_owned(),
        notify_url: "https://shop.example/".to_owned(),
    };
    assert_source!(
        refund,
        "dt_refund=20261122093000&money_refund=0.05&no_refund=R1&notify_url=https://shop.example/&\
         oid_partner=201304121000001004&oid_paybill=2026112200000001&sign_type=RSA"
    );
}
