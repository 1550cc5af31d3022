use lianlian::*;

#[derive(RequestPart)]
#[lianlian(operation = refund::Apply)]
#[lianlian(field = "notify_url", value = self.shop.url)]
struct Refund {
    no_refund: String,
}

fn main() {}
