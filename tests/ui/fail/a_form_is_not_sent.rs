use lianlian::*;

fn send(client: &Client, page: &aggregate::WebRedirect, order: &aggregate::DirectPay) {
    let _ = client.send(page);
    let _ = client.form(order);
}

fn main() {}
