use lianlian::*;
use url::Url;
use uuid::Uuid;

#[derive(Request)]
#[lianlian(operation = refund::Apply)]
struct Refund {
    #[lianlian(field = "no_refund")]
    id: Uuid,
    dt_refund: OrderTime,
    money_refund: Amount,
    #[lianlian(field = "no_order")]
    order: u64,
    notify_url: Url,
}

fn main() {
    let refund = Refund {
        id: Uuid::from_u128(7),
        dt_refund: "20261122093000".parse().unwrap(),
        money_refund: Amount::from_fen(5),
        order: 42,
        notify_url: "https://shop.example/refunded".parse().unwrap(),
    };
    assert_source!(
        refund,
        "dt_refund=20261122093000&money_refund=0.05&no_order=42&\
         no_refund=00000000000000000000000000000007&notify_url=https://shop.example/refunded&\
         oid_partner=201304121000001004&sign_type=RSA"
    );
    assert!(check(&refund).is_ok());
}
