use lianlian::*;
use std::net::Ipv6Addr;

#[derive(RequestPart)]
#[lianlian(operation = aggregate::WebRedirect)]
struct Order {
    no_order: bool,
    dt_order: String,
    userreq_ip: Ipv6Addr,
    risk_item: Vec<(String, String)>,
    valid_order: String,
    name_goods: Option<Vec<u8>>,
    user_id: char,
}

#[derive(RequestPart)]
#[lianlian(operation = card_bind::Query)]
struct Page {
    offset: u32,
}

fn main() {}
