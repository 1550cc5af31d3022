mod payments {
    pub use lianlian;
}

use payments::lianlian::{
    Code, Notification, OrderTime, Reply, Request, RequestPart, SignSource, aggregate, assert_source,
    codes, refund,
};

#[derive(Request)]
#[lianlian(operation = refund::Query, crate = payments::lianlian)]
struct Lookup {
    no_refund: String,
    #[lianlian(flatten)]
    time: Time,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
#[lianlian(crate = payments::lianlian)]
struct Time {
    dt_refund: OrderTime,
}

#[derive(Reply)]
#[lianlian(crate = payments::lianlian, operation = aggregate::Query)]
struct Found {
    #[allow(dead_code)]
    result_pay: Option<codes::PaymentResult>,
}

#[derive(Notification)]
#[lianlian(crate = payments::lianlian, operation = aggregate::AsyncNotification)]
struct Paid {
    #[allow(dead_code)]
    no_order: String,
}

#[derive(Code)]
#[lianlian(crate = payments::lianlian)]
enum Colour {
    #[lianlian(code = "r")]
    Red,
}

#[derive(SignSource)]
#[lianlian(crate = payments::lianlian)]
struct Message {
    a: u8,
}

fn main() {
    let time = Time { dt_refund: "20261122093000".parse().unwrap() };
    assert_source!(
        Lookup { no_refund: "R1".to_owned(), time },
        "dt_refund=20261122093000&no_refund=R1&oid_partner=201304121000001004&sign_type=RSA"
    );
    assert_eq!(Message { a: 1 }.source(), "a=1");
    assert_eq!(Colour::Red.code(), "r");
}
