use lianlian::*;

#[derive(Request, Reply)]
#[lianlian(operation = aggregate::Query)]
struct Order {
    #[lianlian(field = "no_order")]
    id: Option<String>,
    #[lianlian(skip)]
    shelf: u32,
}

fn refresh(client: &Client, order: &Order) -> Option<u32> {
    let found = client.send_into::<Order, _>(order, &CallOptions::default()).ok()?;
    Some(found.shelf)
}

fn main() {
    let order = Order { id: Some("42".to_owned()), shelf: 3 };
    assert_source!(order, "no_order=42&oid_partner=201304121000001004&sign_type=RSA");
    let _ = refresh;
}
