use lianlian::*;

struct Cents(i64);

impl Cents {
    fn amount(&self) -> Result<Amount, &'static str> {
        u64::try_from(self.0).map(Amount::from_fen).map_err(|_| "a refund is not negative")
    }
}

fn trimmed(text: &str) -> &str {
    text.trim()
}

fn prefixed<T: std::fmt::Display>(number: &T) -> Option<String> {
    Some(format!("R{number}"))
}

#[derive(Request)]
#[lianlian(operation = refund::Apply)]
struct Refund<T: std::fmt::Display> {
    #[lianlian(with = prefixed::<T>)]
    no_refund: T,
    dt_refund: OrderTime,
    #[lianlian(with = Cents::amount)]
    money_refund: Cents,
    #[lianlian(with = trimmed)]
    no_order: String,
    #[lianlian(with = str::to_lowercase)]
    notify_url: &'static str,
}

fn main() {
    let mut refund = Refund {
        no_refund: 7_u8,
        dt_refund: "20261122093000".parse().unwrap(),
        money_refund: Cents(5),
        no_order: " 42 ".to_owned(),
        notify_url: "HTTPS://shop.example/",
    };
    assert_source!(
        refund,
        "dt_refund=20261122093000&money_refund=0.05&no_order=42&no_refund=R7&\
         notify_url=https://shop.example/&oid_partner=201304121000001004&sign_type=RSA"
    );
    assert!(check(&refund).is_ok());
    refund.money_refund = Cents(-1);
    let why = check(&refund).unwrap_err().to_string();
    assert!(why.contains("a refund is not negative"), "{why}");
}
