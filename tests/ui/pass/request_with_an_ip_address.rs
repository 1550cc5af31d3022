use lianlian::*;
use std::net::{IpAddr, Ipv4Addr};

#[derive(RequestPart)]
#[lianlian(operation = aggregate::WebRedirect)]
#[allow(dead_code)]
struct Payer {
    userreq_ip: IpAddr,
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::WebRedirect)]
#[allow(dead_code)]
struct Other {
    #[lianlian(field = "userreq_ip")]
    peer: Option<Ipv4Addr>,
}

#[derive(RequestPart)]
#[lianlian(operation = aggregate::WebRedirect)]
#[allow(dead_code)]
struct Known {
    userreq_ip: PayerIp,
}

fn main() {}
