use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = aggregate::WebRedirect)]
struct Page {
    oid_partner: String,
    sign_type: String,
    sign: String,
    timestamp: OrderTime,
}

fn main() {}
