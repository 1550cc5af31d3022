use lianlian::*;
use rust_decimal::Decimal;

#[derive(Request)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    no_refund: String,
    dt_refund: OrderTime,
    #[lianlian(field = "money_refund")]
    money: Decimal,
    no_order: Option<String>,
    notify_url: String,
}

fn main() {
    let mut refund = Refund {
        no_refund: "R1".to_owned(),
        dt_refund: "20261122093000".parse().unwrap(),
        money: Decimal::new(2105, 2),
        no_order: Some("42".to_owned()),
        notify_url: "https://shop.example/".to_owned(),
    };
    assert_source!(
        refund,
        "dt_refund=20261122093000&money_refund=21.05&no_order=42&no_refund=R1&\
         notify_url=https://shop.example/&oid_partner=201304121000001004&sign_type=RSA"
    );
    // A third of a fen is no amount: nothing is sent.
    refund.money = Decimal::new(21_053, 3);
    assert!(check(&refund).is_err());
}
