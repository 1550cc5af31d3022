use lianlian::*;

const HOOK: &str = "https://shop.example/";

#[derive(Request)]
#[lianlian(operation = refund::Apply)]
#[lianlian(field = "notify_url", value = HOOK)]
#[lianlian(field = "dt_refund", value = self.asked.parse::<OrderTime>())]
struct Refund {
    #[lianlian(value = format!("R{}", self.no_refund))]
    no_refund: u32,
    #[lianlian(default = Amount::from_fen(100))]
    money_refund: Option<Amount>,
    #[lianlian(value = "42")]
    #[allow(dead_code)]
    no_order: (),
    #[lianlian(skip)]
    asked: String,
}

fn main() {
    let asked = "20261122093000".to_owned();
    let mut refund = Refund { no_refund: 7, money_refund: None, no_order: (), asked };
    assert_source!(
        refund,
        "dt_refund=20261122093000&money_refund=1.00&no_order=42&no_refund=R7&\
         notify_url=https://shop.example/&oid_partner=201304121000001004&sign_type=RSA"
    );
    assert!(check(&refund).is_ok());
    refund.asked = "tomorrow".to_owned();
    assert!(check(&refund).is_err());
}
