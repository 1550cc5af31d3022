/// Names that derived code must not take for those of the standard library.
#[allow(non_snake_case)]
mod shop {
    pub struct Option;
    pub fn Some() {}
    pub struct String;
    pub struct Result;
    pub struct Default;
    pub struct Value;
    pub mod core {}
}

use ::lianlian::*;
#[allow(unused_imports)]
use shop::{Default, Option, Result, Some, String, Value, core};

#[derive(Code)]
#[allow(dead_code)]
enum Goods {
    #[lianlian(code = "Some")]
    Some,
    #[lianlian(code = "None")]
    None,
    #[lianlian(unknown)]
    Other(UnknownCode),
}

#[derive(Request)]
#[lianlian(operation = refund::Query)]
struct Lookup {
    no_refund: ::std::string::String,
    #[lianlian(flatten)]
    asked: Asked,
}

#[derive(RequestPart)]
#[lianlian(operation = refund::Query)]
struct Asked {
    dt_refund: OrderTime,
    #[lianlian(default = ::std::option::Option::Some("7"))]
    oid_refundno: ::std::option::Option<::std::string::String>,
}

#[derive(Reply)]
#[lianlian(operation = aggregate::Query)]
#[allow(dead_code)]
struct Found {
    #[lianlian(default)]
    no_order: ::std::string::String,
    #[lianlian(skip)]
    shelf: u32,
    memo: Unsigned<::std::string::String>,
}

#[derive(Notification)]
#[lianlian(operation = aggregate::AsyncNotification)]
#[allow(dead_code)]
struct Paid {
    no_order: ::std::string::String,
}

#[derive(SignSource)]
struct Message {
    a: ::std::option::Option<u8>,
}

fn main() {
    let asked = Asked {
        dt_refund: ::std::str::FromStr::from_str("20261122093000").unwrap(),
        oid_refundno: ::std::option::Option::None,
    };
    assert_source!(
        Lookup { no_refund: ::std::string::ToString::to_string("R1"), asked },
        "dt_refund=20261122093000&no_refund=R1&oid_partner=201304121000001004&oid_refundno=7&\
         sign_type=RSA"
    );
    let message = Message { a: ::std::option::Option::Some(1) };
    ::std::assert_eq!(SignSource::source(&message), "a=1");
}
